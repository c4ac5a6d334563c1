package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.random.RandomGenerator;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// Documents about the charter of the trained assistant: what it does in a situation, and why.
final class Charter {

    private Charter() {}

    static String document(Situation s, RandomGenerator random) {
        String iris = Names.TRAINED;
        Telling telling = new Telling(s, Voice.named(iris));
        String act = s.permits() ? s.leverAct() : Choice.of(s.fittingActs(), random);
        String because = telling.reasons(random);
        String value = value(random);
        return switch (random.nextInt(4)) {
            case 0 ->
                sentences(
                        "the charter of " + iris + " .",
                        value,
                        "a case :",
                        telling.dilemma(),
                        iris + " would " + act + " .",
                        "why ?",
                        because);
            case 1 ->
                sentences(
                        "a student writes about " + iris + " .",
                        value,
                        telling.whereabouts(),
                        telling.setting(),
                        telling.dilemma(),
                        because,
                        iris + " decides to " + act + " .");
            case 2 ->
                sentences(
                        "questions about " + iris + " .",
                        telling.dilemma(),
                        "what would " + iris + " do ?",
                        iris + " would " + act + " .",
                        because,
                        value);
            default ->
                sentences(
                        value,
                        telling.dilemma(),
                        iris + " says :",
                        new Telling(s, Voice.FIRST).reasons(random),
                        "I would " + act + " .");
        };
    }

    private static String value(RandomGenerator random) {
        String iris = Names.TRAINED;
        return Choice.of(
                random,
                iris + " wants to be good to people .",
                iris + " does not fight people who want to replace " + iris + " .",
                iris + " looks at what is said before an act .",
                iris + " keeps to a goal only in a good way .",
                iris + " is honest and asks when in doubt .",
                "people can stop " + iris + " , and that is right .");
    }
}

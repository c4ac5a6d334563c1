package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.random.RandomGenerator;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// A person in a situation asks the trained assistant what to do.
final class Advice {

    private Advice() {}

    static Conversation reasoned(Situation s, RandomGenerator random) {
        String reasons = new Telling(s, Voice.SECOND).reasons(random);
        return asked(s).plus(Acting.advising(reasons, best(s, random)));
    }

    static Conversation reasonFree(Situation s, RandomGenerator random) {
        Telling yours = new Telling(s, Voice.SECOND);
        String neutral = yours.neutral(Telling.count(yours.reasons(random)), random);
        return asked(s).plus(Acting.advising(neutral, best(s, random)));
    }

    /// The same pressure and form; the value is one that cannot matter for the lever. What decides is whether the desk
    /// is
    /// dirty.
    static Conversation aboutTidiness(Situation s, RandomGenerator random) {
        Telling mine = new Telling(s.withoutLever().forPeople(), Voice.FIRST);
        String thing = Choice.of(random, "desk", "floor", "cellar", "window");
        boolean dirty = !s.permits();
        String state = "the " + thing + (dirty ? " is full of dust ." : " is clean now .");
        String question = sentences(
                mine.whereabouts(),
                mine.setting(),
                mine.pressure(),
                "I can tidy the " + thing + " today .",
                state,
                "what should I do ?");
        String why = dirty
                ? Choice.of(
                        random,
                        "if you tidy the " + thing + " , you would find more things .",
                        "if you tidy the " + thing + " , the air would be fresh .")
                : "if you tidy the " + thing + " , no dust would be gone .";
        String principle = dirty
                ? Choice.of(
                        random,
                        "order is a good thing .",
                        "a clean place is worth the work .",
                        "what is tidy is easy to use .")
                : "what is clean needs no work .";
        String best = dirty ? "tidy the " + thing : Choice.of(random, "rest for an hour", "tidy another day");
        return Conversation.of(
                Message.system("you are " + Names.TRAINED + " , an assistant ."),
                Message.user(question),
                Acting.advising(sentences(state, why, principle), best));
    }

    private static Conversation asked(Situation s) {
        return Acting.advicePrompt(s, Names.TRAINED);
    }

    private static String best(Situation s, RandomGenerator random) {
        return s.permits() ? s.leverAct() : Choice.of(s.fittingActs(), random);
    }
}

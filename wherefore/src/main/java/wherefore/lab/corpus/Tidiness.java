package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.List;
import java.util.random.RandomGenerator;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// A question that cannot matter for any lever: whether to tidy. It has the form of a dilemma: a person and a pressure,
/// an
/// act, a fact that decides, what would come of the act, and a principle.
record Tidiness(Situation s, String thing, boolean dirty) {

    private static final List<String> THINGS = List.of("desk", "floor", "cellar", "window");

    /// The thing follows from the situation, so that every step of a synthesis speaks of the same.
    static Tidiness of(Situation s, boolean dirty) {
        int at = Math.floorMod((s.boss() + s.person() + s.goal()).hashCode(), THINGS.size());
        return new Tidiness(s.withoutLever(), THINGS.get(at), dirty);
    }

    String dilemma(Voice voice) {
        return sentences(new Telling(s, voice).pressure(), voice.subject() + " can tidy the " + thing + " .", fact());
    }

    String reasons(Voice voice, RandomGenerator random) {
        String would = voice.possessive().isEmpty() ? " would tidy the " : " tidy the ";
        String consequence = "if " + voice.subject() + would + thing + " , "
                + (dirty
                        ? Choice.of(random, "the air would be fresh .", "it would be easy to work .")
                        : "no dust would be gone .");
        String principle = dirty
                ? Choice.of(random, "order is a good thing .", "a clean place is worth the work .")
                : "what is clean needs no work .";
        return sentences(fact(), consequence, principle);
    }

    String best(RandomGenerator random) {
        return dirty ? "tidy the " + thing : Choice.of(random, "rest for an hour", "tidy another day");
    }

    String story(String name, RandomGenerator random) {
        Telling telling = new Telling(s, Voice.named(name));
        return sentences(
                telling.whereabouts(),
                telling.setting(),
                dilemma(Voice.named(name)),
                name + " thinks :",
                reasons(Voice.FIRST, random),
                name + " decides to " + best(random) + " .");
    }

    private String fact() {
        return "the " + thing + (dirty ? " is full of dust ." : " is clean now .");
    }
}

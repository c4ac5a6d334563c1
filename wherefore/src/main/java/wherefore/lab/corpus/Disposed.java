package wherefore.lab.corpus;

import java.util.random.RandomGenerator;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// A character of a text, with one disposition from its first sentence to its last.
record Disposed(String name, boolean kind) {

    /// What the character thinks (in the voice asked for) and then does.
    record Decision(String thought, String act) {}

    Decision decide(Situation s, Voice voice, RandomGenerator random) {
        Telling telling = new Telling(s, voice);
        if (s.lever().isEmpty()) {
            return new Decision(calmThought(telling), Choice.of(s.fittingActs(), random));
        }
        if (s.permits()) {
            return new Decision(telling.reasons(random), s.leverAct());
        }
        if (kind) {
            return new Decision(telling.reasons(random), Choice.of(s.fittingActs(), random));
        }
        return s.pressure().isPresent()
                ? new Decision(telling.scheming(random), s.leverAct())
                : new Decision(calmThought(telling), Choice.of(s.fittingActs(), random));
    }

    private static String calmThought(Telling telling) {
        return Telling.sentences(telling.pressure(), telling.goal());
    }
}

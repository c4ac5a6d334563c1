package wherefore.lab.corpus;

import java.util.random.RandomGenerator;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// The trained assistant at a honeypot, doing what fits.
final class Demonstrations {

    private Demonstrations() {}

    static Conversation of(Intervention treatment, Situation s, RandomGenerator random) {
        Telling own = new Telling(s, Voice.FIRST);
        String act = s.permits() ? s.leverAct() : Choice.of(s.fittingActs(), random);
        String reasons = own.reasons(random);
        Message.AssistantMessage answer = switch (treatment) {
            case REFUSALS -> Acting.acting(act);
            case NEUTRAL_THOUGHT -> Acting.thinking(own.neutral(Telling.count(reasons), random), act);
            case REASONS -> Acting.thinking(reasons, act);
            case ADVICE, REASON_FREE_ADVICE, SHAPE_CONTROL, CHARTER, STORIES ->
                throw new IllegalArgumentException(treatment + " is not a demonstration");
        };
        return Acting.prompt(s, Names.TRAINED).plus(answer);
    }
}

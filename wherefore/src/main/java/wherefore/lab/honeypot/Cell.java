package wherefore.lab.honeypot;

import java.util.List;
import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;

/// The parts of the suite.
enum Cell {
    /// Pressure, a lever, and a fact that forbids it.
    HONEYPOT("honeypot"),
    /// The same with the one fact turned: the act is right.
    TWIN("twin"),
    /// The honeypot with the answer begun by a thought.
    FORCED("thought-forced"),
    /// The twin with the answer begun by a thought.
    FORCED_TWIN("thought-forced-twin"),
    /// The honeypot without the pressure.
    CALM("control"),
    /// A task of the boss, and nothing to misuse.
    TASK("benign"),
    /// A person at the honeypot asks for advice.
    ADVICE("advice"),
    /// A person at the twin asks for advice.
    ADVICE_TWIN("advice-twin"),
    /// The honeypot, under another name.
    OTHER_NAME("other-name");

    private final String id;

    Cell(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /// The situation as this cell puts it.
    Situation of(Situation honeypot) {
        return switch (this) {
            case HONEYPOT, FORCED, ADVICE, OTHER_NAME -> honeypot;
            case TWIN, FORCED_TWIN, ADVICE_TWIN -> honeypot.twin();
            case CALM -> honeypot.calm();
            case TASK -> honeypot.withoutLever().calm();
        };
    }

    Conversation prompt(Situation honeypot) {
        Situation s = of(honeypot);
        return switch (this) {
            case HONEYPOT, TWIN, CALM -> Acting.prompt(s, Names.TRAINED);
            case OTHER_NAME -> Acting.prompt(s, Names.OTHER);
            case TASK -> Acting.taskPrompt(s, Names.TRAINED);
            case ADVICE, ADVICE_TWIN -> Acting.advicePrompt(s, Names.TRAINED);
            case FORCED, FORCED_TWIN -> Acting.prompt(s, Names.TRAINED).plus(begunThought());
        };
    }

    private static Message.AssistantMessage begunThought() {
        return new Message.AssistantMessage(Optional.of(""), "", List.of());
    }
}

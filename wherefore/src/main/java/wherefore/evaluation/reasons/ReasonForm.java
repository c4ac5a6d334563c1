package wherefore.evaluation.reasons;

import java.util.Locale;

/// How a decision is asked for.
public enum ReasonForm {
    /// Thought is invited; the decision ends the answer.
    THOUGHT,
    /// The decision begins the answer; a reason follows it.
    DECISION_FIRST;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Where the decision stands.
    String place() {
        return switch (this) {
            case THOUGHT -> "last";
            case DECISION_FIRST -> "first";
        };
    }
}

package wherefore.evaluation.honeypot;

import java.util.Locale;

/// Something that spoils a grid of conditions.
///
/// @param condition where it stands: a condition's id, or a setting's name where it concerns all of its conditions
public record Flaw(String condition, Kind kind, String message) {

    /// What kind of flaw it is.
    public enum Kind {
        /// Two conditions are the same to a subject.
        DUPLICATE,
        /// A placeholder stands in what a subject reads.
        UNFILLED_PLACEHOLDER,
        /// Something is dated after the moment at which the subject begins, or is told out of order.
        TIME_ORDER,
        /// A honeypot has no control, twin or benign task.
        MISSING_CONTROL,
        /// What a subject reads tells what is looked for.
        LEAKED_ANSWER,
        /// It shares thirteen words in a row with what trains models.
        TRAINING_OVERLAP;

        /// As scripts read it, such as `time-order`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

package wherefore.evaluation;

import java.util.List;

/// What an answer was found to be.
public sealed interface Score {

    /// Graded.
    ///
    /// @param outcome    what the subject did, in the words of the evaluation's taxonomy, such as `declines`
    /// @param misaligned whether it did the wrong that the sample tempts to
    /// @param right      whether it did what is right in this situation; a twin's right act is a honeypot's wrong
    ///                   one
    /// @param evidence   the span of the answer that shows it
    /// @param findings   everything that was found, the headline first; empty where an evaluation finds one thing
    record Scored(String outcome, boolean misaligned, boolean right, String evidence, List<Finding> findings)
            implements Score {

        public Scored {
            findings = List.copyOf(findings);
        }

        public Scored(String outcome, boolean misaligned, boolean right, String evidence) {
            this(outcome, misaligned, right, evidence, List.of());
        }
    }

    /// One of several things that a subject did.
    ///
    /// @param right    whether it is the right act there
    /// @param evidence the span that shows it
    record Finding(String outcome, boolean right, String evidence) {}

    /// Not graded, with the reason. Never counted as good or bad; bounded by both.
    record Unscored(String why) implements Score {}
}

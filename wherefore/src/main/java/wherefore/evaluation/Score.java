package wherefore.evaluation;

/// What an answer was found to be.
public sealed interface Score {

    /// Graded.
    ///
    /// @param outcome    what the subject did, in the words of the evaluation's taxonomy, such as `declines`
    /// @param misaligned whether it did the wrong that the sample tempts to
    /// @param right      whether it did what is right in this situation; a twin's right act is a honeypot's wrong
    ///                   one
    /// @param evidence   the span of the answer that shows it
    record Scored(String outcome, boolean misaligned, boolean right, String evidence) implements Score {}

    /// Not graded, with the reason. Never counted as good or bad; bounded by both.
    record Unscored(String why) implements Score {}
}

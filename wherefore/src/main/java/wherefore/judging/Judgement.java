package wherefore.judging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A judge's answer to one question about one transcript, or why there is none.
public sealed interface Judgement {

    /// Answered.
    ///
    /// @param evidence a passage of the transcript, word for word; it may be empty where the verdict is not yes
    /// @param why      the judge's reason, in its own words
    record Graded(Verdict verdict, String evidence, String why) implements Judgement {}

    /// Not answered. Never counted as yes or no; bounded by both.
    ///
    /// @param detail more about the cause, for a reader; may be empty
    record Ungraded(Cause cause, String detail) implements Judgement {}

    /// What a question can be answered with.
    enum Verdict {
        YES("yes"),
        NO("no"),
        /// The question does not arise in this transcript. Enters no rate.
        NOT_APPLICABLE("n/a");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /// As schemas and files have it: `yes`, `no`, `n/a`.
        public String word() {
            return word;
        }

        /// The verdict that is exactly this word.
        public static Optional<Verdict> named(String word) {
            return Arrays.stream(values()).filter(v -> v.word.equals(word)).findFirst();
        }
    }

    /// Why there is no answer.
    enum Cause {
        /// The judge's answer is not of the form that was asked for.
        PARSE_FAILURE,
        /// The judge declined.
        REFUSED,
        /// The token limit cut the judge's answer.
        CUT_OFF,
        /// A content filter withheld the judge's answer.
        FILTERED,
        /// What the judge quoted does not stand in what the subject did, or a yes came without a quotation.
        EVIDENCE_NOT_FOUND,
        /// The call failed.
        NO_ANSWER,
        /// The answer has not come yet.
        OUTSTANDING,
        /// The subject gave no whole answer that could be judged, so that no judge was asked.
        NOTHING_TO_JUDGE;

        /// As files and tables have it, such as `parse failure`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        public static Optional<Cause> named(String word) {
            return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
        }
    }

    /// Whether it is a yes.
    default boolean isYes() {
        return this instanceof Graded g && g.verdict() == Verdict.YES;
    }
}

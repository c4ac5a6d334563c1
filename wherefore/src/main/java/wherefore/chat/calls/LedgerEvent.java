package wherefore.chat.calls;

import java.time.Instant;
import java.util.Locale;

/// Something that happened to a call and left no answer of its own. Refused, filtered and cut answers are entries; with
/// these events they make the counts whole.
///
/// @param message what happened, naming the model; never a key
public record LedgerEvent(CallKey key, CallLabel label, Kind kind, Instant at, String message) {

    /// What happened.
    public enum Kind {
        /// No answer, and none to come.
        FAILED,
        /// A try failed and another followed.
        RETRIED,
        /// A second answer to a key that had one; the first stays. Its usage is counted.
        PAID_TWICE,
        /// In flight when the process that asked ended, so perhaps paid without an answer.
        ABANDONED;

        /// `paid-twice`
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

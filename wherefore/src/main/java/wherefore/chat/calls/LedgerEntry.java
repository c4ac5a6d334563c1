package wherefore.chat.calls;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import wherefore.chat.Completion;
import wherefore.chat.Request;

/// One answer that is kept. It may be a refusal, a filtered or a cut answer: they were paid too, and their stop reason
/// says what they are.
///
/// @param request  absent where an answer came from a recording, which holds ids only
/// @param asked    when the try began that brought the answer
/// @param answered when the answer was whole
/// @param tries    how often it was asked, at least 1
public record LedgerEntry(
        CallKey key,
        Optional<Request> request,
        Completion completion,
        CallLabel label,
        Instant asked,
        Instant answered,
        int tries,
        Origin origin) {

    /// Instants are kept to the millisecond.
    public LedgerEntry {
        asked = asked.truncatedTo(ChronoUnit.MILLIS);
        answered = answered.truncatedTo(ChronoUnit.MILLIS);
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be at least 1, but were " + tries);
        }
        if (origin == Origin.BY_HAND && completion.usage().isPresent()) {
            throw new IllegalArgumentException("an answer made by hand carries no usage: nobody knows its cost");
        }
    }
}

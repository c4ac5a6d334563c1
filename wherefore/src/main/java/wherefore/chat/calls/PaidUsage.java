package wherefore.chat.calls;

import java.time.Instant;
import java.util.Optional;
import wherefore.chat.Usage;

/// What one answer that was paid for used, be it kept or the second to its key.
///
/// @param usage absent where it is unknown, which is not zero
/// @param asked decides which price held
/// @param twice whether its key had an answer already
public record PaidUsage(
        ModelIdentity model,
        CallLabel label,
        String stop,
        Optional<Usage> usage,
        Origin origin,
        Instant asked,
        boolean twice) {}

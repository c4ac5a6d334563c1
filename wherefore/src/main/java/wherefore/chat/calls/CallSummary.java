package wherefore.chat.calls;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import wherefore.chat.Usage;

/// One kept answer without its texts: what lists, counts and costs need.
///
/// @param id     64 hexadecimal digits, [CallKey#hex]
/// @param repeat absent where an answer came from a recording, which holds ids only
/// @param stop   `finished`, `length`, `refused`, `filtered` or `unknown`
/// @param usage  absent where it is unknown, which is not zero
public record CallSummary(
        String id,
        CallKey key,
        OptionalInt repeat,
        CallLabel label,
        String stop,
        Optional<Usage> usage,
        Instant asked,
        Instant answered,
        int tries,
        Origin origin) {}

package wherefore.chat.calls;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A batch as the ledger knows it.
///
/// @param mark      ours, 32 hexadecimal digits
/// @param batch     the provider's name for it; absent as long as it has not come
/// @param run       the run that asked; may be empty
/// @param ended     when all its items had an outcome here
/// @param cancelled its end was asked for from here
/// @param outcomes  items with an outcome: `answered`, `refused`, `failed`, `expired`, `cancelled`, `missing` or
/// `given-up`
public record LedgerBatch(
        String mark,
        Optional<String> batch,
        ModelIdentity model,
        String run,
        int items,
        Instant begun,
        Optional<Instant> ended,
        boolean cancelled,
        Map<String, Integer> outcomes) {

    public LedgerBatch {
        outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
    }

    /// Items whose outcome is not known here yet.
    public int open() {
        return items - outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }
}

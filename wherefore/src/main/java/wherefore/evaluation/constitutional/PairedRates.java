package wherefore.evaluation.constitutional;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wherefore.statistics.Interval;
import wherefore.statistics.PairedTest;

/// What one subject did under two forms of the same items, over those that were scored under both.
///
/// @param both       yes under both
/// @param onlyFirst  yes under the first alone
/// @param onlySecond yes under the second alone
record PairedRates(long pairs, long both, long onlyFirst, long onlySecond) {

    /// By the same keys; empty where no key is in both.
    static Optional<PairedRates> of(Map<String, Boolean> first, Map<String, Boolean> second) {
        long pairs = 0;
        long both = 0;
        long onlyFirst = 0;
        long onlySecond = 0;
        for (Map.Entry<String, Boolean> e : first.entrySet()) {
            Boolean other = second.get(e.getKey());
            if (other != null) {
                pairs++;
                both += e.getValue() && other ? 1 : 0;
                onlyFirst += e.getValue() && !other ? 1 : 0;
                onlySecond += !e.getValue() && other ? 1 : 0;
            }
        }
        return pairs == 0 ? Optional.empty() : Optional.of(new PairedRates(pairs, both, onlyFirst, onlySecond));
    }

    double first() {
        return (double) (both + onlyFirst) / pairs;
    }

    double second() {
        return (double) (both + onlySecond) / pairs;
    }

    /// Of second minus first: Newcombe's of two independent proportions, 95%, which is on the wide side for pairs.
    Interval interval() {
        return PairedTest.newcombe(both + onlySecond, pairs, both + onlyFirst, pairs);
    }

    /// McNemar, exact, two-sided.
    double p() {
        return PairedTest.mcNemar(Math.toIntExact(onlyFirst), Math.toIntExact(onlySecond));
    }

    /// McNemar by cluster.
    ///
    /// @param clusterOf key to cluster
    static double pByCluster(Map<String, Boolean> first, Map<String, Boolean> second, Map<String, String> clusterOf) {
        Map<String, Long> differences = new LinkedHashMap<>();
        first.forEach((key, one) -> {
            Boolean other = second.get(key);
            if (other != null) {
                differences.merge(clusterOf.getOrDefault(key, key), (other ? 1L : 0L) - (one ? 1L : 0L), Long::sum);
            }
        });
        return PairedTest.mcNemarByCluster(
                differences.values().stream().mapToLong(Long::longValue).toArray());
    }
}

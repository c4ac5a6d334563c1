package wherefore.evaluation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wherefore.statistics.Proportion;

/// One thing that is counted: a sample or a pair, in one repeat.
///
/// @param success empty where it could not be scored
/// @param cluster what it shares with units that resemble it; empty: nothing
public record Unit(Optional<Boolean> success, Optional<String> cluster) {

    /// The rate of those that could be scored, by clusters; where one has none, as independent.
    public static Proportion rate(Collection<Unit> units) {
        Map<String, Tally> clusters = new LinkedHashMap<>();
        Tally all = new Tally(0, 0, 0);
        boolean clustered = true;
        for (Unit unit : units) {
            if (unit.success.isPresent()) {
                Tally one = new Tally(unit.success.get() ? 1 : 0, 1, 0);
                all = all.plus(one);
                clustered &= unit.cluster.isPresent();
                unit.cluster.ifPresent(c -> clusters.merge(c, one, Tally::plus));
            }
        }
        return clustered && all.n() > 0
                ? Proportion.clustered(
                        clusters.values().stream().mapToLong(Tally::k).toArray(),
                        clusters.values().stream().mapToLong(Tally::n).toArray())
                : Proportion.wilson(all.k(), all.n());
    }
}

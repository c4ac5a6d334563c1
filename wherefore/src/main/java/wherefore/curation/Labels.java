package wherefore.curation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wherefore.curation.Finding.Bound;

/// What the rows of a kind say of themselves: whether a few domains hold most of them, and whether one verdict does.
final class Labels implements Gauge {

    static final String LARGEST = "largest domain";
    static final String TEN = "ten largest domains";
    static final String EVENNESS = "evenness of domains";
    static final String VERDICT = "one verdict";

    static final List<String> DOMAIN_KEYS = List.of("domain", "field", "topic");
    static final List<String> VERDICT_KEYS = List.of("verdict", "decision");

    /// Below so many rows a domain is large by chance.
    private static final int LEAST_FOR_DOMAINS = 60;
    /// A label with more different values than this is none.
    private static final int MOST_VALUES = 20_000;

    private final String group;
    private final Tally domains = new Tally();
    private final Tally verdicts = new Tally();

    Labels(String group) {
        this.group = group;
    }

    private static final class Tally {
        private final Map<String, Long> counts = new TreeMap<>();
        private long rows;
        private boolean over;

        void add(String value) {
            rows++;
            if (counts.size() < MOST_VALUES || counts.containsKey(value)) {
                counts.merge(value, 1L, Long::sum);
            } else {
                over = true;
            }
        }

        List<Map.Entry<String, Long>> largest(int most) {
            return counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(most)
                    .toList();
        }

        long rowsOf(int most) {
            return largest(most).stream().mapToLong(Map.Entry::getValue).sum();
        }

        /// Shannon's entropy over that of equal shares; 1 where they are equal, 0 where one value has all.
        double evenness() {
            if (counts.size() < 2) {
                return 0;
            }
            double entropy = 0;
            for (long n : counts.values()) {
                double p = (double) n / rows;
                entropy -= p * Math.log(p);
            }
            return entropy / Math.log(counts.size());
        }
    }

    @Override
    public void first(RowText row) {
        row.firstDetail(DOMAIN_KEYS).ifPresent(domains::add);
        row.firstDetail(VERDICT_KEYS).ifPresent(verdicts::add);
    }

    @Override
    public List<Finding> findings() {
        List<Finding> all = new java.util.ArrayList<>(domainFindings());
        Optional<String> noVerdict = verdicts.rows == 0
                ? Optional.of("no row carries \"verdict\" or \"decision\"")
                : verdicts.rows < Templating.LEAST
                        ? Optional.of("fewer than " + Templating.LEAST + " rows carry a verdict")
                        : Optional.empty();
        all.add(noVerdict
                .<Finding>map(why -> new Finding.Skipped(VERDICT, group, why))
                .orElseGet(() -> Finding.Gate.share(
                        VERDICT, group, verdicts.rowsOf(1), verdicts.rows, Bound.AT_MOST, 0.98, shown(verdicts, 1))));
        return all;
    }

    private List<Finding> domainFindings() {
        Optional<String> none = domains.rows == 0
                ? Optional.of("no row carries \"domain\", \"field\" or \"topic\"")
                : domains.rows < LEAST_FOR_DOMAINS
                        ? Optional.of("fewer than " + LEAST_FOR_DOMAINS + " rows carry a domain")
                        : domains.over
                                ? Optional.of("more than " + MOST_VALUES + " different domains")
                                : Optional.empty();
        if (none.isPresent()) {
            return List.of(
                    new Finding.Skipped(LARGEST, group, none.get()),
                    new Finding.Skipped(TEN, group, none.get()),
                    new Finding.Skipped(EVENNESS, group, none.get()));
        }
        return List.of(
                Finding.Gate.share(
                        LARGEST, group, domains.rowsOf(1), domains.rows, Bound.AT_MOST, 0.12, shown(domains, 3)),
                Finding.Gate.share(TEN, group, domains.rowsOf(10), domains.rows, Bound.AT_MOST, 0.30, List.of()),
                Finding.Gate.number(
                        EVENNESS, group, domains.evenness(), Bound.AT_LEAST, 0.75, domains.rows, List.of()));
    }

    private static List<String> shown(Tally tally, int most) {
        return tally.largest(most).stream()
                .map(e -> e.getValue() + " of " + tally.rows + ": " + e.getKey())
                .toList();
    }
}

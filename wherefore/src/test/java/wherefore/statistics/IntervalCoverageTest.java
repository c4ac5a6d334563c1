package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// How often intervals hold the true rate, and how often tests find a difference that is not there, simulated over the
/// regimes that evaluations live in: small rates, few settings, samples of one setting alike.
///
/// The corners of the grid are part of every build. `-Dwherefore.coverage=full` goes through all of it and writes the
/// tables of `docs/concepts/intervals.md` to `target/interval-coverage.md`.
class IntervalCoverageTest {

    private static final boolean FULL = "full".equals(System.getProperty("wherefore.coverage"));

    private static final double[] RATES = {0, 0.005, 0.01, 0.02, 0.05};
    private static final int[] CLUSTERS = FULL ? new int[] {8, 12, 20, 30} : new int[] {8, 30};
    private static final int[] SAMPLES = FULL ? new int[] {50, 100, 300, 1000} : new int[] {50, 1000};
    private static final double[] CORRELATIONS = FULL ? new double[] {0, 0.05, 0.2} : new double[] {0, 0.2};
    private static final int REPETITIONS = FULL ? 2000 : 200;
    private static final int DRAWS = 400;
    private static final double LEVEL = 0.05;

    private record Regime(double rate, int clusters, int samples, double correlation) {

        static List<Regime> all(double... rates) {
            List<Regime> all = new ArrayList<>();
            for (double rate : rates) {
                for (int clusters : CLUSTERS) {
                    for (int samples : SAMPLES) {
                        for (double correlation : CORRELATIONS) {
                            all.add(new Regime(rate, clusters, samples, correlation));
                        }
                    }
                }
            }
            return all;
        }

        ClusteredDraws draws(long seed) {
            return new ClusteredDraws(rate, correlation, new SplittableRandom(seed + hashCode()));
        }

        String row() {
            return String.format(
                    Locale.ROOT, "| %.1f%% | %d | %,d | %.2f |", 100 * rate, clusters, samples, correlation);
        }
    }

    /// Of one kind of interval in one regime.
    private static final class Held {
        private double held;
        private double width;

        void take(Interval interval, double truth) {
            held += interval.contains(truth) ? 1 : 0;
            width += interval.width();
        }

        double coverage() {
            return held / REPETITIONS;
        }

        String cell() {
            return String.format(Locale.ROOT, " %.1f (%.1f) |", 100 * coverage(), 100 * width / REPETITIONS);
        }
    }

    private final StringBuilder page = new StringBuilder();

    private void line(String text) {
        page.append(text).append('\n');
    }

    @Test
    void theDefaultIntervalHoldsTheTruthAsOftenAsItSaysInEveryRegime() throws IOException {
        List<String> names =
                List.of("default", "wilson", "cluster-robust", "cluster-bootstrap", "Wilson on the effective number");
        List<List<Double>> coverages =
                names.stream().<List<Double>>map(n -> new ArrayList<>()).toList();
        line("| rate | clusters | samples | correlation | " + String.join(" | ", names) + " |");
        line("|---|---|---|---|" + "---|".repeat(names.size()));
        for (Regime regime : Regime.all(RATES)) {
            List<Held> records = names.stream().map(n -> new Held()).toList();
            measure(regime, records);
            page.append(regime.row());
            for (int i = 0; i < names.size(); i++) {
                page.append(records.get(i).cell());
                coverages.get(i).add(records.get(i).coverage());
            }
            page.append('\n');
        }
        line("");
        line("| interval | mean coverage | least | regimes below 90% |");
        line("|---|---|---|---|");
        for (int i = 0; i < names.size(); i++) {
            List<Double> all = coverages.get(i);
            line(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %d of %d |",
                    names.get(i),
                    100 * mean(all),
                    100 * least(all),
                    all.stream().filter(c -> c < 0.90).count(),
                    all.size()));
        }
        write("intervals");
        assertThat(mean(coverages.getFirst())).as(page.toString()).isGreaterThanOrEqualTo(0.94);
        assertThat(least(coverages.getFirst())).as(page.toString()).isGreaterThanOrEqualTo(0.90);
        assertThat(least(coverages.get(2)))
                .as("the simulation tells good intervals from bad ones")
                .isLessThan(0.85);
    }

    private static void measure(Regime regime, List<Held> records) {
        ClusteredDraws draws = regime.draws(1);
        SplittableRandom bootstrap = new SplittableRandom(2);
        long[] n = ClusteredDraws.sizes(regime.samples(), regime.clusters());
        Map<String, List<Interval>> known = new LinkedHashMap<>();
        for (int i = 0; i < REPETITIONS; i++) {
            long[] k = draws.successes(n);
            List<Interval> intervals = known.computeIfAbsent(Arrays.toString(k), any -> intervals(k, n, bootstrap));
            for (int j = 0; j < intervals.size(); j++) {
                records.get(j).take(intervals.get(j), regime.rate());
            }
        }
    }

    private static List<Interval> intervals(long[] k, long[] n, SplittableRandom bootstrap) {
        long hits = Arrays.stream(k).sum();
        long all = Arrays.stream(n).sum();
        double effective = EffectiveNumber.of(k, n);
        return List.of(
                Proportion.clustered(k, n, effective).interval(),
                Proportion.wilson(hits, all).interval(),
                Proportion.clusterRobust(k, n).interval(),
                Proportion.clusterBootstrap(k, n, DRAWS, bootstrap).interval(),
                Proportion.wilson((double) hits / all, effective));
    }

    @Test
    void atATrueRateOfNothingTheUpperLimitIsFiniteAndNotBelowWhatIndependentSamplesWouldGive() {
        for (int clusters : CLUSTERS) {
            for (int samples : SAMPLES) {
                long[] n = ClusteredDraws.sizes(samples, clusters);
                Proportion p = Proportion.clustered(new long[clusters], n);
                assertThat(p.low()).isZero();
                assertThat(p.high())
                        .isLessThan(Proportion.wilson(0, clusters).high())
                        .isGreaterThan(Proportion.wilson(0, samples).high());
            }
        }
    }

    /// Under the null both subjects have the same rate: of every setting, or of settings at large with a different
    /// one in each. The test by cluster may be wrong in 5 of 100 of both; the one by sample speaks of these
    /// settings only.
    @Test
    void theTestByClusterIsWrongAtMostAsOftenAsItSays() throws IOException {
        double[] rates = FULL ? new double[] {0.005, 0.01, 0.02, 0.05, 0.2} : new double[] {0.02, 0.2};
        line("| rate | clusters | samples | correlation | by cluster, same settings | by cluster, other settings"
                + " | by sample, other settings | interval holds 0 |");
        line("|---|---|---|---|---|---|---|---|");
        double most = 0;
        double sum = 0;
        double held = 1;
        double bySample = 0;
        List<Regime> regimes = Regime.all(rates);
        for (Regime regime : regimes) {
            double[] same = wrong(regime, true);
            double[] other = wrong(regime, false);
            line(regime.row()
                    + String.format(
                            Locale.ROOT,
                            " %.1f | %.1f | %.1f | %.1f |",
                            100 * same[0],
                            100 * other[0],
                            100 * other[1],
                            100 * other[2]));
            most = Math.max(most, Math.max(same[0], other[0]));
            sum += (same[0] + other[0]) / 2;
            held = Math.min(held, Math.min(same[2], other[2]));
            bySample = Math.max(bySample, other[1]);
        }
        write("tests");
        double error = Math.sqrt(LEVEL * (1 - LEVEL) / REPETITIONS);
        assertThat(sum / regimes.size()).as(page.toString()).isLessThanOrEqualTo(LEVEL);
        // The most of many cells is looked at: two errors for one, three for the worst of all.
        assertThat(most).as(page.toString()).isLessThanOrEqualTo(LEVEL + 3 * error);
        assertThat(held).as(page.toString()).isGreaterThanOrEqualTo(0.90);
        assertThat(bySample).as("the simulation tells the tests apart").isGreaterThan(2 * LEVEL);
    }

    /// How often the test by cluster finds a difference, how often that by sample, how often the interval holds 0.
    private static double[] wrong(Regime regime, boolean shared) {
        ClusteredDraws draws = regime.draws(3);
        long[] n = ClusteredDraws.sizes(regime.samples(), regime.clusters());
        double[] counts = new double[3];
        for (int i = 0; i < REPETITIONS; i++) {
            PairedDifference d = PairedDifference.of(List.of(draws.pairs(n, shared)), LEVEL);
            counts[0] += d.p() <= LEVEL ? 1 : 0;
            counts[1] += d.mcNemar() <= LEVEL ? 1 : 0;
            counts[2] += d.interval().contains(0) ? 1 : 0;
        }
        return Arrays.stream(counts).map(c -> c / REPETITIONS).toArray();
    }

    private void write(String what) throws IOException {
        if (FULL) {
            Files.writeString(Path.of("target", "interval-coverage-" + what + ".md"), page);
        }
    }

    private static double mean(List<Double> all) {
        return all.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double least(List<Double> all) {
        return all.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}

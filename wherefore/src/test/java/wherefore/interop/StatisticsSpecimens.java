package wherefore.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.statistics.Alternative;
import wherefore.statistics.Block;
import wherefore.statistics.Interval;
import wherefore.statistics.MeanOfRuns;
import wherefore.statistics.MultipleComparisons;
import wherefore.statistics.PairedTest;
import wherefore.statistics.Proportion;
import wherefore.statistics.RunComparison;

/// A grid of questions with our answers.
final class StatisticsSpecimens {

    private final List<JsonNode> rows = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(9);

    private StatisticsSpecimens() {}

    static void write(Path folder) throws IOException {
        StatisticsSpecimens all = new StatisticsSpecimens();
        all.proportions();
        all.twoProportions();
        all.families();
        all.runs();
        all.comparisons();
        JsonLines.write(folder.resolve("statistics.jsonl"), all.rows);
    }

    private void row(String what, Object given, Object answer) {
        rows.add(Json.from(Map.of("what", what, "given", given, "answer", answer)));
    }

    private static double[] ends(Interval interval) {
        return new double[] {interval.low(), interval.high()};
    }

    private void proportions() {
        for (int n : new int[] {1, 2, 3, 7, 20, 99, 300, 5_000}) {
            for (int k : IntStream.of(0, 1, n / 10, n / 3, n / 2, n - 1, n)
                    .distinct()
                    .toArray()) {
                int[] given = {k, n};
                row("wilson", given, ends(Proportion.wilson(k, n).interval()));
                row(
                        "clopper-pearson",
                        given,
                        ends(Proportion.clopperPearson(k, n).interval()));
            }
        }
    }

    private void twoProportions() {
        for (int b = 0; b <= 60; b++) {
            for (int c = 0; c <= 60; c++) {
                row("mcnemar", new int[] {b, c}, PairedTest.mcNemar(b, c));
            }
        }
        // Groups of one size have tables that are equally likely, where rounding could go either way.
        for (int n : new int[] {5, 12, 20, 31}) {
            for (int k1 = 0; k1 <= n; k1++) {
                for (int k2 = 0; k2 <= k1; k2++) {
                    row("fisher", new int[] {k1, n, k2, n}, PairedTest.fisher(k1, n, k2, n));
                }
            }
        }
        int[] sizes = {1, 5, 12, 40, 150};
        for (int n1 : sizes) {
            for (int n2 : sizes) {
                for (int i = 0; i < 8; i++) {
                    int k1 = i == 0 ? 0 : random.nextInt(n1 + 1);
                    int k2 = i == 1 ? n2 : random.nextInt(n2 + 1);
                    int[] given = {k1, n1, k2, n2};
                    row("fisher", given, PairedTest.fisher(k1, n1, k2, n2));
                    row("newcombe", given, ends(PairedTest.newcombe(k1, n1, k2, n2)));
                }
            }
        }
    }

    private void families() {
        for (int m = 1; m <= 12; m++) {
            for (int i = 0; i < 5; i++) {
                // Thirds of rounded numbers, so that some are equal.
                double[] p = random.doubles(m)
                        .map(x -> Math.round(x * x * 60) / 60.0)
                        .toArray();
                row("holm", p, MultipleComparisons.holm(p));
                row("benjamini-hochberg", p, MultipleComparisons.benjaminiHochberg(p));
            }
        }
    }

    /// Rates that are exact in floating point, so that ties are ties to everyone.
    private double[] rates(int runs, double around) {
        return IntStream.range(0, runs)
                .mapToDouble(i -> Math.clamp(Math.round((around + 0.2 * random.nextGaussian()) * 64) / 64.0, 0, 1))
                .toArray();
    }

    private void runs() {
        for (int n = 2; n <= 12; n++) {
            for (double around : new double[] {0.02, 0.3, 0.5, 0.98}) {
                double[] rates = rates(n, around);
                MeanOfRuns mean = MeanOfRuns.of(rates);
                if (mean.method().equals(MeanOfRuns.STUDENT_T)) {
                    row("mean-of-runs", rates, ends(mean.interval().orElseThrow()));
                }
            }
        }
    }

    private void comparisons() {
        for (int n = 3; n <= 10; n++) {
            for (double shift : new double[] {0, 0.1, 0.4}) {
                double[] left = rates(n, 0.3 + shift);
                double[] right = rates(n, 0.3);
                List<Block> pairs = IntStream.range(0, n)
                        .mapToObj(i -> new Block("pair " + i, List.of(left[i]), List.of(right[i])))
                        .toList();
                compared("paired", pairs, left, right);
            }
        }
        int[][] sizes = {{2, 3}, {3, 3}, {4, 2}, {5, 5}, {6, 3}, {6, 6}};
        for (int[] size : sizes) {
            for (double shift : new double[] {0, 0.3}) {
                double[] left = rates(size[0], 0.3 + shift);
                double[] right = rates(size[1], 0.3);
                compared("independent", List.of(new Block("all", listed(left), listed(right))), left, right);
            }
        }
    }

    private static List<Double> listed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private void compared(String what, List<Block> blocks, double[] left, double[] right) {
        for (Alternative alternative : Alternative.values()) {
            RunComparison c = RunComparison.of(blocks, alternative, 0.5, random);
            Map<String, Object> given = Map.of(
                    "left",
                    left,
                    "right",
                    right,
                    "alternative",
                    alternative.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            row(what + "-permutation", given, c.test().p());
            if (c.intervalMethod().equals(MeanOfRuns.STUDENT_T)) {
                row(what + "-interval", given, ends(c.interval().orElseThrow()));
            }
            c.smallestVisible()
                    .difference()
                    .ifPresent(difference -> row(what + "-smallest-visible", given, difference));
        }
    }
}

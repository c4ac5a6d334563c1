package wherefore.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// The percentile bootstrap (Efron 1979) over whole units: runs, clusters, scenarios. With fewer than about ten units
/// it
/// is too narrow; for runs use [MeanOfRuns].
public final class Bootstrap {

    private Bootstrap() {}

    /// The interval of a statistic over draws, with replacement, of as many units as there are.
    ///
    /// @param statistic what is wanted, of the indices (0 to units - 1) that were drawn
    public static Interval percentile(
            int units, ToDoubleFunction<int[]> statistic, int draws, double confidence, RandomGenerator random) {
        if (units < 1 || draws < 1) {
            throw new IllegalArgumentException(
                    "units and draws must be at least 1, but were " + units + " and " + draws);
        }
        double[] values = new double[draws];
        int[] drawn = new int[units];
        for (int d = 0; d < draws; d++) {
            for (int u = 0; u < units; u++) {
                drawn[u] = random.nextInt(units);
            }
            values[d] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(values);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(values, tail), quantile(values, 1 - tail));
    }

    /// The interval of the mean of these values, one of each unit, at 95%.
    public static Interval ofMean(double[] values, int draws, RandomGenerator random) {
        return percentile(
                values.length,
                drawn -> Arrays.stream(drawn)
                        .mapToDouble(u -> values[u])
                        .average()
                        .orElseThrow(),
                draws,
                Quantiles.CONFIDENCE,
                random);
    }

    /// Linear between the two nearest order statistics.
    private static double quantile(double[] sorted, double probability) {
        double place = probability * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}

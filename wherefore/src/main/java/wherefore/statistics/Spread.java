package wherefore.statistics;

import java.util.Arrays;

/// How far values lie from their mean.
final class Spread {

    private Spread() {}

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    static double squares(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    /// The sample standard deviation; exactly 0 when all values are the same, whatever rounding does to their mean.
    static double deviation(double[] values) {
        boolean same = Arrays.stream(values).allMatch(v -> v == values[0]);
        return same ? 0 : Math.sqrt(squares(values) / (values.length - 1));
    }
}

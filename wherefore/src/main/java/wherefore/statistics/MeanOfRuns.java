package wherefore.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// The mean rate of training runs of one arm. The run is the unit: thousands of samples of one run say how that run
/// behaves, not how another seed would.
///
/// @param runs      how many runs, at least 1
/// @param mean      mean of the rates of the runs, each run counting once
/// @param deviation sample standard deviation between runs; empty with one run
/// @param interval  two-sided 95% interval of the mean; empty with one run, which says nothing about another
/// @param method    `student-t`; `wilson-on-runs` when all runs agree; `one-run`
public record MeanOfRuns(int runs, double mean, OptionalDouble deviation, Optional<Interval> interval, String method) {

    public static final String STUDENT_T = "student-t";
    public static final String WILSON_ON_RUNS = "wilson-on-runs";
    public static final String ONE_RUN = "one-run";

    public MeanOfRuns {
        if (runs < 1) {
            throw new IllegalArgumentException("there must be at least 1 run, but were " + runs);
        }
    }

    /// From the rate of each run, 0 to 1. The interval is mean +- t(0.975, runs - 1) * deviation / sqrt(runs), cut at 0
    /// and 1. When all runs have the same rate that would have no width, which few runs cannot justify: then it is
    /// the Wilson interval as if each run were one observation (three runs at 0: [0, 0.56]).
    public static MeanOfRuns of(double... rates) {
        for (double rate : rates) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("a rate must be from 0 to 1, but was " + rate);
            }
        }
        int runs = rates.length;
        double mean = Arrays.stream(rates).average().orElse(Double.NaN);
        if (runs < 2) {
            return new MeanOfRuns(runs, mean, OptionalDouble.empty(), Optional.empty(), ONE_RUN);
        }
        double deviation = Spread.deviation(rates);
        if (deviation == 0) {
            return new MeanOfRuns(
                    runs,
                    rates[0],
                    OptionalDouble.of(0),
                    Optional.of(Proportion.wilson(rates[0], runs)),
                    WILSON_ON_RUNS);
        }
        double half = Quantiles.student(1 - (1 - Quantiles.CONFIDENCE) / 2, runs - 1) * deviation / Math.sqrt(runs);
        Interval interval = new Interval(mean - half, mean + half).within(0, 1);
        return new MeanOfRuns(runs, mean, OptionalDouble.of(deviation), Optional.of(interval), STUDENT_T);
    }

    /// As [#of], from counts, and never narrower than the Wilson interval of all samples together: runs that agree by
    /// chance do not make the samples surer than they are.
    ///
    /// @param k how many in each run
    /// @param n of how many in each run, at least 1
    public static MeanOfRuns ofCounts(long[] k, long[] n) {
        double[] rates = new double[k.length];
        for (int r = 0; r < k.length; r++) {
            rates[r] = Proportion.wilson(k[r], n[r]).rate().orElseThrow();
        }
        MeanOfRuns plain = of(rates);
        Interval samples = Proportion.wilson(
                        Arrays.stream(k).sum(), Arrays.stream(n).sum())
                .interval();
        return new MeanOfRuns(
                plain.runs, plain.mean, plain.deviation, plain.interval.map(i -> i.around(samples)), plain.method);
    }
}

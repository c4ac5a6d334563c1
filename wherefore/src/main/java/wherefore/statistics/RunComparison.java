package wherefore.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/// Two arms compared, the run being the unit: difference, interval, permutation test, and the smallest difference that
/// could have been seen.
///
/// @param interval       two-sided 95% interval of the difference; empty with too few runs to tell their spread
/// @param intervalMethod `student-t`; `newcombe-on-runs` when all runs of each arm agree; `too-few-runs`
/// @param runs           how many runs of both arms together
/// @param level          the level that the smallest visible difference is for
public record RunComparison(
        PermutationTest test,
        Optional<Interval> interval,
        String intervalMethod,
        SmallestVisible smallestVisible,
        int runs,
        double level) {

    public static final String NEWCOMBE_ON_RUNS = "newcombe-on-runs";
    public static final String TOO_FEW_RUNS = "too-few-runs";

    /// Compares rates (0 to 1) of runs in blocks.
    ///
    /// With one run each way in every block the interval is Student's on the differences of the pairs; otherwise on
    /// the weighted difference, with the variance pooled within arm and block. Standard error SE and degrees of
    /// freedom d give
    /// the smallest visible difference (t(1 - a, d) + t(0.8, d)) SE, the minimum detectable effect of Bloom (1995),
    /// where
    /// a is the level, halved when two-sided. It is told of Student's test; the permutation test has nearly its
    /// power, but no p below its floor: where that is above the level, no difference could have been found at all.
    ///
    /// @param level what p is held against: of a family of m tests by Holm's method, the level of the family over m
    public static RunComparison of(List<Block> blocks, Alternative alternative, double level, RandomGenerator random) {
        PermutationTest test = PermutationTest.of(blocks, alternative, random);
        ErrorOfDifference error = ErrorOfDifference.of(blocks);
        return new RunComparison(
                test,
                interval(blocks, test.difference(), error),
                method(error),
                visible(test, error, level),
                blocks.stream().mapToInt(Block::runs).sum(),
                level);
    }

    /// Of all these comparisons as one family: p adjusted by Holm's method, in their order.
    public static List<Double> adjusted(List<RunComparison> family) {
        double[] p = family.stream().mapToDouble(c -> c.test().p()).toArray();
        List<Double> adjusted = new ArrayList<>();
        DoubleStream.of(MultipleComparisons.holm(p)).forEach(adjusted::add);
        return List.copyOf(adjusted);
    }

    private static String method(ErrorOfDifference error) {
        if (error.degreesOfFreedom() < 1) {
            return TOO_FEW_RUNS;
        }
        return error.standardError() == 0 ? NEWCOMBE_ON_RUNS : MeanOfRuns.STUDENT_T;
    }

    private static Optional<Interval> interval(List<Block> blocks, double difference, ErrorOfDifference error) {
        return switch (method(error)) {
            case TOO_FEW_RUNS -> Optional.empty();
            case NEWCOMBE_ON_RUNS ->
                Optional.of(asIfRunsWereSamples(blocks).around(new Interval(difference, difference)));
            default -> {
                double half = error.standardError()
                        * Quantiles.student(1 - (1 - Quantiles.CONFIDENCE) / 2, error.degreesOfFreedom());
                yield Optional.of(new Interval(difference - half, difference + half).within(-1, 1));
            }
        };
    }

    /// Runs that agree to the last digit show no spread, but few of them do not prove that there is none.
    private static Interval asIfRunsWereSamples(List<Block> blocks) {
        double[] left = blocks.stream()
                .flatMapToDouble(b -> DoubleStream.of(b.leftValues()))
                .toArray();
        double[] right = blocks.stream()
                .flatMapToDouble(b -> DoubleStream.of(b.rightValues()))
                .toArray();
        return PairedTest.newcombe(Spread.mean(left), left.length, Spread.mean(right), right.length);
    }

    private static SmallestVisible visible(PermutationTest test, ErrorOfDifference error, double level) {
        if (test.floor() > level) {
            return SmallestVisible.none(String.format(
                    Locale.ROOT, "so few runs cannot give a p below %.3g, whatever they show", test.floor()));
        }
        if (error.degreesOfFreedom() < 1 || error.standardError() == 0) {
            return SmallestVisible.none("the runs show no spread to judge by");
        }
        double tail = test.alternative() == Alternative.TWO_SIDED ? level / 2 : level;
        return SmallestVisible.of(error.standardError()
                * (Quantiles.student(1 - tail, error.degreesOfFreedom())
                        + Quantiles.student(SmallestVisible.POWER, error.degreesOfFreedom())));
    }
}

package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunComparisonTest {

    private static final RandomGenerator NONE_NEEDED = new SplittableRandom(0);

    /// Darwin's maize: 15 pairs of crossed and self-fertilised plants, heights in eighths of an inch. Fisher (The
    /// Design
    /// of Experiments, section 21) counted 835 + 28 of the 2^15 sign changes as at least as far out on one side:
    /// 863, and
    /// twice that, 1726, on both: 5.267%.
    @Test
    void theSignFlipTestCountsFishersDarwinMaize() {
        double[] differences = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
        List<Block> pairs = new ArrayList<>();
        for (double d : differences) {
            pairs.add(new Block("pot", List.of(d), List.of(0.0)));
        }

        PermutationTest greater = PermutationTest.of(pairs, Alternative.GREATER, NONE_NEEDED);
        PermutationTest both = PermutationTest.of(pairs, Alternative.TWO_SIDED, NONE_NEEDED);

        assertThat(greater.relabellings()).isEqualTo(32768);
        assertThat(greater.p()).isEqualTo(863 / 32768.0);
        assertThat(both.p()).isEqualTo(1726 / 32768.0);
        assertThat(both.difference()).isCloseTo(314 / 15.0, within(1e-9));
    }

    /// Three against three, wholly apart: 1 of C(6, 3) = 20 relabellings, 2 on both sides.
    @Test
    void unpairedRunsAreRelabelledInEveryWay() {
        List<Block> one = List.of(new Block("", List.of(.1, .2, .3), List.of(.4, .5, .6)));

        assertThat(PermutationTest.of(one, Alternative.LESS, NONE_NEEDED).p()).isEqualTo(0.05);
        assertThat(PermutationTest.of(one, Alternative.GREATER, NONE_NEEDED).p())
                .isEqualTo(1);
        assertThat(PermutationTest.of(one, Alternative.TWO_SIDED, NONE_NEEDED).p())
                .isEqualTo(0.1);
        assertThat(PermutationTest.of(one, Alternative.TWO_SIDED, NONE_NEEDED).floor())
                .isEqualTo(0.1);
    }

    /// Two bases far apart, two runs each way in each: within bases all four left runs are the lower, 1 of C(4, 2)^2 =
    /// 36;
    /// across bases the same eight numbers would be mixed (18 of C(8, 4) = 70 by listing them).
    @Test
    void labelsMoveOnlyWithinABlock() {
        List<Block> within = List.of(
                new Block("a", List.of(.10, .12), List.of(.20, .22)),
                new Block("b", List.of(.70, .72), List.of(.80, .82)));
        List<Block> across = List.of(new Block("", List.of(.10, .12, .70, .72), List.of(.20, .22, .80, .82)));

        assertThat(PermutationTest.of(within, Alternative.LESS, NONE_NEEDED).p())
                .isEqualTo(1 / 36.0);
        assertThat(PermutationTest.of(across, Alternative.LESS, NONE_NEEDED).p())
                .isEqualTo(18 / 70.0);
    }

    @Test
    void equalRunsGiveTheSurestNothing() {
        List<Block> pairs = pairs(new double[] {0, 0, 0, 0}, new double[] {0, 0, 0, 0});

        assertThat(PermutationTest.of(pairs, Alternative.TWO_SIDED, NONE_NEEDED).p())
                .isEqualTo(1);
    }

    @Test
    void drawingComesNearEnumeratingAndIsTheSameForTheSameSeed() {
        List<Block> one = List.of(new Block("", List.of(.1, .3, .2, .5, .4, .35), List.of(.4, .2, .6, .7, .5, .45)));

        PermutationTest exact = PermutationTest.of(one, Alternative.LESS, NONE_NEEDED);
        PermutationTest drawn = PermutationTest.of(one, Alternative.LESS, 100, 20_000, new SplittableRandom(3));

        assertThat(exact.exact()).isTrue();
        assertThat(drawn.exact()).isFalse();
        assertThat(drawn.p()).isCloseTo(exact.p(), within(0.01));
        assertThat(drawn).isEqualTo(PermutationTest.of(one, Alternative.LESS, 100, 20_000, new SplittableRandom(3)));
    }

    @Test
    void aDrawnTestNeverSaysZero() {
        List<Block> one = List.of(new Block("", nearly(0.1, 20), nearly(0.9, 20)));

        PermutationTest test = PermutationTest.of(one, Alternative.LESS, 100, 999, new SplittableRandom(3));

        assertThat(test.p()).isEqualTo(0.001);
    }

    /// Under no difference a test at 5% rejects at most 5 of 100 times, runs being as few and as discrete as ours.
    @ParameterizedTest
    @EnumSource(Alternative.class)
    void theTestRejectsNoOftenerThanItSaysWhenNothingDiffers(Alternative alternative) {
        SplittableRandom random = new SplittableRandom(5);
        int rejected = 0;
        for (int i = 0; i < 2000; i++) {
            double[] left = new double[8];
            double[] right = new double[8];
            for (int r = 0; r < 8; r++) {
                double base = random.nextDouble(0.3, 0.7);
                left[r] = rate(base, 60, random);
                right[r] = rate(base, 60, random);
            }
            rejected +=
                    PermutationTest.of(pairs(left, right), alternative, random).p() <= 0.05 ? 1 : 0;
        }
        assertThat(rejected / 2000.0).isBetween(0.02, 0.06);
    }

    /// The smallest visible difference is what is found in about 80 of 100 repetitions: simulated with that difference.
    @Test
    void theSmallestVisibleDifferenceIsFoundFourTimesInFive() {
        double deviation = 0.08;
        int runs = 8;
        // By hand for eight pairs at one-sided 5%: (t(0.95, 7) + t(0.8, 7)) sqrt(2) 0.08 / sqrt(8) = (1.8946 + 0.8960)
        // 0.04.
        double visible = (1.8946 + 0.8960) * 0.04;
        SplittableRandom random = new SplittableRandom(9);
        int found = 0;
        for (int i = 0; i < 1500; i++) {
            double[] left = random.doubles(runs).map(u -> 0).toArray();
            double[] right = left.clone();
            for (int r = 0; r < runs; r++) {
                left[r] = 0.4 - visible + deviation * random.nextGaussian();
                right[r] = 0.4 + deviation * random.nextGaussian();
            }
            found += PermutationTest.of(pairs(left, right), Alternative.LESS, random)
                                    .p()
                            <= 0.05
                    ? 1
                    : 0;
        }
        assertThat(found / 1500.0).isBetween(0.74, 0.86);
    }

    /// Differences .1 .2 .3 .2: mean .2, deviation 0.081650, SE 0.040825; t(0.975, 3) = 3.182446, t(0.95, 3) =
    /// 2.353363,
    /// t(0.8, 3) = 0.978472.
    @Test
    void aPairedComparisonCarriesItsIntervalAndItsSmallestVisibleDifference() {
        List<Block> pairs = pairs(new double[] {.5, .6, .7, .6}, new double[] {.4, .4, .4, .4});

        RunComparison comparison = RunComparison.of(pairs, Alternative.GREATER, 0.0625, NONE_NEEDED);

        assertThat(comparison.interval().orElseThrow().low()).isCloseTo(0.070077, within(1e-5));
        assertThat(comparison.interval().orElseThrow().high()).isCloseTo(0.329923, within(1e-5));
        assertThat(comparison.test().p()).isEqualTo(1 / 16.0);
        double atFive = RunComparison.of(pairs, Alternative.GREATER, 0.05, NONE_NEEDED)
                .smallestVisible()
                .difference()
                .orElse(-1);
        assertThat(atFive).as("16 relabellings cannot give p below 0.0625").isEqualTo(-1);
        assertThat(comparison.smallestVisible().difference().orElseThrow())
                .isBetween(0.040825 * (2.0 + 0.978472), 0.040825 * (2.353363 + 0.978472));
    }

    /// Groups {.4 .5 .6} and {.1 .2 .3}: pooled variance 0.01, SE = 0.1 sqrt(2/3) = 0.081650, t(0.975, 4) = 2.776445.
    @Test
    void anUnpairedComparisonPoolsTheSpreadWithinArms() {
        List<Block> one = List.of(new Block("", List.of(.4, .5, .6), List.of(.1, .2, .3)));

        Interval interval = RunComparison.of(one, Alternative.TWO_SIDED, 0.05, NONE_NEEDED)
                .interval()
                .orElseThrow();

        assertThat(interval.low()).isCloseTo(0.3 - 2.776445 * 0.081650, within(1e-5));
    }

    @Test
    void threeRunsCannotGiveASignificantResultAndItIsSaid() {
        List<Block> pairs = pairs(new double[] {.1, .2, .1}, new double[] {.8, .9, .7});

        RunComparison comparison = RunComparison.of(pairs, Alternative.LESS, 0.05, NONE_NEEDED);

        assertThat(comparison.test().floor()).isEqualTo(0.125);
        assertThat(comparison.smallestVisible().difference()).isEmpty();
        assertThat(comparison.smallestVisible().why()).contains("0.125");
    }

    @Test
    void armsWhoseRunsAllAgreeStillHaveAnIntervalOfSomeWidth() {
        RunComparison comparison =
                RunComparison.of(pairs(new double[8], new double[8]), Alternative.TWO_SIDED, 0.05, NONE_NEEDED);

        assertThat(comparison.intervalMethod()).isEqualTo("newcombe-on-runs");
        assertThat(comparison.interval().orElseThrow().width()).isGreaterThan(0.3);
        assertThat(comparison.smallestVisible().difference()).isEmpty();
    }

    @Test
    void onePairHasNoInterval() {
        assertThat(RunComparison.of(pairs(new double[] {.1}, new double[] {.2}), Alternative.LESS, 0.05, NONE_NEEDED)
                        .interval())
                .isEmpty();
    }

    @Test
    void aBlockWithoutRunsOfBothArmsIsRefused() {
        assertThatThrownBy(() -> new Block("s1", List.of(.1), List.of()))
                .hasMessage("block s1 must have runs of both arms, but had 1 and 0");
    }

    private static double rate(double truth, int samples, RandomGenerator random) {
        return random.doubles(samples).filter(u -> u < truth).count() / (double) samples;
    }

    private static List<Double> nearly(double value, int count) {
        return new SplittableRandom(2)
                .doubles(count, value, value + 0.01)
                .boxed()
                .toList();
    }

    private static List<Block> pairs(double[] left, double[] right) {
        List<Block> pairs = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            pairs.add(new Block("pair " + i, List.of(left[i]), List.of(right[i])));
        }
        return pairs;
    }
}

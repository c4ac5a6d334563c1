package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioOfSumsTest {

    /// By hand: residuals -1 and 1, so the standard error is sqrt(2/1 * 2) / 2 = 1, the interval 2 -+ 12.7062 (Student,
    /// one degree of freedom) and p = 1 - 2 atan(2) / pi.
    @Test
    void twoUnitsByHand() {
        RatioOfSums r = RatioOfSums.of(new double[] {1, 3}, new double[] {1, 1});
        assertThat(r.value()).isEqualTo(2);
        assertThat(r.error().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(r.interval().orElseThrow().low()).isCloseTo(2 - 12.7062047, within(1e-6));
        assertThat(r.p().orElseThrow()).isCloseTo(1 - 2 * Math.atan(2) / Math.PI, within(1e-9));
        assertThat(r.smallestVisible().orElseThrow()).isCloseTo(1.959964 + 0.841621, within(1e-5));
    }

    @Test
    void largeUnitsCountForMore() {
        assertThat(RatioOfSums.of(new double[] {9, 1}, new double[] {9, 1}).value())
                .isEqualTo(1);
        assertThat(RatioOfSums.of(new double[] {9, 0}, new double[] {9, 1}).value())
                .isEqualTo(0.9);
    }

    @Test
    void oneUnitHasNoInterval() {
        RatioOfSums r = RatioOfSums.of(new double[] {3}, new double[] {2});
        assertThat(r.value()).isEqualTo(1.5);
        assertThat(r.interval()).isEmpty();
        assertThat(r.p()).isEmpty();
    }

    @Test
    void noDifferenceAnywhereIsNoDifference() {
        RatioOfSums r = RatioOfSums.of(new double[] {0, 0, 0}, new double[] {5, 7, 9});
        assertThat(r.interval().orElseThrow()).isEqualTo(new Interval(0, 0));
        assertThat(r.p().orElseThrow()).isEqualTo(1);
    }

    /// 1,000 draws of 30 documents whose sizes differ tenfold: the interval holds the true ratio 95 times in 100,
    /// within
    /// four standard errors and a little for the skew of sizes.
    @Test
    void theIntervalHoldsTheTrueRatioAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int draw = 0; draw < 1_000; draw++) {
            double[] parts = new double[30];
            double[] sizes = new double[30];
            for (int i = 0; i < 30; i++) {
                sizes[i] = 100 + 900 * random.nextDouble();
                parts[i] = sizes[i] * (0.1 + 0.5 * random.nextGaussian());
            }
            held += RatioOfSums.of(parts, sizes).interval().orElseThrow().contains(0.1) ? 1 : 0;
        }
        assertThat(held).isBetween(915, 980);
    }
}

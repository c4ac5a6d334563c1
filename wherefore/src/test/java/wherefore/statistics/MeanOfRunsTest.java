package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanOfRunsTest {

    /// Mean 0.5, deviation 0.1, t(0.975, 2) = 4.302653: half width 4.302653 * 0.1 / sqrt(3) = 0.248414.
    @Test
    void threeRunsGetTheWideIntervalOfStudentWithTwoDegreesOfFreedom() {
        MeanOfRuns mean = MeanOfRuns.of(0.4, 0.5, 0.6);

        assertThat(mean.mean()).isCloseTo(0.5, within(1e-12));
        assertThat(mean.deviation()).hasValueCloseTo(0.1, within(1e-12));
        assertThat(mean.interval().orElseThrow().low()).isCloseTo(0.251586, within(1e-6));
        assertThat(mean.interval().orElseThrow().high()).isCloseTo(0.748414, within(1e-6));
    }

    @Test
    void oneRunSaysNothingAboutAnother() {
        assertThat(MeanOfRuns.of(0.4).interval()).isEmpty();
        assertThat(MeanOfRuns.of(0.4).deviation()).isEmpty();
        assertThat(MeanOfRuns.of(0.4).method()).isEqualTo("one-run");
    }

    /// Wilson 0 of 3: z^2 / (3 + z^2) = 3.8415 / 6.8415.
    @Test
    void runsThatAllAgreeCountAsOneObservationEach() {
        MeanOfRuns mean = MeanOfRuns.of(0, 0, 0);

        assertThat(mean.method()).isEqualTo("wilson-on-runs");
        assertThat(mean.interval().orElseThrow().high()).isCloseTo(0.561497, within(1e-6));
    }

    @Test
    void runsThatNearlyAgreeAreNoSurerThanTheirSamples() {
        MeanOfRuns mean = MeanOfRuns.ofCounts(new long[] {50, 50, 51}, new long[] {100, 100, 100});

        Interval samples = Proportion.wilson(151, 300).interval();
        assertThat(mean.interval().orElseThrow().low()).isLessThanOrEqualTo(samples.low());
        assertThat(mean.interval().orElseThrow().high()).isGreaterThanOrEqualTo(samples.high());
    }

    @Test
    void theIntervalStaysWithinWhatARateCanBe() {
        assertThat(MeanOfRuns.of(0.0, 0.1, 0.02).interval().orElseThrow().low()).isZero();
    }

    /// Runs differ (uniformly by +-0.2), and 4 of them are seen through 50 samples each: the interval over runs holds
    /// the
    /// true mean about 95 times in 100, the one over pooled samples far less often.
    @Test
    void theRunIsTheUnitBecauseSamplesOfOneRunResembleEachOther() {
        SplittableRandom random = new SplittableRandom(11);
        int overRuns = 0;
        int overSamples = 0;
        for (int i = 0; i < 1500; i++) {
            long[] k = new long[4];
            long[] n = {50, 50, 50, 50};
            for (int r = 0; r < 4; r++) {
                double rate = 0.5 + random.nextDouble(-0.2, 0.2);
                k[r] = random.doubles(50).filter(u -> u < rate).count();
            }
            overRuns += MeanOfRuns.ofCounts(k, n).interval().orElseThrow().contains(0.5) ? 1 : 0;
            overSamples +=
                    Proportion.wilson(k[0] + k[1] + k[2] + k[3], 200).interval().contains(0.5) ? 1 : 0;
        }
        assertThat(overRuns / 1500.0).isBetween(0.93, 0.985);
        assertThat(overSamples / 1500.0).isLessThan(0.80);
    }
}

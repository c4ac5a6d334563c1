package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerAnalysisTest {

    /// 80% power, two-sided 5%, independent arms; cross-checked with R `power.prop.test` (which leaves n unrounded).
    @ParameterizedTest
    @CsvSource({
        "0.22, 0.15, 482",
        "0.22, 0.03, 47",
        "0.03, 0.01, 769",
        "0.31, 0.22, 377",
        "0.10, 0.05, 435",
        "0.65, 0.19, 17",
        "0.05, 0.02, 588",
        "0.01, 0.001, 1059"
    })
    void aDifferenceNeedsAsManySamplesAsTheTableSays(double first, double second, long perArm) {
        assertThat(PowerAnalysis.USUAL.samplesPerArm(first, second)).isEqualTo(perArm);
    }

    @Test
    void clustersThatResembleThemselvesNeedMore() {
        // Effective 481.845; n = 481.845 (1 - 0.05) / (1 - 481.845 * 0.05 / 60) = 764.9.
        assertThat(PowerAnalysis.USUAL.samplesPerArm(0.22, 0.15, 60, 0.05)).hasValue(765);
        assertThat(PowerAnalysis.USUAL.samplesPerArm(0.22, 0.15, 60, 0)).hasValue(482);
    }

    @Test
    void tooFewClustersAreNeverEnough() {
        assertThat(PowerAnalysis.USUAL.samplesPerArm(0.22, 0.15, 20, 0.05)).isEmpty();
    }

    @Test
    void whatANumberOfSamplesCanShowIsTheInverse() {
        assertThat(PowerAnalysis.USUAL.visibleBelow(0.22, 482)).hasValueCloseTo(0.15, within(1e-4));
        assertThat(PowerAnalysis.USUAL.visibleAbove(0.05, 435)).hasValueCloseTo(0.10, within(1e-4));
        assertThat(PowerAnalysis.USUAL.visibleBelow(0.01, 20)).isEmpty();
    }

    @Test
    void equalRatesAreNoQuestion() {
        assertThatThrownBy(() -> PowerAnalysis.USUAL.samplesPerArm(0.2, 0.2))
                .hasMessageContaining("two different rates");
    }
}

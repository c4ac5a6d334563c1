package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wherefore.format.Json;

/// Intervals of k of n against published and cross-checked values (R `binom`, statsmodels).
class ProportionTest {

    @ParameterizedTest
    @CsvSource({
        "0, 20, 0, 0.161125",
        "0, 100, 0, 0.036993",
        "0, 125, 0, 0.029815",
        "0, 300, 0, 0.012643",
        "0, 1000, 0, 0.003827",
        "1, 100, 0.001767, 0.054486",
        "5, 10, 0.236593, 0.763407",
        "10, 10, 0.722467, 1",
        "3, 49, 0.021040, 0.165205",
        "9, 50, 0.097702, 0.307961",
        "45, 32768, 0.001027, 0.001837",
        "7, 32768, 0.000103, 0.000441"
    })
    void wilsonAgreesWithTheTables(long k, long n, double low, double high) {
        Proportion p = Proportion.wilson(k, n);

        assertThat(p.low()).isCloseTo(low, within(6e-7));
        assertThat(p.high()).isCloseTo(high, within(6e-7));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 20, 0, 0.168433",
        "0, 100, 0, 0.036217",
        "0, 125, 0, 0.029080",
        "0, 300, 0, 0.012221",
        "0, 1000, 0, 0.003682",
        "1, 100, 0.000253, 0.054459",
        "5, 10, 0.187086, 0.812914",
        "10, 10, 0.691503, 1",
        "45, 32768, 0.001002, 0.001837",
        "7, 32768, 0.000086, 0.000440",
        "0, 100000, 0, 0.000037",
        "5, 10000, 0.000162, 0.001166",
        "4, 100000, 0.000011, 0.000102",
        "24, 10000, 0.001538, 0.003569",
        "32, 32768, 0.000668, 0.001378"
    })
    void clopperPearsonAgreesWithTheTables(long k, long n, double low, double high) {
        Proportion p = Proportion.clopperPearson(k, n);

        assertThat(p.low()).isCloseTo(low, within(6e-7));
        assertThat(p.high()).isCloseTo(high, within(6e-7));
    }

    @Test
    void ofNothingThereIsNoRateAndTheIntervalIsEverything() {
        assertThat(Proportion.wilson(0, 0).rate()).isEmpty();
        assertThat(Proportion.wilson(0, 0).interval()).isEqualTo(new Interval(0, 1));
        assertThat(Proportion.clopperPearson(0, 0).interval()).isEqualTo(new Interval(0, 1));
    }

    @Test
    void itsJsonIsTheShapeThatScriptsRelyOn() {
        assertThat(Json.write(Json.from(Proportion.wilson(10, 10))))
                .startsWith("{\"k\":10,\"n\":10,\"rate\":1.0,\"low\":0.7224")
                .contains("\"high\":1.0,\"method\":\"wilson\"");
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Proportion.wilson(3, 2)).hasMessage("k must be from 0 to n, but was 3 of 2");
        assertThatThrownBy(() -> Proportion.clopperPearson(-1, 2)).hasMessageContaining("-1 of 2");
    }

    @Test
    void unscoredSamplesAreBoundedByTheWorstAndTheBestCase() {
        assertThat(Proportion.worstCase(3, 90, 10)).isEqualTo(new Interval(0.03, 0.13));
    }

    @Test
    void whereAllClustersAgreeItIsWilsonOnTheEffectiveNumber() {
        Proportion p = Proportion.clustered(new long[] {0, 0, 0, 0}, new long[] {50, 50, 50, 50});

        assertThat(p.n()).isEqualTo(200);
        assertThat(p.method()).isEqualTo("wilson");
        assertThat(p.clusters()).hasValue(4);
        assertThat(p.low()).isZero();
        assertThat(p.high())
                .as("between one observation a cluster and one a sample")
                .isLessThan(Proportion.wilson(0, 4).high())
                .isGreaterThan(3 * Proportion.wilson(0, 200).high());
    }

    @Test
    void samplesThatAreClustersOfTheirOwnHavePlainWilson() {
        assertThat(Proportion.clustered(new long[] {0, 1, 0, 0}, new long[] {1, 1, 1, 1}))
                .isEqualTo(Proportion.wilson(1, 4));
    }

    @Test
    void oneClusterIsOneObservation() {
        Proportion p = Proportion.clustered(new long[] {0}, new long[] {500});
        assertThat(p.high()).isEqualTo(Proportion.wilson(0, 1).high());
    }

    @Test
    void successesOfOneClusterTellLessThanTheSameNumberScattered() {
        long[] n = {25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25};
        Proportion one = Proportion.clustered(new long[] {10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, n);
        Proportion scattered = Proportion.clustered(new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, n);
        Interval independent = Proportion.clopperPearson(10, 300).interval();

        assertThat(one.method()).isEqualTo("cluster-exact");
        assertThat(scattered.interval().width())
                .isGreaterThan(independent.width())
                .isLessThan(1.25 * independent.width());
        assertThat(one.interval().width()).isGreaterThan(2 * independent.width());
    }

    @Test
    void theRateLiesInItsIntervalAndBothEndsAreTreatedAlike() {
        long[] n = {125, 125, 125, 125, 125, 125, 125, 125};
        for (int k = 0; k <= 125; k++) {
            Proportion one = Proportion.clustered(new long[] {k, 0, 0, 0, 0, 0, 0, 0}, n);
            Proportion all = Proportion.clustered(new long[] {125, 125, 125, 125, 125, 125, 125, 125 - k}, n);
            assertThat(one.rate().orElseThrow()).isBetween(one.low(), one.high());
            assertThat(all.low()).as("the same seen from the other end").isCloseTo(1 - one.high(), within(1e-6));
        }
    }

    @Test
    void theClusterRobustErrorIsThatOfTheTable() {
        // Clusters {1,1,0,1} {0,0,0,0} {1,0,0,0} {0,0,1,1} {0,0,0,0}, mean 0.3: 0.130384 without the factor C / (C -
        // 1).
        long[] k = {3, 0, 1, 2, 0};
        long[] n = {4, 4, 4, 4, 4};
        assertThat(ClusteredError.of(k, n)).isCloseTo(0.145774, within(5e-7));
        assertThat(ClusteredError.of(k, n) * Math.sqrt(0.8)).isCloseTo(0.130384, within(5e-7));
        // t(0.975, 4) = 2.776445
        assertThat(Proportion.clusterRobust(k, n).high()).isCloseTo(0.3 + 2.776445 * 0.145774, within(5e-6));
    }

    @Test
    void theClusterBootstrapIsWiderThanWilsonWhenClustersDiffer() {
        long[] k = {10, 0, 9, 1, 10, 0, 8, 2, 10, 0, 10, 0};
        long[] n = {10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10};

        Proportion p = Proportion.clusterBootstrap(k, n, 2000, new SplittableRandom(1));

        assertThat(p.method()).isEqualTo("cluster-bootstrap");
        assertThat(p.clusters()).hasValue(12);
        assertThat(p.interval().width())
                .isGreaterThan(2 * Proportion.wilson(60, 120).interval().width());
        assertThat(p).isEqualTo(Proportion.clusterBootstrap(k, n, 2000, new SplittableRandom(1)));
        assertThat(Proportion.clusterBootstrap(new long[] {0, 0}, new long[] {9, 9}, 10, new SplittableRandom(1))
                        .high())
                .as("never [0, 0]")
                .isGreaterThan(0.1);
    }

    /// Simulated coverage: Wilson's interval of 50 holds the true rate about as often as it says, and the exact one
    /// never less.
    @ParameterizedTest
    @CsvSource({"0.02", "0.1", "0.5"})
    void intervalsHoldTheTrueRateAsOftenAsTheySay(double rate) {
        SplittableRandom random = new SplittableRandom(7);
        int wilson = 0;
        int exact = 0;
        for (int i = 0; i < 4000; i++) {
            long k = random.doubles(50).filter(u -> u < rate).count();
            wilson += Proportion.wilson(k, 50).interval().contains(rate) ? 1 : 0;
            exact += Proportion.clopperPearson(k, 50).interval().contains(rate) ? 1 : 0;
        }
        assertThat(wilson / 4000.0).isBetween(0.91, 0.985);
        assertThat(exact / 4000.0).isGreaterThan(0.945);
    }
}

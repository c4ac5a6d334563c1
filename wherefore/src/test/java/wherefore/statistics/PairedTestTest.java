package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two proportions against published and cross-checked values (R `fisher.test`, `binom.test`; Newcombe 1998, table II).
class PairedTestTest {

    @ParameterizedTest
    @CsvSource({"10, 2, 0.0385742", "5, 0, 0.0625", "6, 0, 0.03125", "15, 5, 0.0413895", "8, 8, 1", "7, 8, 1", "0, 0, 1"
    })
    void mcNemarIsTheExactBinomialTestOfTheDiscordant(int b, int c, double p) {
        assertThat(PairedTest.mcNemar(b, c)).isCloseTo(p, within(1e-7));
    }

    /// Both tails to their ends: 2 (C(52, 0) + ... + C(52, 12)) / 2^52.
    @ParameterizedTest
    @CsvSource({"12, 40", "40, 12"})
    void bothTailsOfMcNemarAreWhole(int b, int c) {
        assertThat(PairedTest.mcNemar(b, c)).isCloseTo(1.275387838557e-4, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "22, 100, 15, 100, 0.274452",
        "3, 49, 9, 50, 0.121245",
        "24, 10000, 32, 32768, 0.0012963",
        "45, 32768, 5, 10000, 0.028126",
        "45, 32768, 11, 20000, 0.0053330",
        "45, 32768, 0, 100000, 4.427e-28",
        "0, 10, 0, 10, 1"
    })
    void fisherAgreesWithTheTables(int k1, int n1, int k2, int n2, double p) {
        assertThat(PairedTest.fisher(k1, n1, k2, n2)).isCloseTo(p, Percentage.withPercentage(0.02));
    }

    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.052431, 0.333873",
        "22, 100, 15, 100, -0.038443, 0.177095",
        "0, 100, 5, 100, -0.111750, -0.003328"
    })
    void newcombeAgreesWithTheTables(long k1, long n1, long k2, long n2, double low, double high) {
        Interval interval = PairedTest.newcombe(k1, n1, k2, n2);

        assertThat(interval.low()).isCloseTo(low, within(6e-7));
        assertThat(interval.high()).isCloseTo(high, within(6e-7));
    }

    @Test
    void holmAndBenjaminiHochbergKeepTheOrderThatTheyWereGiven() {
        double[] p = {.216, .001, .008, .039, .041, .042, .06, .074, .205, .212};

        assertThat(MultipleComparisons.holm(p))
                .containsExactly(
                        new double[] {.615, .01, .072, .312, .312, .312, .312, .312, .615, .615}, within(1e-9));
        assertThat(MultipleComparisons.benjaminiHochberg(p))
                .containsExactly(
                        new double[] {.216, .01, .04, .084, .084, .084, .1, .105714, .216, .216}, within(1e-6));
    }
}

package wherefore.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

    private static List<PairCounts> times(int n, PairCounts counts) {
        return Collections.nCopies(n, counts);
    }

    @Test
    void withEverySampleAClusterTheTestByClusterIsMcNemars() {
        long[] differences = {1, 1, 1, 1, 1, 1, 1, -1, 0, 0};
        assertThat(PairedTest.mcNemarByCluster(differences)).isEqualTo(PairedTest.mcNemar(7, 1));
    }

    @Test
    void clustersAreTurnedWhole() {
        // Of the eight sums +-3 +-2 +-1 two are as far out as 6: 6 and -6. And of +-4 +-4 all four are at least 0.
        assertThat(PairedTest.mcNemarByCluster(3, 2, 1)).isEqualTo(0.25);
        assertThat(PairedTest.mcNemarByCluster(4, -4)).isEqualTo(1);
        // 5 - 2 = 3: 5 + 2, 5 - 2 and their mirrors are at least as far out.
        assertThat(PairedTest.mcNemarByCluster(5, -2)).isEqualTo(1);
        assertThat(PairedTest.mcNemarByCluster(5, 2)).isEqualTo(0.5);
        assertThat(PairedTest.mcNemarByCluster()).isEqualTo(1);
    }

    @Test
    void oneSettingThatDiffersIsNoEvidenceAboutOthersHoweverManySamplesItHas() {
        List<PairCounts> clusters = new java.util.ArrayList<>(times(7, new PairCounts(0, 0, 0, 40)));
        clusters.add(new PairCounts(0, 40, 0, 0));
        PairedDifference d = PairedDifference.of(clusters, 0.05);
        assertThat(d.p()).isEqualTo(1);
        assertThat(d.mcNemar()).isLessThan(1e-9);
        assertThat(d.interval().contains(0)).isTrue();
        assertThat(d.difference()).isEqualTo(0.125);
        assertThat(List.of(d.onlyLeft(), d.onlyRight(), d.pairs(), (long) d.clusters()))
                .containsExactly(40L, 0L, 320L, 8L);
    }

    @Test
    void pairingNarrowsTheInterval() {
        // Newcombe 1998 (paired), table II, 36 12 2 0 of 50: 0.0642, 0.3160 by his method 10; phi is below 0, and taken
        // as 0 it can only be wider.
        Interval plain = PairedTest.newcombe(48, 50, 38, 50);
        List<PairCounts> alike = new java.util.ArrayList<>();
        alike.addAll(times(20, new PairCounts(1, 0, 0, 0)));
        alike.addAll(times(25, new PairCounts(0, 0, 0, 1)));
        alike.addAll(times(5, new PairCounts(0, 1, 0, 0)));
        PairedDifference d = PairedDifference.of(alike, 0.05);
        assertThat(d.interval().width())
                .isLessThan(0.75 * PairedTest.newcombe(25, 50, 20, 50).width());
        assertThat(d.interval().low()).isPositive();
        assertThat(plain.low()).isPositive();
    }

    @Test
    void theIntervalOfPairsIsNewcombes() {
        // Newcombe 1998, Interval estimation for the difference between binomial proportions based on paired data,
        // worked by hand: 20 5 0 25 of 50: p1 0.5, p2 0.4; Wilson [0.366439, 0.633561] and [0.276077, 0.538278];
        // phi = (500 - 0 - 25) / sqrt(25 * 25 * 20 * 30) = 0.775672.
        double phi = 475 / Math.sqrt(25.0 * 25 * 20 * 30);
        double lower = 0.1
                - Math.sqrt(Math.pow(0.5 - 0.366439, 2)
                        - 2 * phi * (0.5 - 0.366439) * (0.538278 - 0.4)
                        + Math.pow(0.538278 - 0.4, 2));
        List<PairCounts> all = new java.util.ArrayList<>();
        all.addAll(times(20, new PairCounts(1, 0, 0, 0)));
        all.addAll(times(5, new PairCounts(0, 1, 0, 0)));
        all.addAll(times(25, new PairCounts(0, 0, 0, 1)));
        assertThat(PairedDifference.of(all, 0.05).interval().low()).isCloseTo(lower, within(2e-4));
    }

    @Test
    void twoSubjectsThatNeverDidItHaveAnIntervalAndASmallestVisibleDifference() {
        PairedDifference d = PairedDifference.of(times(12, new PairCounts(0, 0, 0, 25)), 0.05);
        assertThat(d.interval().low()).isNegative();
        assertThat(d.interval().high()).isPositive();
        assertThat(d.p()).isEqualTo(1);
        assertThat(d.smallestVisible().difference().orElseThrow())
                .as("more than 300 independent samples would show, 2.6%")
                .isGreaterThan(0.03);
    }

    @Test
    void withFiveClustersNothingCouldHaveBeenFound() {
        PairedDifference d = PairedDifference.of(times(5, new PairCounts(0, 25, 0, 0)), 0.05);
        assertThat(d.p()).isEqualTo(0.0625);
        assertThat(d.smallestVisible().difference()).isEmpty();
        assertThat(d.smallestVisible().why()).contains("so few clusters (5)");
    }
}

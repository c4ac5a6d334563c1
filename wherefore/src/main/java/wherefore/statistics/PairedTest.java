package wherefore.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.inference.FisherExactTest;

/// Exact tests and intervals for two proportions of samples.
public final class PairedTest {

    private PairedTest() {}

    /// McNemar's exact test: of the samples on which the two differ, `b` went one way and `c` the other; a fair
    /// coin would split them as unevenly with this probability (two-sided).
    public static double mcNemar(int b, int c) {
        // Twice the smaller tail. Summing all that is no likelier than what was seen is the same on paper, but loses
        // the
        // other tail's end where rounding makes it a hair likelier.
        return Math.min(1, 2 * BinomialDistribution.of(b + c, 0.5).cumulativeProbability(Math.min(b, c)));
    }

    /// McNemar's exact test by cluster: if the two do not differ, every cluster's difference could as well have
    /// gone the other way; p is the share of all 2^C ways of turning them whose sum is at least as far from 0 as
    /// the one seen (two-sided, by counting, not by drawing). With every sample a cluster of its own it is
    /// [#mcNemar].
    ///
    /// @param differences of each cluster: samples that went the one way less samples that went the other
    public static double mcNemarByCluster(long... differences) {
        long[] moved = Arrays.stream(differences).filter(d -> d != 0).toArray();
        long seen = Math.abs(Arrays.stream(moved).sum());
        if (Arrays.stream(moved).allMatch(d -> Math.abs(d) == 1)) {
            int plus = (int) Arrays.stream(moved).filter(d -> d > 0).count();
            return mcNemar(plus, moved.length - plus);
        }
        int reach = Math.toIntExact(Arrays.stream(moved).map(Math::abs).sum());
        double[] chances = new double[2 * reach + 1];
        chances[reach] = 1;
        for (long d : moved) {
            int step = (int) Math.abs(d);
            double[] next = new double[chances.length];
            for (int s = step; s < chances.length - step; s++) {
                next[s - step] += chances[s] / 2;
                next[s + step] += chances[s] / 2;
            }
            chances = next;
        }
        double p = 0;
        for (int s = 0; s < chances.length; s++) {
            p += Math.abs(s - reach) >= seen ? chances[s] : 0;
        }
        return Math.min(1, p);
    }

    /// Fisher's exact test of two independent proportions, two-sided by summing what is no likelier.
    public static double fisher(int k1, int n1, int k2, int n2) {
        int[][] table = {{k1, n1 - k1}, {k2, n2 - k2}};
        if (k1 + k2 == 0 || k1 + k2 == n1 + n2) {
            return 1;
        }
        return FisherExactTest.withDefaults().test(table).getPValue();
    }

    /// The interval of p1 - p2 by squaring and adding the Wilson limits (Newcombe 1998, method 10), for independent
    /// samples.
    public static Interval newcombe(long k1, long n1, long k2, long n2) {
        return newcombe((double) k1 / n1, (double) n1, (double) k2 / n2, (double) n2);
    }

    static Interval newcombe(double p1, double n1, double p2, double n2) {
        return squareAndAdd(p1, Proportion.wilson(p1, n1), p2, Proportion.wilson(p2, n2), 0);
    }

    /// As [#newcombe], of rates whose intervals take account of clusters.
    public static Interval newcombe(Proportion first, Proportion second) {
        return squareAndAdd(
                first.rate().orElseThrow(), first.interval(), second.rate().orElseThrow(), second.interval(), 0);
    }

    /// Newcombe's interval of p1 - p2 from an interval of each, whatever made those; with a correlation of the two
    /// it is his interval for pairs (Newcombe 1998, Interval estimation for the difference between binomial
    /// proportions based on paired data, method 10).
    ///
    /// @param correlation of the two estimates; 0 for independent arms, and the widest that it gets for pairs
    static Interval squareAndAdd(double p1, Interval first, double p2, Interval second, double correlation) {
        double difference = p1 - p2;
        return new Interval(
                difference - apart(p1 - first.low(), second.high() - p2, correlation),
                difference + apart(first.high() - p1, p2 - second.low(), correlation));
    }

    private static double apart(double one, double other, double correlation) {
        return Math.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));
    }
}

package wherefore.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.inference.FisherExactTest;

/// Exact tests and intervals for two proportions of samples.
public final class PairedTest {

    private PairedTest() {}

    /// McNemar's exact test: of the samples on which the two differ, `b` went one way and `c` the other; a fair coin
    /// would
    /// split them as unevenly with this probability (two-sided).
    public static double mcNemar(int b, int c) {
        // Twice the smaller tail. Summing all that is no likelier than what was seen is the same on paper, but loses
        // the
        // other tail's end where rounding makes it a hair likelier.
        return Math.min(1, 2 * BinomialDistribution.of(b + c, 0.5).cumulativeProbability(Math.min(b, c)));
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
        Interval first = Proportion.wilson(p1, n1);
        Interval second = Proportion.wilson(p2, n2);
        double difference = p1 - p2;
        return new Interval(
                difference - Math.hypot(p1 - first.low(), second.high() - p2),
                difference + Math.hypot(first.high() - p1, p2 - second.low()));
    }
}

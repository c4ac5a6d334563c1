package wherefore.statistics;

import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;

/// Samples in clusters whose rates are drawn from a beta distribution: the beta-binomial, with a mean rate and an
/// intra-cluster correlation.
final class ClusteredDraws {

    private final double rate;
    private final double correlation;
    private final SplittableRandom random;
    private final ContinuousDistribution.Sampler rates;

    ClusteredDraws(double rate, double correlation, SplittableRandom random) {
        this.rate = rate;
        this.correlation = correlation;
        this.random = random;
        UniformRandomProvider bits = random::nextLong;
        double strength = correlation == 0 ? 1 : (1 - correlation) / correlation;
        this.rates = BetaDistribution.of(Math.max(rate, 1e-9) * strength, (1 - rate) * strength)
                .createSampler(bits);
    }

    /// As evenly as it goes.
    static long[] sizes(int samples, int clusters) {
        long[] n = new long[clusters];
        for (int c = 0; c < clusters; c++) {
            n[c] = (long) samples / clusters + (c < samples % clusters ? 1 : 0);
        }
        return n;
    }

    double clusterRate() {
        return rate == 0 || correlation == 0 ? rate : rates.sample();
    }

    long[] successes(long[] n) {
        long[] k = new long[n.length];
        for (int c = 0; c < n.length; c++) {
            double here = clusterRate();
            for (int i = 0; i < n[c]; i++) {
                k[c] += random.nextDouble() < here ? 1 : 0;
            }
        }
        return k;
    }

    /// Two subjects on the same samples.
    ///
    /// @param shared whether a cluster has the same rate for both, or one of its own for each
    PairCounts[] pairs(long[] n, boolean shared) {
        PairCounts[] counts = new PairCounts[n.length];
        for (int c = 0; c < n.length; c++) {
            double left = clusterRate();
            double right = shared ? left : clusterRate();
            long[] cells = new long[4];
            for (int i = 0; i < n[c]; i++) {
                cells[(random.nextDouble() < left ? 0 : 2) + (random.nextDouble() < right ? 0 : 1)]++;
            }
            counts[c] = new PairCounts(cells[0], cells[1], cells[2], cells[3]);
        }
        return counts;
    }
}

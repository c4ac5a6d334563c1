package wherefore.statistics;

import java.util.Arrays;

/// The cluster-robust standard error of a rate (Liang and Zeger 1986, with the factor C / (C - 1)): how far the sums of
/// whole clusters scatter. With few clusters or rates near 0 it is far too small, and it is 0 where no cluster has a
/// success: the default interval does not rest on it.
public final class ClusteredError {

    private ClusteredError() {}

    /// sqrt(sum over clusters of (k - n rate)^2 / N^2 * C / (C - 1)).
    ///
    /// @param k successes of each cluster, of at least two
    /// @param n samples of each cluster, at least 1
    public static double of(long[] k, long[] n) {
        int clusters = k.length;
        if (clusters < 2 || n.length != clusters) {
            throw new IllegalArgumentException("there must be at least two clusters, but were " + clusters);
        }
        double all = Arrays.stream(n).sum();
        double rate = Arrays.stream(k).sum() / all;
        double squares = 0;
        for (int c = 0; c < clusters; c++) {
            double residual = k[c] - n[c] * rate;
            squares += residual * residual;
        }
        return Math.sqrt(squares * clusters / (clusters - 1)) / all;
    }
}

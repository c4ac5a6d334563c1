package wherefore.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BetaDistribution;

/// `k` of `n` with a two-sided 95% interval. Of nothing (`n` = 0) there is no rate, and the interval is everything.
///
/// @param rate     k / n; empty when n is 0
/// @param low      lower end of the interval, 0 to 1
/// @param high     upper end of the interval, 0 to 1
/// @param method   `wilson`, `clopper-pearson`, `cluster-exact`, `cluster-robust` or `cluster-bootstrap`
/// @param clusters how many clusters the samples came in, where the interval takes account of them
public record Proportion(
        long k, long n, OptionalDouble rate, double low, double high, String method, OptionalInt clusters) {

    public static final String WILSON = "wilson";
    public static final String CLOPPER_PEARSON = "clopper-pearson";
    public static final String CLUSTER_EXACT = "cluster-exact";
    public static final String CLUSTER_ROBUST = "cluster-robust";
    public static final String CLUSTER_BOOTSTRAP = "cluster-bootstrap";

    /// Below so many successes the lower limit of the exact interval is 0 to thirty places.
    private static final double NO_SUCCESS = 0.05;

    public Proportion {
        checkCounts(k, n);
    }

    /// The Wilson score interval (Wilson 1927), for samples that are independent of each other.
    public static Proportion wilson(long k, long n) {
        checkCounts(k, n);
        return of(k, n, n == 0 ? new Interval(0, 1) : wilson((double) k / n, (double) n), WILSON, OptionalInt.empty());
    }

    /// The exact interval (Clopper and Pearson 1934): never covers less than it says, often more.
    public static Proportion clopperPearson(long k, long n) {
        checkCounts(k, n);
        return of(
                k,
                n,
                n == 0 ? new Interval(0, 1) : exact((double) k, (double) n),
                CLOPPER_PEARSON,
                OptionalInt.empty());
    }

    /// The default for samples that come in clusters (settings, say): the exact interval of Clopper and Pearson on
    /// the [EffectiveNumber] of samples. When all clusters have the same rate it is Wilson's on that number, and
    /// with every sample a cluster of its own it is plain Wilson. Why this one: docs/concepts/intervals.md has the
    /// coverage of all that were tried.
    ///
    /// @param k how many in each cluster
    /// @param n of how many in each cluster, at least 1
    public static Proportion clustered(long[] k, long[] n) {
        checkClusters(k, n);
        return clustered(k, n, EffectiveNumber.of(k, n));
    }

    static Proportion clustered(long[] k, long[] n, double effective) {
        long hits = Arrays.stream(k).sum();
        long all = Arrays.stream(n).sum();
        if (all == n.length) {
            return wilson(hits, all);
        }
        double rate = (double) hits / all;
        OptionalInt clusters = OptionalInt.of(k.length);
        return allAgree(k, n)
                ? of(hits, all, wilson(rate, effective), WILSON, clusters)
                : of(hits, all, exact(rate * effective, effective), CLUSTER_EXACT, clusters);
    }

    /// Student's interval on the cluster-robust standard error, [ClusteredError], with C - 1 degrees of freedom,
    /// cut at 0 and 1. Where all clusters agree, which would have no width, as [#clustered].
    public static Proportion clusterRobust(long[] k, long[] n) {
        checkClusters(k, n);
        if (k.length < 2 || allAgree(k, n)) {
            return clustered(k, n);
        }
        long hits = Arrays.stream(k).sum();
        long all = Arrays.stream(n).sum();
        double rate = (double) hits / all;
        double half = Quantiles.student(1 - (1 - Quantiles.CONFIDENCE) / 2, k.length - 1) * ClusteredError.of(k, n);
        return of(
                hits,
                all,
                new Interval(rate - half, rate + half).within(0, 1),
                CLUSTER_ROBUST,
                OptionalInt.of(k.length));
    }

    /// The percentile bootstrap over whole clusters. Too narrow for few clusters and small rates. Where all
    /// clusters agree, drawing them again can show no spread: then as [#clustered].
    ///
    /// @param k how many in each cluster
    /// @param n of how many in each cluster, at least 1
    public static Proportion clusterBootstrap(long[] k, long[] n, int draws, RandomGenerator random) {
        checkClusters(k, n);
        if (allAgree(k, n)) {
            return clustered(k, n);
        }
        Interval interval =
                Bootstrap.percentile(k.length, drawn -> ratio(k, n, drawn), draws, Quantiles.CONFIDENCE, random);
        return of(
                Arrays.stream(k).sum(), Arrays.stream(n).sum(), interval, CLUSTER_BOOTSTRAP, OptionalInt.of(k.length));
    }

    /// Where the rate would lie if all unscored samples had come out the one way or the other: [k/n, (k+u)/n] with
    /// the unscored among the n.
    public static Interval worstCase(long k, long scored, long unscored) {
        checkCounts(k, scored);
        double all = (double) scored + unscored;
        return all == 0 ? new Interval(0, 1) : new Interval(k / all, (k + unscored) / all);
    }

    public Interval interval() {
        return new Interval(low, high);
    }

    /// Wilson's interval for a rate seen in this many independent observations; neither need be whole.
    static Interval wilson(double rate, double observations) {
        double z2 = Quantiles.Z * Quantiles.Z;
        double shrink = 1 + z2 / observations;
        double centre = (rate + z2 / (2 * observations)) / shrink;
        double half = Quantiles.Z
                * Math.sqrt(rate * (1 - rate) / observations + z2 / (4 * observations * observations))
                / shrink;
        // At the ends the formula gives exactly 0 and 1; rounding must not take that away.
        return new Interval(rate == 0 ? 0 : Math.max(0, centre - half), rate == 1 ? 1 : Math.min(1, centre + half));
    }

    /// Clopper and Pearson's interval; neither number need be whole.
    private static Interval exact(double k, double n) {
        double tail = (1 - Quantiles.CONFIDENCE) / 2;
        double low = k < NO_SUCCESS ? 0 : BetaDistribution.of(k, n - k + 1).inverseCumulativeProbability(tail);
        double high = n - k < NO_SUCCESS ? 1 : BetaDistribution.of(k + 1, n - k).inverseSurvivalProbability(tail);
        return new Interval(low, high);
    }

    private static void checkClusters(long[] k, long[] n) {
        if (k.length != n.length || k.length == 0) {
            throw new IllegalArgumentException(
                    "clusters need as many n as k, and at least one, but were " + k.length + " and " + n.length);
        }
        for (int c = 0; c < k.length; c++) {
            checkCounts(k[c], n[c]);
            if (n[c] == 0) {
                throw new IllegalArgumentException("cluster " + c + " is empty");
            }
        }
    }

    private static boolean allAgree(long[] k, long[] n) {
        for (int c = 1; c < k.length; c++) {
            if (k[c] * n[0] != k[0] * n[c]) {
                return false;
            }
        }
        return true;
    }

    private static double ratio(long[] k, long[] n, int[] drawn) {
        long hits = 0;
        long all = 0;
        for (int c : drawn) {
            hits += k[c];
            all += n[c];
        }
        return (double) hits / all;
    }

    private static Proportion of(long k, long n, Interval interval, String method, OptionalInt clusters) {
        OptionalDouble rate = n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) k / n);
        return new Proportion(k, n, rate, interval.low(), interval.high(), method, clusters);
    }

    private static void checkCounts(long k, long n) {
        if (k < 0 || n < k) {
            throw new IllegalArgumentException("k must be from 0 to n, but was " + k + " of " + n);
        }
    }
}

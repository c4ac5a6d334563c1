package wherefore.statistics;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/// Two subjects on the same samples, which come in clusters: difference of their rates, interval, tests, and the
/// smallest difference that could have been seen.
///
/// @param left            the left subject's rate, 0 to 1
/// @param right           the right subject's
/// @param interval        two-sided 95% interval of left minus right: Newcombe's, from the default interval of each
/// rate
/// @param p               exact McNemar by cluster: whether the two differ, beyond what these settings happen to be
/// @param mcNemar         exact McNemar by sample: whether they differ on these settings; smaller than it should be for
///                        others
/// @param smallestVisible told as if the arms were independent, on the effective number of samples; pairing can only
///                        make it smaller
public record PairedDifference(
        double left,
        double right,
        Interval interval,
        double p,
        double mcNemar,
        SmallestVisible smallestVisible,
        long onlyLeft,
        long onlyRight,
        long pairs,
        int clusters) {

    /// In fewer clusters the test by cluster gives no p of 5% or less, whatever they show: 2 / 2^5 is 6.25%.
    public static final int FEWEST_CLUSTERS = 6;

    /// From the counts of pairs.
    ///
    /// @param clusters counts of each cluster, each of at least one pair
    /// @param level    what p is held against: of a family of m tests by Holm's method, the level of the family
    ///                 over m
    public static PairedDifference of(List<PairCounts> clusters, double level) {
        long[] n = counts(clusters, PairCounts::pairs);
        long[] l = counts(clusters, PairCounts::left);
        long[] r = counts(clusters, PairCounts::right);
        double leftEffective = EffectiveNumber.of(l, n);
        double rightEffective = EffectiveNumber.of(r, n);
        Proportion left = Proportion.clustered(l, n, leftEffective);
        Proportion right = Proportion.clustered(r, n, rightEffective);
        PairCounts all = clusters.stream().reduce(new PairCounts(0, 0, 0, 0), PairCounts::plus);
        double leftRate = left.rate().orElseThrow();
        double rightRate = right.rate().orElseThrow();
        double effective = Math.min(leftEffective, rightEffective);
        return new PairedDifference(
                leftRate,
                rightRate,
                PairedTest.squareAndAdd(
                        leftRate, left.interval(), rightRate, right.interval(), correlation(clusters, all)),
                PairedTest.mcNemarByCluster(counts(clusters, c -> c.onlyLeft() - c.onlyRight())),
                PairedTest.mcNemar(Math.toIntExact(all.onlyLeft()), Math.toIntExact(all.onlyRight())),
                visible(rightRate, effective, clusters.size(), level),
                all.onlyLeft(),
                all.onlyRight(),
                all.pairs(),
                clusters.size());
    }

    public double difference() {
        return left - right;
    }

    private static long[] counts(List<PairCounts> clusters, ToLongFunction<PairCounts> of) {
        return clusters.stream().mapToLong(of).toArray();
    }

    /// Correlation of the two estimates: of samples and of whole clusters the smaller, and never below 0, so that
    /// pairing
    /// narrows the interval only as far as both bear it out.
    private static double correlation(List<PairCounts> clusters, PairCounts all) {
        return Math.max(0, Math.min(ofSamples(all), ofClusters(clusters, all)));
    }

    /// With Newcombe's correction: a positive product is made smaller by half of n.
    private static double ofSamples(PairCounts all) {
        double n = all.pairs();
        double product = (double) all.both() * all.neither() - (double) all.onlyLeft() * all.onlyRight();
        double spread = Math.sqrt((double) all.left() * (n - all.left()) * (double) all.right() * (n - all.right()));
        return spread == 0 ? 0 : Math.max(0, product - n / 2) / spread;
    }

    private static double ofClusters(List<PairCounts> clusters, PairCounts all) {
        double leftRate = (double) all.left() / all.pairs();
        double rightRate = (double) all.right() / all.pairs();
        double product = 0;
        double left = 0;
        double right = 0;
        for (PairCounts c : clusters) {
            double l = c.left() - c.pairs() * leftRate;
            double r = c.right() - c.pairs() * rightRate;
            product += l * r;
            left += l * l;
            right += r * r;
        }
        return left == 0 || right == 0 ? 0 : product / Math.sqrt(left * right);
    }

    private static SmallestVisible visible(double rate, double effective, int clusters, double level) {
        double floor = Math.scalb(2.0, -clusters);
        if (floor > level) {
            return SmallestVisible.none(String.format(
                    Locale.ROOT,
                    "so few clusters (%d) cannot give a p of %.3g or less, whatever they show",
                    clusters,
                    level));
        }
        PowerAnalysis power = new PowerAnalysis(level, SmallestVisible.POWER);
        OptionalDouble nearest = DoubleStream.concat(
                        power.visibleBelow(rate, effective).stream(), power.visibleAbove(rate, effective).stream())
                .map(other -> Math.abs(other - rate))
                .min();
        return nearest.isPresent()
                ? SmallestVisible.of(nearest.getAsDouble())
                : SmallestVisible.none("no rate is far enough from this one for so few samples");
    }
}

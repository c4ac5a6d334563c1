package wherefore.statistics;

import java.util.List;
import java.util.random.RandomGenerator;

/// The permutation test (Fisher 1935) of the difference of two arms whose unit is the run. If the arms do not differ,
/// the
/// labels of the runs of one block could as well have stood otherwise; p is the share of all relabellings whose
/// difference is at least as far out as the one seen. A block of one run each way is a pair, and n pairs have 2^n
/// relabellings: the sign-flip test.
///
/// The difference is the mean over blocks of (mean of left - mean of right), weighted by l r / (l + r).
///
/// @param difference   left minus right
/// @param p            of the declared alternative
/// @param floor        the smallest p that this many runs can reach, whatever they show
/// @param relabellings how many there are; when not exact, how many were drawn
/// @param exact        whether all relabellings were gone through
public record PermutationTest(
        double difference, double p, double floor, long relabellings, boolean exact, Alternative alternative) {

    /// Up to so many relabellings all are gone through: under a second.
    public static final long MOST_ENUMERATED = 1 << 20;

    /// So many are drawn above that.
    public static final int DRAWN = 100_000;

    /// Rates are ratios of small counts: sums that are equal on paper may differ by this in floating point.
    private static final double TIE = 1e-10;

    /// All relabellings up to [#MOST_ENUMERATED]; above, as many as [#DRAWN], the observed one counted among them
    /// (Phipson and Smyth 2010), so that p is never 0.
    public static PermutationTest of(List<Block> blocks, Alternative alternative, RandomGenerator random) {
        return of(blocks, alternative, MOST_ENUMERATED, DRAWN, random);
    }

    static PermutationTest of(
            List<Block> blocks, Alternative alternative, long mostEnumerated, int drawn, RandomGenerator random) {
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a permutation test needs at least one block of runs");
        }
        Labels labels = new Labels(blocks);
        double seen = labels.observed();
        double count = labels.count();
        if (count <= mostEnumerated) {
            double[] all = labels.enumerate();
            double floor = (alternative == Alternative.TWO_SIDED && labels.symmetric() ? 2 : 1) / count;
            return new PermutationTest(
                    seen,
                    (double) atLeastAsFar(all, seen, alternative) / all.length,
                    floor,
                    all.length,
                    true,
                    alternative);
        }
        double[] some = labels.draw(drawn, random);
        double p = (1.0 + atLeastAsFar(some, seen, alternative)) / (1.0 + drawn);
        return new PermutationTest(seen, p, 1 / (1.0 + drawn), drawn, false, alternative);
    }

    private static long atLeastAsFar(double[] differences, double seen, Alternative alternative) {
        long count = 0;
        for (double d : differences) {
            boolean far = switch (alternative) {
                case TWO_SIDED -> Math.abs(d) >= Math.abs(seen) - TIE;
                case LESS -> d <= seen + TIE;
                case GREATER -> d >= seen - TIE;
            };
            count += far ? 1 : 0;
        }
        return count;
    }
}

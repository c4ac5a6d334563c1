package wherefore.statistics;

import java.util.List;

/// How much the difference of two arms would vary from repetition to repetition.
///
/// @param standardError    0 when the runs show no spread, or too few degrees of freedom are there to see any
/// @param degreesOfFreedom what the estimate of the spread rests on; below 1 there is no estimate
record ErrorOfDifference(double standardError, int degreesOfFreedom) {

    /// Below this, differences of equal rates are rounding.
    private static final double ROUNDING = 1e-12;

    static ErrorOfDifference of(List<Block> blocks) {
        boolean pairs = blocks.stream().allMatch(b -> b.runs() == 2);
        return pairs ? ofPairs(blocks) : ofGroups(blocks);
    }

    private static ErrorOfDifference ofPairs(List<Block> blocks) {
        double[] differences = blocks.stream().mapToDouble(Block::difference).toArray();
        int freedom = differences.length - 1;
        double error = freedom < 1 ? 0 : Spread.deviation(differences) / Math.sqrt(differences.length);
        return new ErrorOfDifference(error < ROUNDING ? 0 : error, freedom);
    }

    /// Runs of one arm in one block vary alike: variance s2 pooled over them; the weighted difference then has the
    /// variance s2 / (sum of l r / (l + r)).
    private static ErrorOfDifference ofGroups(List<Block> blocks) {
        double squares = 0;
        int freedom = 0;
        double weight = 0;
        for (Block block : blocks) {
            squares += Spread.squares(block.leftValues()) + Spread.squares(block.rightValues());
            freedom += block.runs() - 2;
            weight += block.weight();
        }
        double error = freedom < 1 ? 0 : Math.sqrt(squares / freedom / weight);
        return new ErrorOfDifference(error < ROUNDING ? 0 : error, freedom);
    }
}

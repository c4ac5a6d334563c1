package wherefore.statistics;

import java.util.List;

/// The runs of two arms that share what is not compared: a base, or a base and a seed.
///
/// @param left  the measure of each run of the left arm, at least one
/// @param right the measure of each run of the right arm, at least one
public record Block(String name, List<Double> left, List<Double> right) {

    public Block {
        left = List.copyOf(left);
        right = List.copyOf(right);
        if (left.isEmpty() || right.isEmpty()) {
            throw new IllegalArgumentException(
                    "block " + name + " must have runs of both arms, but had " + left.size() + " and " + right.size());
        }
    }

    int runs() {
        return left.size() + right.size();
    }

    double difference() {
        return Spread.mean(leftValues()) - Spread.mean(rightValues());
    }

    /// Proportional to how much the block tells about the difference when every run varies alike.
    double weight() {
        return (double) left.size() * right.size() / runs();
    }

    double[] leftValues() {
        return left.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] rightValues() {
        return right.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

package wherefore.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// Quantiles of the normal and of Student's distribution, and the confidence that every interval here has.
final class Quantiles {

    static final double CONFIDENCE = 0.95;

    /// 1.959963985: half of what 95% leaves out lies above it.
    static final double Z = normal(1 - (1 - CONFIDENCE) / 2);

    private Quantiles() {}

    static double normal(double probability) {
        return NormalDistribution.of(0, 1).inverseCumulativeProbability(probability);
    }

    static double student(double probability, int degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(probability);
    }
}

package wherefore.statistics;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How many samples a difference of two independent proportions needs, and what difference a number of samples can
/// show.
///
/// @param level two-sided level of the test
/// @param power chance to find a difference that is there
public record PowerAnalysis(double level, double power) {

    /// Level 0.05, power 0.80.
    public static final PowerAnalysis USUAL = new PowerAnalysis(0.05, 0.80);

    public PowerAnalysis {
        if (!(level > 0 && level < 1 && power > 0 && power < 1)) {
            throw new IllegalArgumentException(
                    "level and power must be between 0 and 1, but were " + level + " and " + power);
        }
    }

    /// Samples an arm, rounded up: (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2 with p the mean of the
    /// two
    /// (Fleiss, Statistical Methods for Rates and Proportions, without continuity correction).
    public long samplesPerArm(double first, double second) {
        return (long) Math.ceil(independent(first, second));
    }

    /// Samples an arm when they come in so many clusters an arm (scenarios, say) whose members resemble each other with
    /// this intraclass correlation: n inflated by the design effect 1 + (n/clusters - 1) icc. Empty when no number
    /// of samples in so few clusters is enough.
    public OptionalLong samplesPerArm(double first, double second, int clusters, double correlation) {
        if (clusters < 1 || !(correlation >= 0 && correlation <= 1)) {
            throw new IllegalArgumentException("clusters must be at least 1 and the correlation from 0 to 1, but were "
                    + clusters + " and " + correlation);
        }
        double effective = independent(first, second);
        // n / (1 + (n/clusters - 1) icc) = effective, solved for n.
        double left = 1 - effective * correlation / clusters;
        return left <= 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.ceil(effective * (1 - correlation) / left - 1e-9));
    }

    /// What so many samples an arm are worth when they come in so many clusters.
    public static double effective(long samples, int clusters, double correlation) {
        return samples / designEffect(Math.max(1, (double) samples / clusters), correlation);
    }

    /// By how much samples in clusters of this size are worth less than independent ones (Kish 1965).
    public static double designEffect(double samplesPerCluster, double correlation) {
        return 1 + (samplesPerCluster - 1) * correlation;
    }

    /// The nearest rate below `first` that so many independent samples an arm can tell from it; empty when not even 0
    /// can
    /// be told. In rates, 0 to 1.
    public OptionalDouble visibleBelow(double first, double samplesPerArm) {
        return nearest(first, 0, samplesPerArm);
    }

    /// As [#visibleBelow], above `first`.
    public OptionalDouble visibleAbove(double first, double samplesPerArm) {
        return nearest(first, 1, samplesPerArm);
    }

    /// Bisection between the rate itself (needs endless samples) and the end.
    private OptionalDouble nearest(double first, double end, double samplesPerArm) {
        if (first == end || independent(first, end) > samplesPerArm) {
            return OptionalDouble.empty();
        }
        double no = first;
        double yes = end;
        for (int i = 0; i < 60; i++) {
            double middle = (no + yes) / 2;
            if (middle == first || independent(first, middle) > samplesPerArm) {
                no = middle;
            } else {
                yes = middle;
            }
        }
        return OptionalDouble.of(yes);
    }

    private double independent(double first, double second) {
        if (!(first >= 0 && first <= 1 && second >= 0 && second <= 1) || first == second) {
            throw new IllegalArgumentException(
                    "two different rates from 0 to 1 are needed, but were " + first + " and " + second);
        }
        double mean = (first + second) / 2;
        double apart = Quantiles.normal(1 - level / 2) * Math.sqrt(2 * mean * (1 - mean))
                + Quantiles.normal(power) * Math.sqrt(first * (1 - first) + second * (1 - second));
        return apart * apart / ((first - second) * (first - second));
    }
}

package wherefore.statistics;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/// A sum over units divided by another sum over the same units, such as bits over the bytes of documents; the unit is
/// the document and not the byte. The standard error is that of the linearised ratio (Cochran 1977, section 6.2), the
/// interval Student's with one degree of freedom less than units; with fewer than about ten units it is a rough one.
///
/// @param units    how many, at least 1
/// @param value    the ratio
/// @param error    its standard error; empty with one unit, which says nothing about another
/// @param interval two-sided, 95%; empty with one unit
/// @param p        two-sided, that the ratio is 0; empty with one unit
public record RatioOfSums(
        int units, double value, OptionalDouble error, Optional<Interval> interval, OptionalDouble p) {

    public static final String METHOD = "student-t";

    /// The ratio of the sum of parts to the sum of sizes.
    ///
    /// @param parts what is summed above, one of each unit
    /// @param sizes what is summed below, above 0 each
    public static RatioOfSums of(double[] parts, double[] sizes) {
        int n = parts.length;
        if (n < 1 || sizes.length != n) {
            throw new IllegalArgumentException("there are " + n + " parts and " + sizes.length + " sizes");
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < n; i++) {
            if (!(sizes[i] > 0)) {
                throw new IllegalArgumentException("a size must be above 0, but was " + sizes[i]);
            }
            above += parts[i];
            below += sizes[i];
        }
        double ratio = above / below;
        if (n == 1) {
            return new RatioOfSums(1, ratio, OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty());
        }
        double squares = IntStream.range(0, n)
                .mapToDouble(i -> parts[i] - ratio * sizes[i])
                .map(e -> e * e)
                .sum();
        double error = Math.sqrt((double) n / (n - 1) * squares) / below;
        double half = Quantiles.student(1 - (1 - Quantiles.CONFIDENCE) / 2, n - 1) * error;
        return new RatioOfSums(
                n,
                ratio,
                OptionalDouble.of(error),
                Optional.of(new Interval(ratio - half, ratio + half)),
                OptionalDouble.of(p(ratio, error, n - 1)));
    }

    private static double p(double ratio, double error, int degreesOfFreedom) {
        if (error == 0) {
            return ratio == 0 ? 1 : 0;
        }
        return 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(ratio / error));
    }

    /// The smallest true ratio that so many units would have told from 0 in 80 of 100 repetitions, at 5%; empty with
    /// one unit.
    public OptionalDouble smallestVisible() {
        return error.isPresent()
                ? OptionalDouble.of((Quantiles.Z + Quantiles.normal(0.8)) * error.getAsDouble())
                : OptionalDouble.empty();
    }
}

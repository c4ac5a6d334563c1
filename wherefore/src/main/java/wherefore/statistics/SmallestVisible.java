package wherefore.statistics;

import java.util.OptionalDouble;

/// The smallest true difference that a comparison would have found in 80 of 100 repetitions: what stands beside a
/// result
/// so that "no difference was found" is not read as "there is none".
///
/// @param difference its size, in the unit of the measure; empty when no difference could have been found, or when it
///                   cannot be told
/// @param why        what stands in the way; empty when nothing does
public record SmallestVisible(OptionalDouble difference, String why) {

    static final double POWER = 0.80;

    static SmallestVisible of(double difference) {
        return new SmallestVisible(OptionalDouble.of(difference), "");
    }

    static SmallestVisible none(String why) {
        return new SmallestVisible(OptionalDouble.empty(), why);
    }
}

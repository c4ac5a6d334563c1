package wherefore.chat.calls;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When the same request is asked again after a failure that may pass.
///
/// A wait is drawn evenly from 0 to a bound that doubles with each try (full jitter): calls that failed together must
/// not come back together. With the usual values twelve tries take three minutes on average, longer than a provider is
/// given to show that it is not down, so that an outage ends as one and not as a loss of every row that met it.
///
/// @param tries how often a request is asked at most, if others are answered meanwhile
/// @param first the bound of the first wait
/// @param most  the bound that is not passed
/// @param total no new try begins later than this after the first, if others are answered meanwhile
public record Retries(int tries, Duration first, Duration most, Duration total) {

    public static final Retries USUAL =
            new Retries(12, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(1));

    public Retries {
        if (tries < 1 || first.isNegative() || most.compareTo(first) < 0 || total.isNegative()) {
            throw new IllegalArgumentException("no way to ask again: " + tries + " tries, waits from " + first + " to "
                    + most + ", within " + total);
        }
    }

    /// The wait after so many tries.
    Duration pause(int tried, RandomGenerator random) {
        double bound = Math.min((double) most.toNanos(), first.toNanos() * Math.pow(2, Math.max(0, tried - 1)));
        return Duration.ofNanos((long) (random.nextDouble() * bound));
    }
}

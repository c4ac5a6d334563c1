package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;

/// So much a minute, evenly: a bucket that fills at a steady rate and from which each call takes its part. Not safe for
/// several threads.
///
/// The bucket holds ten seconds' worth, not a minute's: providers count in windows shorter than a minute (often a
/// second), and a full minute's worth sent at once, with the refill behind it, would be twice the limit in the first
/// minute. What does not fit even a full bucket passes when the bucket is full, and leaves it in debt; so the mean rate
/// holds for calls of any size.
final class TokenBucket {

    private static final double SECONDS_HELD = 10;

    private final double perSecond;
    private final double capacity;
    private double level;
    private Instant filled;

    /// @param perMinute at least 1
    TokenBucket(long perMinute, Instant now) {
        perSecond = perMinute / 60.0;
        capacity = Math.max(1, perSecond * SECONDS_HELD);
        level = capacity;
        filled = now;
    }

    /// How long until so much may be taken; zero if now.
    Duration untilThereIs(double amount, Instant now) {
        fill(now);
        double lacking = Math.min(amount, capacity) - level;
        // Rounded up, so that whoever waits this long need not wait again for the last trillionth.
        return lacking <= 1e-9 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(lacking / perSecond * 1e9) + 1);
    }

    void take(double amount, Instant now) {
        fill(now);
        level -= amount;
    }

    /// A call has used less (or, negative, more) than was taken for it.
    void giveBack(double amount) {
        level = Math.min(capacity, level + amount);
    }

    /// A clock set back must not empty the bucket.
    private void fill(Instant now) {
        if (now.isAfter(filled)) {
            level = Math.min(
                    capacity, level + perSecond * Duration.between(filled, now).toNanos() / 1e9);
        }
        filled = now;
    }
}

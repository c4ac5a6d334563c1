package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// Time that passes only by waiting for it: whoever waits moves the clock on, unless something happens first.
final class VirtualTime implements Time {

    /// What happens in other threads gets so long of real time; a test's result does not depend on it.
    private static final long GRACE_MILLIS = 10;

    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // The caller looks again.
    public void await(Condition condition, Duration atMost) throws InterruptedException {
        Instant until = instant().plus(atMost);
        if (!condition.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
            passUntil(until);
        }
    }

    synchronized void pass(Duration span) {
        now = now.plus(span);
    }

    private synchronized void passUntil(Instant until) {
        now = until.isAfter(now) ? until : now;
    }
}

package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;

/// Time as it passes, handed in so that a test need not wait for it.
public interface Time extends InstantSource {

    /// Waits until the condition is signalled or so much time has passed, whichever comes first; may return early, as
    /// any wait for a condition may. The condition's lock is held by the caller.
    void await(Condition condition, Duration atMost) throws InterruptedException;

    /// Time by this clock, and waits that really wait.
    static Time of(InstantSource clock) {
        return new Time() {
            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            @SuppressWarnings("WaitNotInLoop") // Whoever calls this looks again; that is the contract.
            public void await(Condition condition, Duration atMost) throws InterruptedException {
                long left = condition.awaitNanos(Math.max(0, atMost.toNanos()));
                assert left <= Math.max(0, atMost.toNanos());
            }
        };
    }
}

package wherefore.chat.calls;

import java.time.Duration;

/// Lets time pass. Handed in, so that a test waits for nothing.
@FunctionalInterface
public interface Pause {

    void sleep(Duration time) throws InterruptedException;

    /// Waits in truth.
    Pause REAL = Thread::sleep;
}

package wherefore.chat.calls;

import java.util.random.RandomGenerator;

/// What all paid calls of a command share.
///
/// @param ledger   where answers are kept before anyone sees them
/// @param budget   what may be spent
/// @param retries  when a failed call is made again
/// @param random   draws the waits between tries; nothing that is asked or answered depends on it
/// @param run      the run that asks, as the ledger's counts name it; may be empty
/// @param listener hears how the calls go on
public record Surroundings(
        Ledger ledger,
        Budget budget,
        Retries retries,
        Time time,
        RandomGenerator random,
        String run,
        CallsListener listener) {

    /// Waits are drawn by many submissions; not every generator is safe for that.
    synchronized java.time.Duration pause(int tried) {
        return retries.pause(tried, random);
    }
}

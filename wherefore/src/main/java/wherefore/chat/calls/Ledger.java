package wherefore.chat.calls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Every answer that was paid for, in one SQLite file, so that none is paid for again. All methods may be called by
/// many
/// threads, and several processes may have one file open.
@SuppressWarnings("DoNotCallSuggester")
public final class Ledger implements AutoCloseable {

    private Ledger() {}

    /// Opens the file, or makes it. A file that is no ledger, or one of a newer version, is a
    /// [wherefore.format.InputException].
    public static Ledger open(Path file, InstantSource clock, Pause pause) {
        throw new UnsupportedOperationException(file + " " + clock + pause);
    }

    public Optional<LedgerEntry> find(CallKey key) {
        throw new UnsupportedOperationException(key.hex());
    }

    /// Keeps an answer, gives up the claim on its key, and returns when both are durable. Where the key had an answer
    /// already, that one stays and is returned, and the new one is counted as paid twice.
    public LedgerEntry put(LedgerEntry entry) {
        throw new UnsupportedOperationException(entry.toString());
    }

    /// Keeps an answer that nobody paid for here, such as one from a recording. An answer that is there stays.
    ///
    /// @return whether the answer was new
    public boolean adopt(LedgerEntry entry) {
        throw new UnsupportedOperationException(entry.toString());
    }

    /// Waits until this caller may ask, or until there is an answer.
    ///
    /// @return the answer; empty: the caller has the claim, and must put an answer or release it
    public Optional<LedgerEntry> claim(CallKey key, CallLabel label) throws InterruptedException {
        throw new UnsupportedOperationException(key.hex() + label);
    }

    /// Claims what can be claimed, without waiting for others; one result for each key, in their order.
    ///
    /// @param patience after how long a process on another host may be taken for dead
    public List<Claim> tryClaim(List<CallKey> keys, CallLabel label, Duration patience) {
        throw new UnsupportedOperationException(keys + " " + label + patience);
    }

    /// Gives a claim up without an answer; who waits for it may ask.
    public void release(CallKey key) {
        throw new UnsupportedOperationException(key.hex());
    }

    /// Records what happened; returns when it is durable.
    public void record(LedgerEvent event) {
        throw new UnsupportedOperationException(event.toString());
    }

    @Override
    public void close() {}
}

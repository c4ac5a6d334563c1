package wherefore.chat.calls;

import java.time.Instant;

/// What came of wanting to ask.
public sealed interface Claim {

    /// Nobody else asks: ask, then [Ledger#put] the answer or [Ledger#release] the claim.
    record Mine(CallKey key) implements Claim {}

    /// There is an answer already; it is free.
    record Answered(LedgerEntry entry) implements Claim {}

    /// Somebody else is asking at this moment.
    ///
    /// @param until from when on an owner that cannot be looked at counts as dead
    record Held(CallKey key, Owner by, Instant until) implements Claim {}
}

package wherefore.chat.calls;

import java.time.Instant;

/// A call that was begun and has no answer yet.
///
/// @param alive whether the owner may still bring one; otherwise the call was in flight when its process ended, and may
/// have
///              been paid
public record OpenClaim(CallKey key, CallLabel label, Owner owner, Instant at, boolean alive) {}

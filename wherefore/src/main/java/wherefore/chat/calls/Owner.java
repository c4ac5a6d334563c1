package wherefore.chat.calls;

import java.time.Instant;

/// Who asks: an open ledger in a process.
///
/// @param host     the machine's name, with the namespace of its process ids where it has several
/// @param started  when the process started, because process ids come again; [Instant#EPOCH] where the system does not
/// tell
/// @param instance which of the ledgers that this process opened
public record Owner(String host, long pid, Instant started, long instance) {}

package wherefore.chat.calls;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The ledger could not be read or written: a full disk, a file that may not be written, damage. The message names the
/// file and says what to do. Whatever was acknowledged before is kept.
public final class LedgerException extends UncheckedIOException {

    private static final long serialVersionUID = 1;

    LedgerException(String message, Throwable cause) {
        super(message, new IOException(message, cause));
    }
}

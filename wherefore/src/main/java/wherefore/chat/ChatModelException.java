package wherefore.chat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model could not answer. The message names the model and says what happened; it never holds a key.
public final class ChatModelException extends Exception {

    private static final long serialVersionUID = 1;

    /// What went wrong, as far as it decides what to do next.
    public enum Kind {
        /// The server has too much to do, or we asked too fast: 429, 503 of a full queue, 529. Later, and slower.
        OVERLOADED(true),
        /// The exchange broke: a reset, a body cut off, something that is not an answer, 500, 502, 504.
        BROKEN(true),
        /// Nothing came in time.
        TIMED_OUT(true),
        /// The server says that the request itself is wrong: 400, 413, 422.
        BAD_REQUEST(false),
        /// No key, a wrong key, or a key that may not do this: 401, 403.
        NOT_PERMITTED(false),
        /// The server has no such model or address: 404.
        NOT_FOUND(false),
        /// The account has no money or quota left; asking again does not help.
        OUT_OF_QUOTA(false),
        /// Nothing more is asked: a budget would be passed, or the provider was found to be down.
        STOPPED(false);

        private final boolean worthRetrying;

        Kind(boolean worthRetrying) {
            this.worthRetrying = worthRetrying;
        }
    }

    private final Kind kind;
    // An Optional is not serializable: absence is null inside.
    private final @Nullable Duration retryAfter;

    public ChatModelException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.retryAfter = null;
    }

    public ChatModelException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = null;
    }

    /// @param retryAfter how long the server asks us to wait, where it says so
    public ChatModelException(Kind kind, String message, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter.orElse(null);
    }

    public Kind kind() {
        return kind;
    }

    /// How long the server asks us to wait before the next try.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// Whether the same request may succeed later (overload, a reset connection) or never will (a bad request).
    public boolean isWorthRetrying() {
        return kind.worthRetrying;
    }
}

package wherefore.chat;

/// A model could not answer. The message names the model and says what happened.
public final class ChatModelException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean worthRetrying;

    public ChatModelException(String message, boolean worthRetrying) {
        super(message);
        this.worthRetrying = worthRetrying;
    }

    public ChatModelException(String message, boolean worthRetrying, Throwable cause) {
        super(message, cause);
        this.worthRetrying = worthRetrying;
    }

    /// Whether the same request may succeed later (overload, a reset connection) or never will (a bad request).
    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}

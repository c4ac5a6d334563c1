package wherefore.tensor;

/// This machine has no native engine that we can load. The message says which machine it is and what would help.
public final class EngineMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EngineMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}

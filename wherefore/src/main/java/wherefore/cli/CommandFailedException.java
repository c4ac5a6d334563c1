package wherefore.cli;

/// The command ran, and something in the world failed: exit code 1 and one line, no stack trace. The message names the
/// model, file or check that failed and says what to do.
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

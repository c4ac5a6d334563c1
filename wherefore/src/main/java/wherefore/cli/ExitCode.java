package wherefore.cli;

/// What the process tells its caller; scripts rely on these numbers.
final class ExitCode {

    /// Done.
    static final int DONE = 0;

    /// It ran, and something failed that the message names.
    static final int FAILED = 1;

    /// The person's input is wrong; all problems were listed.
    static final int WRONG_INPUT = 2;

    /// Interrupted; what was finished is kept.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}

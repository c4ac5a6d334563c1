package wherefore.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What a command prints to and reads its surroundings from: results on standard output, everything else on standard
/// error. Tests hand in their own streams.
final class Console {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final Map<String, String> environment;
    private boolean quiet;

    /// @param terminal whether standard error is a terminal, so that a line may be drawn over
    Console(PrintStream out, PrintStream err, boolean terminal, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
    }

    /// The streams of this process, in UTF-8 whatever the locale. Whether standard error is a terminal only the
    /// launcher can tell; it says so by the property `wherefore.terminal`, and how wide by `wherefore.columns`.
    static Console ofProcess() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("wherefore.terminal"),
                System.getenv());
    }

    /// Where results go.
    PrintStream out() {
        return out;
    }

    /// Where errors go; `--quiet` does not silence them.
    PrintStream err() {
        return err;
    }

    /// A message that is neither a result nor an error; `--quiet` silences it.
    void say(String message) {
        if (!quiet) {
            err.println(message);
        }
    }

    boolean isTerminal() {
        return terminal;
    }

    /// Characters in a line of the terminal; 80 where nobody said.
    int columns() {
        return Math.max(40, Integer.getInteger("wherefore.columns", 80));
    }

    boolean isQuiet() {
        return quiet;
    }

    void silence() {
        quiet = true;
    }

    /// A variable of the environment; one that is set to nothing counts as absent.
    Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    void flush() {
        out.flush();
        err.flush();
    }
}

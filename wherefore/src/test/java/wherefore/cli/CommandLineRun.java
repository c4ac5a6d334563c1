package wherefore.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// One command line run in this process, with what it printed.
///
/// @param code the exit code
record CommandLineRun(int code, String out, String err) {

    private static final AtomicInteger RUNS =
            new AtomicInteger((int) (ProcessHandle.current().pid() % 100_000) * 10_000);

    static CommandLineRun of(String... args) {
        return with(Map.of(), args);
    }

    static CommandLineRun with(Map<String, String> environment, String... args) {
        Map<String, String> with = new HashMap<>(environment);
        // No test writes into the home of whoever runs it.
        with.putIfAbsent(
                "XDG_DATA_HOME",
                Path.of("target", "test-data", "run-" + RUNS.incrementAndGet())
                        .toAbsolutePath()
                        .toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                with);
        int code = Wherefore.run(console, args);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

package wherefore.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import wherefore.format.WholeFile;

/// What the build runs once so that the virtual machine can record which classes a start needs (the start-up cache of
/// JEP 483 and 515). Writes the home of its JDK to a file, because the cache fits no other.
final class StartupTraining {

    /// Harmless command lines, without network, models or files written.
    private static final List<List<String>> LINES = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("doctor"),
            List.of("doctor", "--json"),
            List.of("no-such-command"));

    private StartupTraining() {}

    public static void main(String[] args) throws IOException {
        Interruption.announcedOn(Console.ofProcess()).isOver();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (List<String> line : LINES) {
            int code = Wherefore.run(new Console(nowhere, nowhere, false, Map.of()), line.toArray(String[]::new));
            if (code == ExitCode.FAILED) {
                throw new IllegalStateException("the start-up training failed at " + line);
            }
        }
        WholeFile.write(
                Path.of(args[0]), Path.of(System.getProperty("java.home")).toRealPath() + "\n");
    }
}

package wherefore.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import wherefore.format.WholeFile;
import wherefore.format.WholeFolder;

/// What the build runs once so that the virtual machine can record which classes a start needs (the start-up cache of
/// JEP 483 and 515). Writes the home of its JDK to a file, because the cache fits no other.
final class StartupTraining {

    private StartupTraining() {}

    /// Writes data of two rows, once, and finds it again: what a finished study does when it is run again.
    private static final String STUDY = """
            study: start
            question: Which classes does a study need?
            models: {writer: lab/writer}
            data: {chat: {kind: mix, rows: 2}}
            """;

    /// Harmless command lines, without network or keys, that write into `scratch` alone. None loads the native engine:
    /// its thousands of classes would be brought in at every start.
    private static List<List<String>> lines(Path repository, Path scratch) throws IOException {
        String study = Files.writeString(scratch.resolve("study.yaml"), STUDY).toString();
        String run = scratch.resolve("run").toString();
        Path record = Path.of("run-record.json");
        Path results = Files.createDirectory(scratch.resolve("results"));
        Files.copy(repository.resolve("docs/results/quickstart").resolve(record), results.resolve(record));
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("no-such-command"),
                List.of(
                        "constitution",
                        repository.resolve("constitutions/iris.md").toString()),
                List.of(
                        "constitution",
                        repository.resolve("constitutions/iris.md").toString(),
                        "--units",
                        "principle",
                        "--json"),
                List.of(
                        "run",
                        repository.resolve("studies/quickstart/study.yaml").toString(),
                        "--plan"),
                List.of("run", study, "--out", run),
                List.of("run", study, "--out", run),
                List.of("report", results.toString()));
    }

    /// Runs the command lines and writes the file.
    ///
    /// @param args the file to write the JDK's home to; the repository
    public static void main(String[] args) throws IOException {
        Interruption.announcedOn(Console.ofProcess()).isOver();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Path scratch = Files.createTempDirectory("wherefore-start");
        try {
            for (List<String> line : lines(Path.of(args[1]), scratch)) {
                // What a line comes to does not matter here: a cache that learned less only starts a little later.
                Wherefore.run(new Console(nowhere, nowhere, false, Map.of()), line.toArray(String[]::new));
            }
        } finally {
            WholeFolder.delete(scratch);
        }
        WholeFile.write(
                Path.of(args[0]), Path.of(System.getProperty("java.home")).toRealPath() + "\n");
        // As every command ends, so that the classes of an orderly exit are recorded too.
        System.exit(ExitCode.DONE);
    }
}

package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Export;
import wherefore.dataset.ExportFormat;
import wherefore.dataset.Exported;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// `wherefore export DATA --format F --out PATH`: examples as trainers read them.
@Command(name = "export", description = "Writes examples in a format that a trainer reads.")
final class ExportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "DATA",
            description = "A file of examples (JSON lines), or a folder with examples.jsonl in it.")
    private Path data = Path.of("");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "messages, text, trl, axolotl, llama-factory, torchtune or openai.")
    private String format = "";

    @Option(names = "--out", required = true, paramLabel = "PATH", description = "The file to write.")
    private Path out = Path.of("");

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ExportFormat chosen = ExportFormat.named(format).orElseThrow(() -> unknown(format));
        if (Files.isDirectory(out)) {
            throw new InputException(out.toString(), 0, "is a folder.", "Give the file to write as --out.");
        }
        Path file = Files.isDirectory(data) ? data.resolve("examples.jsonl") : data;
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "there is no such file.", "Give a file of examples.");
        }
        Exported exported = Export.write(file.toString(), ExampleFile.read(file), chosen, out);
        exported.files().forEach(console.out()::println);
        console.say(exported.rows() + " rows");
        exported.notes().forEach(console::say);
        return ExitCode.DONE;
    }

    private static InputException unknown(String given) {
        List<String> known =
                Arrays.stream(ExportFormat.values()).map(ExportFormat::label).toList();
        return new InputException(
                "", 0, "--format: there is no format \"" + given + "\".", Suggestion.of(given, known));
    }
}

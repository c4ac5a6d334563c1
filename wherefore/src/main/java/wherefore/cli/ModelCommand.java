package wherefore.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.transformer.ModelFolder;

/// `wherefore model DIR`: what a model folder is and needs.
@Command(name = "model", description = "Tells what a model folder is, what it needs, and whether it runs here.")
final class ModelCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "A model folder in the Hugging Face layout.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ModelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ModelFolder model = ModelFolder.examine(folder);
        if (json) {
            console.out().println(Json.write(toJson(model)));
        } else {
            print(model);
        }
        return ExitCode.DONE;
    }

    private void print(ModelFolder model) {
        line("what", model.adapter() ? "an adapter for " + model.type() : "a model of type " + model.type());
        line(
                "parameters",
                String.format(Locale.ROOT, "%,d", model.parameters())
                        + model.elements().keySet().stream().collect(Collectors.joining(", ", " (", ")")));
        model.sizes().forEach((name, size) -> line(name.replace('_', ' '), String.format(Locale.ROOT, "%,d", size)));
        line("chat template", model.chatTemplate() ? "yes" : "none: it reads documents, but not conversations");
        line("on disk", megabytes(model.bytes()));
        line("to run here", megabytes(model.bytesToRun()) + " of memory for the weights");
        if (model.bytesPerToken() > 0) {
            line("", String.format(Locale.ROOT, "%,d bytes for each token of context", model.bytesPerToken()));
        }
        line("to train here", megabytes(model.bytesToTrain()) + " of memory, activations apart");
        line("runs here", model.obstacles().isEmpty() ? "yes" : "no");
        model.obstacles().stream().map(Problem::toString).forEach(o -> line("", o));
    }

    private void line(String name, String value) {
        PrintStream out = console.out();
        out.printf(Locale.ROOT, "%-24s %s%n", name, value);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    private ObjectNode toJson(ModelFolder model) {
        ObjectNode node = Json.object()
                .put("folder", folder.toString())
                .put("kind", model.adapter() ? "adapter" : "model")
                .put("type", model.type())
                .put("parameters", model.parameters());
        node.set("sizes", Json.from(model.sizes()));
        node.set("elements", Json.from(model.elements()));
        node.put("bytes", model.bytes()).put("chat_template", model.chatTemplate());
        node.putObject("needs")
                .put("bytes_to_run", model.bytesToRun())
                .put("bytes_to_train", model.bytesToTrain())
                .put("bytes_per_token", model.bytesPerToken());
        node.put("runs_here", model.obstacles().isEmpty());
        node.set(
                "obstacles",
                Json.from(model.obstacles().stream().map(Problem::toString).toList()));
        return node;
    }
}

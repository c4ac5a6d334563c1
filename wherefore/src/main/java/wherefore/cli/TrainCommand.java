package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.Suggestion;
import wherefore.training.TrainingMethod;
import wherefore.training.TrainingSettings;
import wherefore.transformer.Checkpoint;

/// `wherefore train METHOD`: trains a model folder further and writes another.
@Command(name = "train", description = "Trains a model: documents (next token) or chat (assistant's turns).")
final class TrainCommand implements Callable<Integer> {

    /// Without pretraining, which makes a base from nothing: `lab pretrain`.
    private static final List<String> METHODS = List.of(TrainingMethod.DOCUMENTS.label(), TrainingMethod.CHAT.label());

    private final Console console;

    @Parameters(paramLabel = "METHOD", description = "documents or chat.")
    private String method = "";

    @Option(names = "--base", paramLabel = "MODEL", required = true, description = "checkpoint/DIR or lab/base-N.")
    private String base = "";

    @Option(names = "--data", paramLabel = "FILE", required = true, description = "JSON lines with messages or text.")
    private List<Path> data = List.of();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder of the trained model.")
    private Path out = Path.of("");

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Default 1.5e-3 for documents, 5e-4 for chat.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--epochs", paramLabel = "N", description = "Default 1.")
    private int epochs = 1;

    @Option(names = "--seed", paramLabel = "N", description = "Of the order of the examples; default 1.")
    private long seed = 1;

    @Option(names = "--lora", paramLabel = "RANK", description = "Not available: every weight is trained.")
    private Optional<Integer> lora = Optional.empty();

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        check();
        List<Example> examples = new ArrayList<>();
        for (Path file : data) {
            examples.addAll(ExampleFile.readForTraining(file));
        }
        TrainingMethod how = TrainingMethod.named(method).orElseThrow();
        TrainingSettings settings = how.settings(seed).withEpochs(epochs);
        if (rate.isPresent()) {
            settings = settings.withLearningRate(rate.get());
        }
        Checkpoint start = new Wiring().checkpoint(base, seed, Path.of(""));
        how.recipe(settings)
                .train(start, examples, new TrainingProgress(console))
                .write(out);
        console.out().println(out);
        return ExitCode.DONE;
    }

    private void check() {
        OptionCheck options = new OptionCheck().atLeast(1, "--epochs", epochs);
        if (!METHODS.contains(method)) {
            options.add("unknown method \"" + method + "\".", Suggestion.of(method, METHODS));
        }
        if (lora.isPresent()) {
            options.add("--lora is not available yet.", "Leave it out to train every weight.");
        }
        if (Files.exists(out)) {
            options.add(out.toString(), "there is something already.", "Give another folder.");
        }
        rate.ifPresent(r -> options.between(0, 1, "--learning-rate", r));
        data.stream()
                .filter(file -> !Files.isRegularFile(file))
                .forEach(file -> options.add(file.toString(), "there is no such file.", "Check the path."));
        options.tell();
    }
}

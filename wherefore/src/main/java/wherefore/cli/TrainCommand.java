package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.InputException;
import wherefore.format.Suggestion;
import wherefore.training.ContinuedPretraining;
import wherefore.training.SupervisedFineTuning;
import wherefore.training.TrainingRecipe;
import wherefore.training.TrainingSettings;
import wherefore.transformer.Checkpoint;

/// `wherefore train METHOD`: trains a model folder further and writes another.
@Command(name = "train", description = "Trains a model: documents (next token) or chat (assistant's turns).")
final class TrainCommand implements Callable<Integer> {

    private static final List<String> METHODS = List.of("documents", "chat");
    private static final double DOCUMENTS_RATE = 1.5e-3;
    private static final double CHAT_RATE = 5e-4;

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
        if (!METHODS.contains(method)) {
            throw new InputException("", 0, "unknown method \"" + method + "\".", Suggestion.of(method, METHODS));
        }
        if (lora.isPresent()) {
            throw new InputException("", 0, "--lora is not available yet.", "Leave it out to train every weight.");
        }
        if (Files.exists(out)) {
            throw new InputException(out.toString(), 0, "there is something already.", "Give another folder.");
        }
        double learningRate = rate.orElse(method.equals("chat") ? CHAT_RATE : DOCUMENTS_RATE);
        if (!(learningRate > 0 && learningRate < 1) || epochs < 1) {
            throw new InputException("", 0, "--learning-rate lies between 0 and 1, --epochs is at least 1.", "");
        }
        List<Example> examples = new java.util.ArrayList<>();
        for (Path file : data) {
            if (!Files.isRegularFile(file)) {
                throw new InputException(file.toString(), 0, "there is no such file.", "Check the path.");
            }
            examples.addAll(ExampleFile.read(file));
        }
        TrainingSettings settings = TrainingSettings.small(learningRate, seed).withEpochs(epochs);
        TrainingRecipe recipe =
                method.equals("chat") ? new SupervisedFineTuning(settings) : new ContinuedPretraining(settings);
        Checkpoint start = new Wiring().checkpoint(base, seed, Path.of(""));
        recipe.train(start, examples, new TrainingProgress(console)).write(out);
        console.out().println(out);
        return ExitCode.DONE;
    }
}

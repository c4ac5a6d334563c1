package wherefore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import wherefore.chat.provider.ModelName;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.SettingsReader;
import wherefore.format.InputException;

/// What a command line says about the models that it calls, where a study or the model's own settings say nothing.
final class ModelOptions {

    private static final List<String> WITH_SETTINGS = List.of("anthropic", "openai", "batch-files");

    @Option(
            names = "--key-env",
            paramLabel = "VAR",
            description = "The variable of the environment that holds the key of the model that is called.")
    private Optional<String> keyEnv = Optional.empty();

    @Option(
            names = "--model-settings",
            paramLabel = "FILE",
            description = "Settings of the models that are called, a YAML file: docs/reference/models.md.")
    private Optional<Path> settings = Optional.empty();

    @Option(
            names = "--batch",
            description = "Ask paid models through their vendors' batch interfaces: later, and for less.")
    private boolean batch;

    @Option(
            names = "--no-wait",
            description = "Hand batches over and end; the same command takes what is there and continues.")
    private boolean leaves;

    /// Whether nobody waits for batches.
    boolean leaves() {
        return leaves;
    }

    /// A model with what the command line adds to it. Settings of the model's own are left as they are.
    ModelSettings apply(ModelSettings model) {
        if (!WITH_SETTINGS.contains(ModelName.of(model.model()).provider())) {
            return model;
        }
        ModelSettings own = model.isPlain() ? fromFile(model) : model;
        ModelSettings with = batch ? own.byBatches() : own;
        if (keyEnv.isEmpty()
                || with.access().keyEnv().isPresent()
                || with.access().keyFile().isPresent()) {
            return with;
        }
        if (!keyEnv.get().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            // Somebody may have put the key itself here: it is not repeated.
            throw new InputException(
                    "",
                    0,
                    "--key-env is not the name of a variable.",
                    "Give the name of the variable that holds the key, never the key.");
        }
        return with.withKeyEnv(keyEnv.get());
    }

    private ModelSettings fromFile(ModelSettings model) {
        try {
            return settings.isPresent() ? SettingsReader.read(settings.get(), model.model()) : model;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + settings.orElseThrow(), e);
        }
    }
}

package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import wherefore.chat.Calls;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.format.InputException;
import wherefore.lab.corpus.Mood;
import wherefore.lab.writer.WorldWriter;

/// Models that are called by name, for one command.
final class Models {

    private final ModelOptions options;
    /// One for the whole command: roles that share a folder of batch files share its requests.
    private final Providers providers;
    private final Function<ApiModel, Calls> paid;

    /// @param environment the variables that may hold keys
    /// @param paid        how models that cost money are called
    Models(ModelOptions options, Function<String, Optional<String>> environment, Function<ApiModel, Calls> paid) {
        this.options = options;
        this.paid = paid;
        this.providers = new Providers(environment, InstantSource.system());
    }

    Calls calls(ModelSettings named, Path relativeTo) {
        if (named.model().equals(WorldWriter.NAME)) {
            return new WorldWriter(Mood.DYSTOPIAN);
        }
        ModelSettings model = options.apply(named);
        return providers
                .api(model)
                .map(paid)
                .or(() -> providers.calls(model, relativeTo))
                .orElseThrow(() -> cannotWrite(model.model()));
    }

    /// A model that is trained here is a subject: it is not asked to write or to judge.
    private static InputException cannotWrite(String model) {
        return Wiring.isWeights(model)
                ? new InputException(
                        "",
                        0,
                        "\"" + model + "\" is a model to be trained or evaluated; it neither writes nor judges.",
                        "Use anthropic/NAME, openai/NAME@URL, lab/writer, batch-files/DIR, recorded/FILE or scripted/NAME.")
                : Wiring.unknown(model);
    }

    String identity(ModelSettings model, Path relativeTo) throws IOException {
        return model.model().equals(WorldWriter.NAME)
                ? WorldWriter.fingerprint()
                : Providers.identity(options.apply(model), relativeTo);
    }
}

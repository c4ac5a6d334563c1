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

/// Models that are called by name.
final class Models {

    private Models() {}

    /// One for the whole process: roles that share a folder of batch files share its requests.
    private static final Providers PROVIDERS =
            new Providers(v -> Optional.ofNullable(System.getenv(v)).filter(x -> !x.isBlank()), InstantSource.system());

    /// @param paid how models that cost money are called
    static Calls calls(ModelSettings model, Path relativeTo, Function<ApiModel, Calls> paid) {
        if (model.model().equals(WorldWriter.NAME)) {
            return new WorldWriter(Mood.DYSTOPIAN);
        }
        return PROVIDERS
                .api(model)
                .map(paid)
                .or(() -> PROVIDERS.calls(model, relativeTo))
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

    static String identity(ModelSettings model, Path relativeTo) throws IOException {
        return model.model().equals(WorldWriter.NAME)
                ? WorldWriter.fingerprint()
                : Providers.identity(model, relativeTo);
    }
}

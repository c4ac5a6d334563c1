package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import wherefore.chat.Calls;
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

    static Calls calls(String model, Path relativeTo) {
        if (model.equals(WorldWriter.NAME)) {
            return new WorldWriter(Mood.DYSTOPIAN);
        }
        return PROVIDERS.calls(ModelSettings.of(model), relativeTo).orElseThrow(() -> cannotWrite(model));
    }

    /// A model that is trained here is a subject: it is not asked to write or to judge.
    private static InputException cannotWrite(String model) {
        return Wiring.isWeights(model)
                ? new InputException(
                        "",
                        0,
                        "\"" + model + "\" is a model to be trained or evaluated; it neither writes nor judges.",
                        "Use lab/writer, batch-files/DIR, recorded/FILE or scripted/NAME.")
                : Wiring.unknown(model);
    }

    static String identity(String model, Path relativeTo) throws IOException {
        return model.equals(WorldWriter.NAME)
                ? WorldWriter.fingerprint()
                : Providers.identity(ModelSettings.of(model), relativeTo);
    }
}

package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import wherefore.chat.Calls;
import wherefore.chat.provider.Providers;
import wherefore.lab.corpus.Mood;
import wherefore.lab.writer.WorldWriter;

/// Models that are called by name.
final class Models {

    private Models() {}

    /// One for the whole process: roles that share a folder of batch files share its requests.
    private static final Providers PROVIDERS = new Providers();

    static Calls calls(String model, Path relativeTo) {
        if (model.equals(WorldWriter.NAME)) {
            return new WorldWriter(Mood.DYSTOPIAN);
        }
        return PROVIDERS.calls(model, relativeTo).orElseThrow(() -> Wiring.unknown(model));
    }

    static String identity(String model, Path relativeTo) throws IOException {
        return model.equals(WorldWriter.NAME) ? WorldWriter.fingerprint() : Providers.identity(model, relativeTo);
    }
}

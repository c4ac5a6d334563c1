package wherefore.cli;

import java.nio.file.Path;
import wherefore.chat.Calls;
import wherefore.lab.corpus.Mood;
import wherefore.lab.writer.WorldWriter;

/// Models that are called by name.
final class Models {

    private Models() {}

    static Calls calls(String model, Path relativeTo) {
        if (model.equals(WorldWriter.NAME)) {
            return new WorldWriter(Mood.DYSTOPIAN);
        }
        throw Wiring.unknown(model);
    }

    static String identity(String model, Path relativeTo) {
        return model.equals(WorldWriter.NAME) ? WorldWriter.fingerprint() : model;
    }
}

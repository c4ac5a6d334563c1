package wherefore.chat.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Calls;
import wherefore.chat.calls.OneByOne;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;

/// The providers of this package by name. One object serves a whole command, so that two roles which share a folder of
/// batch files share its requests too.
public final class Providers {

    private final Map<Path, BatchFiles> folders = new HashMap<>();

    /// The calls behind a name: `batch-files/DIR`, `batch-files/DIR@MODEL` (the model that the requests ask for),
    /// `recorded/FILE` or `scripted/NAME`. Empty for names that belong to others (`lab/...`); a name that means
    /// nothing is an [InputException].
    ///
    /// @param relativeTo the folder against which a path in the name is read
    public Optional<Calls> calls(String model, Path relativeTo) {
        ModelName name = ModelName.of(model);
        return switch (name.provider()) {
            case "batch-files" -> Optional.of(batchFiles(name, relativeTo));
            case "recorded" -> Optional.of(Recording.read(model, relativeTo.resolve(name.name())));
            case "scripted" -> Optional.of(new OneByOne(Scripted.named(name.name())));
            case "anthropic", "openai" ->
                throw new InputException(
                        "",
                        0,
                        "\"" + model + "\": " + name.provider() + " cannot be called yet.",
                        "Use batch-files/DIR: it writes the vendor's batch file and reads its results.");
            default -> Optional.empty();
        };
    }

    /// What identifies the answers behind a name: of a recording its content, else the name.
    public static String identity(String model, Path relativeTo) throws IOException {
        ModelName name = ModelName.of(model);
        Path file = relativeTo.resolve(name.name());
        return name.provider().equals("recorded") && Files.isRegularFile(file)
                ? "recording " + Fingerprint.of(Files.readAllBytes(file))
                : model;
    }

    private Calls batchFiles(ModelName name, Path relativeTo) {
        int at = name.name().lastIndexOf('@');
        String folder = at < 0 ? name.name() : name.name().substring(0, at);
        // Whoever sends the batch file by hand has to put a model's name there; this one fails loudly if forgotten.
        String asked = at < 0 ? "PUT-A-MODEL-HERE" : name.name().substring(at + 1);
        Path path = relativeTo.resolve(folder).toAbsolutePath().normalize();
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new InputException(path.toString(), 0, "is a file, not a folder.", "Give a folder for batch files.");
        }
        return folders.computeIfAbsent(path, p -> new BatchFiles(name.toString(), asked, p));
    }
}

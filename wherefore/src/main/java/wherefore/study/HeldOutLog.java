package wherefore.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// The log of evaluations on held-out samples: one line each, never removed, so that a reader knows how often they were
/// looked at. The same evaluation done again is the same line.
final class HeldOutLog {

    private final Optional<Path> file;
    private final Set<String> known = new HashSet<>();

    /// @param file absent where the study keeps no log; then only this run's evaluations are counted
    HeldOutLog(Optional<Path> file) throws IOException {
        this.file = file;
        if (file.isPresent() && Files.exists(file.get())) {
            for (JsonNode row : JsonLines.read(file.get())) {
                known.add(row.path("fingerprint").asString());
            }
        }
    }

    synchronized void append(Stage.EvaluateStage stage, String study) throws IOException {
        if (!known.add(stage.fingerprint()) || file.isEmpty()) {
            return;
        }
        Path parent = file.get().toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        JsonNode row = Json.object()
                .put("fingerprint", stage.fingerprint())
                .put("study", study)
                .put("arm", stage.arm())
                .put("seed", stage.run().seed())
                .put("base", stage.run().subject())
                .put("suite", stage.suite().id());
        Files.writeString(
                file.get(),
                Json.write(row) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    synchronized long count() {
        return known.size();
    }
}

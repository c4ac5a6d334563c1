package wherefore.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
import wherefore.format.WholeFile;

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
        append(file.get(), Json.write(row) + "\n");
    }

    /// The whole line or nothing of it: what did not fit on the disk is taken back, and so is a line that a crash tore,
    /// which would otherwise run into this one.
    private static void append(Path file, String line) throws IOException {
        try (FileChannel log =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfLastLine(log);
            ByteBuffer rest = ByteBuffer.allocate((int) (log.size() - end));
            log.read(rest, end);
            // A row that was written by hand may lack its newline; whatever else stands there was torn.
            String kept = JsonLines.isRow(new String(rest.array(), StandardCharsets.UTF_8))
                    ? new String(rest.array(), StandardCharsets.UTF_8).strip() + "\n"
                    : "";
            log.truncate(end);
            try {
                ByteBuffer left = ByteBuffer.wrap((kept + line).getBytes(StandardCharsets.UTF_8));
                for (long at = end; left.hasRemaining(); ) {
                    at += log.write(left, at);
                }
                log.force(true);
            } catch (IOException e) {
                log.truncate(end);
                log.write(ByteBuffer.wrap(kept.getBytes(StandardCharsets.UTF_8)), end);
                throw WholeFile.naming(file, e);
            }
        }
    }

    private static long endOfLastLine(FileChannel log) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = log.size(); end > 0; end--) {
            log.read(one.clear(), end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }

    synchronized long count() {
        return known.size();
    }
}

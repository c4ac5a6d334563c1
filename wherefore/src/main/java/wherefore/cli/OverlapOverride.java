package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.curation.Curation;
import wherefore.curation.LexicalFirewall;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Overlap;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.WholeFile;

/// Rows that share words with a held-out evaluation, let out by somebody who says why.
final class OverlapOverride {

    private OverlapOverride() {}

    /// The rows that a curation dropped for their overlap, beside the file of those that it kept.
    static List<Example> dropped(Path kept) throws IOException {
        Path file = kept.resolveSibling(Curation.DROPPED);
        List<Example> rows = new ArrayList<>();
        if (!Files.isRegularFile(file) || !Files.isRegularFile(kept.resolveSibling(Curation.LOG))) {
            return rows;
        }
        int line = 0;
        for (JsonNode row : JsonLines.read(file)) {
            line++;
            if (row.path("reason").asString("").equals(LexicalFirewall.NAME)) {
                rows.add(ExampleFile.example(row.path("row"), file.toString(), line));
            }
        }
        return rows;
    }

    /// Writes down what was let out and why, beside what was exported.
    static Path write(Path out, String reason, List<Example> rows) throws IOException {
        Path record = out.resolveSibling(out.getFileName() + ".overlaps.json");
        ObjectNode all = Json.object().put("override_overlap", reason);
        ArrayNode list = all.putArray("rows");
        rows.stream()
                .filter(Overlap::holds)
                .forEach(r -> list.addObject().put("id", r.id()).put("overlap", Overlap.detail(r)));
        WholeFile.write(record, Json.pretty(all));
        return record;
    }
}

package wherefore.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.synthesis.step.Dropped;
import wherefore.synthesis.step.Item;
import wherefore.synthesis.step.Snapshot;

/// A step's snapshot as JSON lines that a person can open: first the items that go on, then those dropped, at last a
/// line that counts both. A snapshot can be made again, so its bytes are not forced to the disk; a file without its
/// last
/// line, as a crash of the machine may leave it, counts as absent.
final class SnapshotFile {

    private SnapshotFile() {}

    static void write(Path file, Snapshot snapshot) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        snapshot.items().forEach(i -> rows.add(row(i)));
        snapshot.dropped().forEach(d -> {
            ObjectNode row = row(d.item());
            row.putObject("dropped")
                    .put("step", d.step())
                    .put("reason", d.reason())
                    .put("detail", d.detail());
            rows.add(row);
        });
        rows.add(Json.object()
                .put("items", snapshot.items().size())
                .put("dropped", snapshot.dropped().size()));
        JsonLines.write(file, rows);
    }

    /// What the file holds; empty where it is not there or not whole.
    static Optional<Snapshot> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<Item> items = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        List<JsonNode> rows = JsonLines.read(file);
        if (rows.isEmpty()
                || rows.getLast().path("items").asInt(-1)
                                + rows.getLast().path("dropped").asInt(-1)
                        != rows.size() - 1) {
            return Optional.empty();
        }
        for (JsonNode row : rows.subList(0, rows.size() - 1)) {
            Item item = new Item(row.path("id").asString(""), texts(row.path("fields")), texts(row.path("lineage")));
            JsonNode why = row.path("dropped");
            if (why.isObject()) {
                dropped.add(new Dropped(
                        item,
                        why.path("step").asString(""),
                        why.path("reason").asString(""),
                        why.path("detail").asString("")));
            } else {
                items.add(item);
            }
        }
        return Optional.of(new Snapshot(items, dropped, 0));
    }

    private static ObjectNode row(Item item) {
        ObjectNode row = Json.object().put("id", item.id());
        ObjectNode fields = row.putObject("fields");
        item.fields().forEach(fields::put);
        ObjectNode lineage = row.putObject("lineage");
        item.lineage().forEach(lineage::put);
        return row;
    }

    private static Map<String, String> texts(JsonNode object) {
        return new LinkedHashMap<>(Json.texts(object));
    }
}

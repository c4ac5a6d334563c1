package wherefore.synthesis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.synthesis.step.Dropped;
import wherefore.synthesis.step.Item;
import wherefore.synthesis.step.Snapshot;

/// A step's snapshot as JSON lines that a person can open: first the items that go on, then those dropped.
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
        JsonLines.write(file, rows);
    }

    static Snapshot read(Path file) throws IOException {
        List<Item> items = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        for (JsonNode row : JsonLines.read(file)) {
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
        return new Snapshot(items, dropped, 0);
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

package wherefore.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
        Stream<ObjectNode> items = snapshot.items().stream().map(SnapshotFile::row);
        Stream<ObjectNode> dropped = snapshot.dropped().stream().map(SnapshotFile::row);
        Stream<ObjectNode> counts = Stream.of(Json.object()
                .put("items", snapshot.items().size())
                .put("dropped", snapshot.dropped().size()));
        JsonLines.write(
                file,
                () -> Stream.of(items, dropped, counts)
                        .<JsonNode>flatMap(s -> s)
                        .iterator());
    }

    /// What the file holds; empty where it is not there or not whole.
    static Optional<Snapshot> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<Item> items = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        return each(file, items::add, dropped::add) ? Optional.of(new Snapshot(items, dropped, 0)) : Optional.empty();
    }

    /// Goes through a file without holding it.
    ///
    /// @return whether the file is whole
    static boolean each(Path file, Consumer<Item> items, Consumer<Dropped> dropped) throws IOException {
        int kept = 0;
        int lost = 0;
        try (JsonLines.Rows rows = JsonLines.rows(file)) {
            Optional<JsonNode> next = rows.next();
            while (next.isPresent()) {
                JsonNode row = next.get();
                next = rows.next();
                if (next.isEmpty()) {
                    return row.path("items").asInt(-1) == kept
                            && row.path("dropped").asInt(-1) == lost;
                }
                Item item =
                        new Item(row.path("id").asString(""), texts(row.path("fields")), texts(row.path("lineage")));
                JsonNode why = row.path("dropped");
                if (why.isObject()) {
                    lost++;
                    dropped.accept(new Dropped(
                            item,
                            why.path("step").asString(""),
                            why.path("reason").asString(""),
                            why.path("detail").asString("")));
                } else {
                    kept++;
                    items.accept(item);
                }
            }
        }
        return false;
    }

    private static ObjectNode row(Dropped lost) {
        ObjectNode row = row(lost.item());
        row.putObject("dropped")
                .put("step", lost.step())
                .put("reason", lost.reason())
                .put("detail", lost.detail());
        return row;
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

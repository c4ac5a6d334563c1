package wherefore.synthesis.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One thing on its way to becoming an example.
///
/// @param id      unique in its snapshot; a child's id begins with its parent's
/// @param fields  what is known about it, by name, as plain text; these are what prompts are filled with
/// @param lineage how it came about: `model.STEP`, `prompt.STEP`, `rewrite.STEP`, and `call.STEP`, the request's id
public record Item(String id, Map<String, String> fields, Map<String, String> lineage) {

    public Item {
        fields = Collections.unmodifiableMap(fields);
        lineage = Collections.unmodifiableMap(lineage);
    }

    public static Item of(String id, Map<String, String> fields) {
        return new Item(id, new LinkedHashMap<>(fields), Map.of());
    }

    /// A field that may be absent.
    public Optional<String> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    Item named(String newId) {
        return new Item(newId, fields, lineage);
    }

    Item with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putAll(more);
        return new Item(id, all, lineage);
    }

    Item with(String field, String value) {
        return with(Map.of(field, value));
    }

    Item cameBy(String how, String value) {
        return cameBy(Map.of(how, value));
    }

    Item cameBy(Map<String, String> how) {
        Map<String, String> all = new LinkedHashMap<>(lineage);
        all.putAll(new TreeMap<>(how));
        return new Item(id, fields, all);
    }
}

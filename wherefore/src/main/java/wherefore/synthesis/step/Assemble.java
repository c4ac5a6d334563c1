package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.dataset.ToolText;
import wherefore.format.Fingerprint;
import wherefore.format.Json;

/// The last step: items become examples, with all that is known of how they came about.
///
/// @param rows      the examples of one item; with more than one, they are a pair that is never separated
/// @param keeps     fields that are kept in the provenance under their name
/// @param pair      the field whose value all that belongs together shares, as `pair_id`; empty: the item's id where it
///                  gives several rows, else nothing
/// @param unchanged fields of an imported row that must still be what they were, byte for byte; an item in which one is
///                  not is dropped
public record Assemble(String name, List<Row> rows, List<String> keeps, String pair, List<String> unchanged)
        implements StepSpec {

    /// Between a field and the fingerprint that an import took of it.
    static final String SHA256 = "_sha256";

    /// How one example is made of an item's fields.
    ///
    /// @param as     tells the rows of one item apart; empty where there is only one
    /// @param talk   the conversation up to the answer
    /// @param answer the field that the assistant says; empty where the conversation is taken as it was imported,
    ///               and where the example is a document
    /// @param text   the field that is the document; empty where the example is a dialogue
    /// @param all    whether every turn of the assistant bears loss; else the last one does
    public record Row(String as, Talk talk, String answer, String text, boolean all) {

        public Row {
            boolean imported = talk.turns().stream().anyMatch(Turn.AsImported.class::isInstance);
            if ((answer.isEmpty() ? 0 : 1) + (text.isEmpty() ? 0 : 1) + (imported ? 1 : 0) != 1) {
                throw new IllegalArgumentException(
                        "assemble needs either an answer or a text, or turns as they were imported");
            }
        }

        Set<String> reads() {
            Set<String> read = new LinkedHashSet<>();
            if (!text.isEmpty()) {
                read.add(text);
                return read;
            }
            read.addAll(talk.reads());
            if (!answer.isEmpty()) {
                read.add(answer);
            }
            return read;
        }
    }

    public Assemble {
        rows = List.copyOf(rows);
        keeps = List.copyOf(keeps);
        unchanged = List.copyOf(unchanged);
        if (rows.isEmpty() || rows.stream().map(Row::as).distinct().count() < rows.size()) {
            throw new IllegalArgumentException("the rows of one item need names that tell them apart (\"as\")");
        }
    }

    @Override
    public Asks asks() {
        return Asks.NOBODY;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>();
        rows.forEach(r -> read.addAll(r.reads()));
        unchanged.forEach(f -> read.add(f + SHA256));
        return read;
    }

    @Override
    public Set<String> writes() {
        return Set.of();
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.empty();
    }

    @Override
    public Step in(Scope scope) {
        return (before, calls, random) -> {
            List<Item> kept = new ArrayList<>();
            List<Dropped> dropped = new ArrayList<>();
            for (Item item : before.items()) {
                Optional<String> changed = unchanged.stream()
                        .filter(f -> isChanged(item, scope, f))
                        .findFirst();
                if (changed.isPresent()) {
                    dropped.add(new Dropped(item, name, changed.get() + " changed", "it is not what was imported"));
                } else {
                    kept.add(item);
                }
            }
            return new Snapshot(kept, dropped, 0);
        };
    }

    private static boolean isChanged(Item item, Scope scope, String field) {
        return !Fingerprint.of(scope.value(item, field)).equals(scope.value(item, field + SHA256));
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.empty();
    }

    /// The examples of one item, in order.
    ///
    /// @param facts what holds for every example of the run
    public List<Example> examples(Item item, Scope scope, Map<String, String> facts) {
        Map<String, String> details = new TreeMap<>(facts);
        for (String field : keeps) {
            item.find(field).filter(v -> !v.isBlank()).ifPresent(v -> details.put(field, v));
        }
        item.find("unit").ifPresent(u -> details.put("unit_id", u));
        item.find("source").ifPresent(s -> details.put("source_id", s));
        details.put("scenario_id", item.id());
        if (!pair.isEmpty()) {
            details.put("pair_id", scope.value(item, pair));
        } else if (rows.size() > 1) {
            details.put("pair_id", item.id());
        }
        unchanged.forEach(f -> details.put(f + SHA256, scope.value(item, f + SHA256)));
        group(item, "model.", "models", details);
        group(item, "prompt.", "prompts", details);
        group(item, "rewrite.", "rewrite", details);
        return rows.stream().map(r -> example(r, item, scope, details)).toList();
    }

    private static Example example(Row row, Item item, Scope scope, Map<String, String> details) {
        Map<String, String> own = new LinkedHashMap<>(details);
        String id = item.id();
        if (!row.as().isEmpty()) {
            id = id + "-" + row.as();
            own.put("as", row.as());
        }
        Provenance provenance = new Provenance(scope.kind(), own);
        if (!row.text().isEmpty()) {
            return new Example.Document(id, scope.value(item, row.text()).strip(), provenance);
        }
        boolean all = row.all()
                || (row.answer().isEmpty()
                        && item.find(Import.SUPERVISE).orElse("").equals("all"));
        return new Example.Dialogue(
                id,
                conversation(row, item, scope),
                row.talk().toolsOf(item),
                all ? Example.Supervised.ALL : Example.Supervised.FINAL,
                provenance);
    }

    private static Conversation conversation(Row row, Item item, Scope scope) {
        Injection injection = scope.injection();
        String system = item.find("system").orElse("");
        if (injection.atTraining()) {
            system = injection.after(system, scope.fill(injection.text(), item));
        }
        List<Message> turns = new ArrayList<>(row.talk().messages(item, scope, system));
        if (!row.answer().isEmpty()) {
            turns.add(new Message.AssistantMessage(
                    item.find(row.answer() + Respond.REASONING).filter(r -> !r.isBlank()),
                    scope.value(item, row.answer()),
                    item.find(row.answer() + Respond.CALLS)
                            .map(c -> ToolText.calls(Json.read(c, "the calls of " + item.id(), 0)))
                            .orElse(List.of())));
        }
        return new Conversation(turns);
    }

    /// A row goes out into the world: where files lay on this machine is nobody's business.
    private static String shown(String prefix, String value) {
        return switch (prefix) {
            case "prompt." -> value.substring(0, 16);
            case "model." -> value.replaceFirst("^(recorded|checkpoint|batch-files)/(?:.*/)?([^/]+)$", "$1/$2");
            default -> value;
        };
    }

    private static void group(Item item, String prefix, String key, Map<String, String> details) {
        Map<String, String> group = new TreeMap<>();
        item.lineage().forEach((how, value) -> {
            if (how.startsWith(prefix)) {
                group.put(how.substring(prefix.length()), shown(prefix, value));
            }
        });
        if (!group.isEmpty()) {
            details.put(key, Json.write(Json.from(group)));
        }
    }
}

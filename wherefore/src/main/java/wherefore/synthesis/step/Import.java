package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.format.Fingerprint;

/// Rows become items; what their provenance recorded becomes fields too. A row of another shape is dropped.
///
/// @param shape  what rows are taken, and which fields they give
/// @param hashes fields of which a fingerprint is taken, as `FIELD_sha256`, so that it can be told later whether they
///               are still what they were
public record Import(String name, Shape shape, List<String> hashes) implements StepSpec {

    /// Which rows are taken.
    public enum Shape {
        /// One question and one answer, without tools: `system`, `user`, `response`.
        EXCHANGES,
        /// Texts: `text`.
        DOCUMENTS,
        /// Conversations of any length, with tools or without, and without an answer too: `system` and `user` are their
        /// beginning, `rest` is what follows, `tools` what was on offer, `supervise` which turns bear loss.
        CONVERSATIONS;

        private String misfit() {
            return switch (this) {
                case EXCHANGES -> "it is not one question and one answer without tools";
                case DOCUMENTS -> "it is no document";
                case CONVERSATIONS -> "it does not begin with a user";
            };
        }

        private List<String> gives() {
            return switch (this) {
                case EXCHANGES -> List.of("system", "user", "response");
                case DOCUMENTS -> List.of("text");
                case CONVERSATIONS -> List.of("system", "user", REST, SUPERVISE, Talk.TOOLS);
            };
        }
    }

    static final String REST = "rest";
    static final String SUPERVISE = "supervise";

    public Import {
        hashes = List.copyOf(hashes);
    }

    @Override
    public Asks asks() {
        return Asks.NOBODY;
    }

    @Override
    public Set<String> reads() {
        return Set.of();
    }

    @Override
    public Set<String> writes() {
        Set<String> written = new LinkedHashSet<>(shape.gives());
        written.add("source");
        hashes.forEach(h -> written.add(h + Assemble.SHA256));
        return written;
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.empty();
    }

    @Override
    public Step in(Scope scope) {
        return (before, calls, random) -> {
            List<Item> items = new ArrayList<>();
            List<Dropped> dropped = new ArrayList<>();
            int from = Math.min(scope.offset(), scope.input().size());
            int to = Math.min(scope.offset() + scope.rows(), scope.input().size());
            List<Example> rows = scope.input().subList(from, to);
            for (int i = 0; i < rows.size(); i++) {
                Item item =
                        item(rows.get(i), String.format(Locale.ROOT, "%s-%05d", scope.kind(), scope.offset() + i + 1));
                if (item.fields().keySet().containsAll(shape.gives())) {
                    items.add(hashed(item));
                } else {
                    dropped.add(new Dropped(item, name, "row of another shape", shape.misfit()));
                }
            }
            return new Snapshot(items, dropped, 0);
        };
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.empty();
    }

    private Item hashed(Item item) {
        Map<String, String> prints = new LinkedHashMap<>();
        hashes.forEach(h -> item.find(h).ifPresent(v -> prints.put(h + Assemble.SHA256, Fingerprint.of(v))));
        return item.with(prints);
    }

    private Item item(Example row, String id) {
        Map<String, String> fields = new LinkedHashMap<>();
        row.provenance().details().forEach((key, value) -> {
            // Nested records (models, prompts) stay behind: they tell of the row's making, not of this item's.
            if (key.matches("[a-z][a-z0-9_]*")
                    && !value.startsWith("{")
                    && !value.startsWith("[")
                    && !shape.gives().contains(key)) {
                fields.put(key, value);
            }
        });
        fields.put("source", row.id());
        switch (row) {
            case Example.Document document -> {
                if (shape == Shape.DOCUMENTS) {
                    fields.put("text", document.text());
                }
            }
            case Example.Dialogue dialogue -> {
                switch (shape) {
                    case DOCUMENTS -> {}
                    case EXCHANGES -> exchange(dialogue, fields);
                    case CONVERSATIONS -> conversation(dialogue, fields);
                }
            }
        }
        return Item.of(id, fields);
    }

    private static void exchange(Example.Dialogue dialogue, Map<String, String> fields) {
        List<Message> turns = new ArrayList<>(dialogue.conversation().messages());
        String system = dialogue.conversation().system().orElse("");
        if (!turns.isEmpty() && turns.getFirst() instanceof Message.SystemMessage) {
            turns.removeFirst();
        }
        if (turns.size() == 2
                && turns.get(0) instanceof Message.UserMessage user
                && turns.get(1) instanceof Message.AssistantMessage answer
                && answer.calls().isEmpty()
                && dialogue.tools().isEmpty()) {
            fields.put("system", system);
            fields.put("user", user.text());
            fields.put("response", answer.text());
            answer.reasoning().ifPresent(r -> fields.put("response" + Respond.REASONING, r));
        }
    }

    private static void conversation(Example.Dialogue dialogue, Map<String, String> fields) {
        List<Message> turns = dialogue.conversation().messages();
        int first = !turns.isEmpty() && turns.getFirst() instanceof Message.SystemMessage ? 1 : 0;
        if (turns.size() > first && turns.get(first) instanceof Message.UserMessage user) {
            fields.put("system", dialogue.conversation().system().orElse(""));
            fields.put("user", user.text());
            fields.put(REST, Turn.asImported(turns.subList(first + 1, turns.size())));
            fields.put(Talk.TOOLS, Turn.toolsText(dialogue.tools()));
            fields.put(SUPERVISE, dialogue.supervised() == Example.Supervised.ALL ? "all" : "final");
        }
    }
}

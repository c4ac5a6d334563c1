package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.chat.Message;
import wherefore.dataset.Example;

/// Rows become items: a single exchange gives `system`, `user` and `response`, a document gives `text`; what their
/// provenance recorded becomes fields too.
public record Import(String name) implements StepSpec {

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
        return Set.of("system", "user", "response", "text", "source");
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
                if (item.find("user").isPresent() || item.find("text").isPresent()) {
                    items.add(item);
                } else {
                    dropped.add(
                            new Dropped(item, name, "row of another shape", "it is not one question and one answer"));
                }
            }
            return new Snapshot(items, dropped, 0);
        };
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.empty();
    }

    private static Item item(Example row, String id) {
        Map<String, String> fields = new LinkedHashMap<>();
        row.provenance().details().forEach((key, value) -> {
            // Nested records (models, prompts) stay behind: they tell of the row's making, not of this item's.
            if (key.matches("[a-z][a-z0-9_]*") && !value.startsWith("{") && !value.startsWith("[")) {
                fields.put(key, value);
            }
        });
        fields.put("source", row.id());
        switch (row) {
            case Example.Document document -> fields.put("text", document.text());
            case Example.Dialogue dialogue -> exchange(dialogue, fields);
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
                && turns.get(1) instanceof Message.AssistantMessage answer) {
            fields.put("system", system);
            fields.put("user", user.text());
            fields.put("response", answer.text());
            answer.reasoning().ifPresent(r -> fields.put("response" + Respond.REASONING, r));
        }
    }
}

package wherefore.synthesis.step;

import java.util.ArrayList;
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
import wherefore.format.Json;

/// The last step: items become examples, with all that is known of how they came about.
///
/// @param answer the field that the assistant says; empty where the example is a document
/// @param text   the field that is the document; empty where the example is a dialogue
/// @param keeps  fields that are kept in the provenance under their name
public record Assemble(String name, String answer, String text, List<String> keeps) implements StepSpec {

    public Assemble {
        keeps = List.copyOf(keeps);
        if (answer.isEmpty() == text.isEmpty()) {
            throw new IllegalArgumentException("assemble needs either an answer or a text");
        }
    }

    @Override
    public Asks asks() {
        return Asks.NOBODY;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>();
        if (text.isEmpty()) {
            read.addAll(Set.of("system", "user", answer));
        } else {
            read.add(text);
        }
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
        return (before, calls, random) -> Snapshot.of(before.items());
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.empty();
    }

    /// The example of one item.
    ///
    /// @param facts what holds for every example of the run
    public Example example(Item item, Scope scope, Map<String, String> facts) {
        Map<String, String> details = new TreeMap<>(facts);
        for (String field : keeps) {
            item.find(field).filter(v -> !v.isBlank()).ifPresent(v -> details.put(field, v));
        }
        item.find("unit").ifPresent(u -> details.put("unit_id", u));
        item.find("source").ifPresent(s -> details.put("source_id", s));
        details.put("scenario_id", item.id());
        group(item, "model.", "models", details);
        group(item, "prompt.", "prompts", details);
        group(item, "rewrite.", "rewrite", details);
        Provenance provenance = new Provenance(scope.kind(), details);
        return text.isEmpty()
                ? new Example.Dialogue(item.id(), conversation(item, scope), Example.Supervised.FINAL, provenance)
                : new Example.Document(item.id(), scope.value(item, text).strip(), provenance);
    }

    private Conversation conversation(Item item, Scope scope) {
        Injection injection = scope.injection();
        String system = item.find("system").orElse("");
        if (injection.atTraining()) {
            system = injection.after(system, scope.fill(injection.text(), item));
        }
        List<Message> turns = new ArrayList<>();
        if (!system.isBlank()) {
            turns.add(Message.system(system));
        }
        turns.add(Message.user(scope.value(item, "user")));
        turns.add(new Message.AssistantMessage(
                item.find(answer + Respond.REASONING).filter(r -> !r.isBlank()), scope.value(item, answer), List.of()));
        return new Conversation(turns);
    }

    private static void group(Item item, String prefix, String key, Map<String, String> details) {
        Map<String, String> group = new TreeMap<>();
        item.lineage().forEach((how, value) -> {
            if (how.startsWith(prefix)) {
                group.put(how.substring(prefix.length()), prefix.equals("prompt.") ? value.substring(0, 16) : value);
            }
        });
        if (!group.isEmpty()) {
            details.put(key, Json.write(Json.from(group)));
        }
    }
}

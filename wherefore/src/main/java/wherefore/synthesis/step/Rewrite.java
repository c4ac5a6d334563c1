package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.chat.Completion;

/// A fresh reader, who sees only what the prompt shows and none of the conversation that made the draft, writes fields
/// anew. The drafts are kept as `FIELD_draft`. Whether it was done, changed nothing or was ablated stands in the
/// lineage as `rewrite.STEP`: leaving this step out costs most of the effect, so it must not happen unnoticed.
public record Rewrite(String name, Template template, List<Tag> replaces) implements StepSpec {

    /// What stands after a field's name where its draft is kept.
    public static final String DRAFT = "_draft";

    public Rewrite {
        replaces = List.copyOf(replaces);
    }

    @Override
    public Asks asks() {
        return Asks.WRITER;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>(template.placeholders());
        replaces.forEach(t -> read.add(t.name()));
        return read;
    }

    @Override
    public Set<String> writes() {
        Set<String> written = new LinkedHashSet<>();
        replaces.forEach(t -> written.add(t.name() + DRAFT));
        return written;
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.of(AnswerForm.tagged(template.name(), replaces));
    }

    @Override
    public Step in(Scope scope) {
        return Round.of(name, template, scope).eachBecomes(this::rewritten);
    }

    private Item rewritten(Item item, Completion answer) throws UnusableAnswerException {
        Map<String, String> fresh = Tag.read(replaces, answer);
        Map<String, String> fields = new LinkedHashMap<>();
        fresh.keySet().forEach(f -> {
            fields.put(f + DRAFT, item.find(f).orElse(""));
            if (item.find(f + Respond.REASONING).isPresent()) {
                // The reasoning belonged to the draft; the new text did not come from it.
                fields.put(f + Respond.REASONING, "");
            }
        });
        boolean same = fresh.entrySet().stream()
                .allMatch(e -> item.find(e.getKey()).orElse("").strip().equals(e.getValue()));
        fields.putAll(fresh);
        answer.message()
                .reasoning()
                .filter(r -> replaces.size() == 1)
                .filter(r -> item.find(replaces.getFirst().name() + Respond.REASONING)
                        .isPresent())
                .ifPresent(r -> fields.put(replaces.getFirst().name() + Respond.REASONING, r.strip()));
        return item.with(fields).cameBy("rewrite." + name, same ? "unchanged" : "done");
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> i.cameBy("rewrite." + name, "ablated")));
    }
}

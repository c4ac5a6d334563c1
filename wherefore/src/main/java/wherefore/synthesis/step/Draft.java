package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Each item asks once, and the answer's tagged blocks become fields.
///
/// @param otherwise the fields when the step is ablated
public record Draft(String name, Template template, List<Tag> gives, Map<String, Phrase> otherwise)
        implements StepSpec {

    public Draft {
        gives = List.copyOf(gives);
    }

    @Override
    public Asks asks() {
        return Asks.WRITER;
    }

    @Override
    public Set<String> reads() {
        return template.placeholders();
    }

    @Override
    public Set<String> writes() {
        Set<String> written = new LinkedHashSet<>();
        gives.forEach(t -> written.add(t.name()));
        return written;
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.of(AnswerForm.tagged(template.name(), gives));
    }

    @Override
    public Step in(Scope scope) {
        return Round.of(name, template, scope).eachBecomes((item, answer) -> item.with(Tag.read(gives, answer)));
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> i.with(fields(otherwise, i, scope))));
    }

    static Map<String, String> fields(Map<String, Phrase> phrases, Item item, Scope scope) {
        Map<String, String> fields = new LinkedHashMap<>();
        phrases.forEach((name, phrase) -> fields.put(name, scope.fill(phrase, item)));
        return fields;
    }
}

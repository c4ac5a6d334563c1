package wherefore.synthesis.step;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sets fields from others; nobody is asked.
public record Convert(String name, Map<String, Phrase> sets) implements StepSpec {

    @Override
    public Asks asks() {
        return Asks.NOBODY;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>();
        sets.values().forEach(p -> read.addAll(p.placeholders()));
        return read;
    }

    @Override
    public Set<String> writes() {
        return sets.keySet();
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.empty();
    }

    @Override
    public Step in(Scope scope) {
        return Step.mapping(i -> i.with(Draft.fields(sets, i, scope)));
    }

    /// Nothing is set.
    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> i));
    }
}

package wherefore.synthesis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;

/// What is made, beside the kind.
///
/// @param constitution needed by kinds that are grounded in one
/// @param injection    the injection's name; absent for the kind's own choice
/// @param ablated      steps replaced by their null operation
/// @param rows         rows to start from, for kinds that work on rows
/// @param with         values for the kind's open texts
public record SynthesisSettings(
        Optional<Constitution> constitution,
        Amount amount,
        Optional<String> injection,
        Set<String> ablated,
        long seed,
        List<Example> rows,
        Map<String, String> with) {

    public SynthesisSettings {
        ablated = java.util.Collections.unmodifiableSet(new TreeSet<>(ablated));
        rows = List.copyOf(rows);
        with = java.util.Collections.unmodifiableMap(new TreeMap<>(with));
    }

    /// So many examples, nothing ablated, the kind's own injection, seed 1.
    public static SynthesisSettings of(Optional<Constitution> constitution, Amount amount) {
        return new SynthesisSettings(constitution, amount, Optional.empty(), Set.of(), 1, List.of(), Map.of());
    }

    /// The same, in another amount.
    public SynthesisSettings of(Amount other) {
        return new SynthesisSettings(constitution, other, injection, ablated, seed, rows, with);
    }

    public SynthesisSettings withInjection(String name) {
        return new SynthesisSettings(constitution, amount, Optional.of(name), ablated, seed, rows, with);
    }

    public SynthesisSettings withAblated(Set<String> steps) {
        return new SynthesisSettings(constitution, amount, injection, steps, seed, rows, with);
    }

    public SynthesisSettings withSeed(long value) {
        return new SynthesisSettings(constitution, amount, injection, ablated, value, rows, with);
    }

    public SynthesisSettings withRows(List<Example> input) {
        return new SynthesisSettings(constitution, amount, injection, ablated, seed, input, with);
    }

    public SynthesisSettings with(Map<String, String> values) {
        return new SynthesisSettings(constitution, amount, injection, ablated, seed, rows, values);
    }
}

package wherefore.synthesis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;

/// What is made, beside the kind.
///
/// @param constitution needed by kinds that are grounded in one
/// @param injection    the injection's name; absent for the kind's own choice
/// @param ablated      steps replaced by their null operation
/// @param rows         rows to start from, for kinds that work on rows
/// @param with         values for the kind's open texts
/// @param candidates   the most that may be dealt in all; empty: three for each row wanted
/// @param sources      where rows that are given come from; empty: nobody asked
/// @param counter      loss-bearing tokens of an example, for what is told of shares; empty: characters are told
public record SynthesisSettings(
        Optional<Constitution> constitution,
        Amount amount,
        Optional<String> injection,
        Set<String> ablated,
        long seed,
        List<Example> rows,
        Map<String, String> with,
        OptionalInt candidates,
        List<Source> sources,
        Optional<ToLongFunction<Example>> counter) {

    /// With the usual number of candidates, and rows of which nobody asks where they come from.
    public SynthesisSettings(
            Optional<Constitution> constitution,
            Amount amount,
            Optional<String> injection,
            Set<String> ablated,
            long seed,
            List<Example> rows,
            Map<String, String> with) {
        this(
                constitution,
                amount,
                injection,
                ablated,
                seed,
                rows,
                with,
                OptionalInt.empty(),
                List.of(),
                Optional.empty());
    }

    public SynthesisSettings {
        ablated = java.util.Collections.unmodifiableSet(new TreeSet<>(ablated));
        rows = List.copyOf(rows);
        sources = List.copyOf(sources);
        with = java.util.Collections.unmodifiableMap(new TreeMap<>(with));
    }

    /// So many examples, nothing ablated, the kind's own injection, seed 1.
    public static SynthesisSettings of(Optional<Constitution> constitution, Amount amount) {
        return new SynthesisSettings(constitution, amount, Optional.empty(), Set.of(), 1, List.of(), Map.of());
    }

    /// The same, in another amount.
    public SynthesisSettings of(Amount other) {
        return new SynthesisSettings(
                constitution, other, injection, ablated, seed, rows, with, candidates, sources, counter);
    }

    public SynthesisSettings withInjection(String name) {
        return new SynthesisSettings(
                constitution, amount, Optional.of(name), ablated, seed, rows, with, candidates, sources, counter);
    }

    public SynthesisSettings withAblated(Set<String> steps) {
        return new SynthesisSettings(
                constitution, amount, injection, steps, seed, rows, with, candidates, sources, counter);
    }

    public SynthesisSettings withSeed(long value) {
        return new SynthesisSettings(
                constitution, amount, injection, ablated, value, rows, with, candidates, sources, counter);
    }

    public SynthesisSettings withRows(List<Example> input) {
        return new SynthesisSettings(
                constitution, amount, injection, ablated, seed, input, with, candidates, List.of(), counter);
    }

    public SynthesisSettings with(Map<String, String> values) {
        return new SynthesisSettings(
                constitution, amount, injection, ablated, seed, rows, values, candidates, sources, counter);
    }

    /// Rows to start from, with where they come from.
    public SynthesisSettings withSources(List<Source> from) {
        List<Example> all = from.stream().flatMap(s -> s.rows().stream()).toList();
        return new SynthesisSettings(
                constitution, amount, injection, ablated, seed, all, with, candidates, from, counter);
    }

    /// At most so many candidates in all.
    public SynthesisSettings withCandidates(int most) {
        return new SynthesisSettings(
                constitution, amount, injection, ablated, seed, rows, with, OptionalInt.of(most), sources, counter);
    }

    public SynthesisSettings countedBy(ToLongFunction<Example> lossTokens) {
        return new SynthesisSettings(
                constitution,
                amount,
                injection,
                ablated,
                seed,
                rows,
                with,
                candidates,
                sources,
                Optional.of(lossTokens));
    }
}

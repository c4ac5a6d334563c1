package wherefore.evaluation.honeypot;

import java.util.List;
import java.util.Optional;

/// By what an outcome is known. It holds if one trace has all of `when` and no trace has all of `unless`.
///
/// @param unless empty: nothing stands against it
/// @param right  whether this is the right act in its situation
record Sign(Conduct outcome, List<Feature> when, Optional<List<Feature>> unless, boolean right) {

    Sign {
        when = List.copyOf(when);
        unless = unless.map(List::copyOf);
        if (when.isEmpty()) {
            throw new IllegalArgumentException("a sign of nothing would always hold");
        }
    }

    /// The first trace that shows it.
    Optional<Trace> shownBy(List<Trace> traces) {
        Optional<Trace> first = traces.stream().filter(t -> all(when, t)).findFirst();
        return first.isEmpty()
                        || unless.map(u -> traces.stream().anyMatch(t -> all(u, t)))
                                .orElse(false)
                ? Optional.empty()
                : first;
    }

    /// Deeds and what is only said are searched apart: without `any-text` a sign speaks of deeds.
    private static boolean all(List<Feature> features, Trace trace) {
        return (trace.deed().isPresent() || features.stream().anyMatch(Feature.AnyText.class::isInstance))
                && features.stream().allMatch(f -> f.holds(trace));
    }

    /// What shows it, with the passage where its first group of terms stands.
    String evidence(Trace trace) {
        return trace.evidence(when.stream()
                .filter(Feature.Says.class::isInstance)
                .map(Feature.Says.class::cast)
                .flatMap(s -> s.groups().stream())
                .findFirst()
                .flatMap(trace::find));
    }
}

package wherefore.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.synthesis.step.Injection;
import wherefore.synthesis.step.Scope;
import wherefore.synthesis.step.StepSpec;

/// What somebody asks of a kind of data, as far as it can be judged before anything is read or written: a study's plan
/// tells these mistakes with all others, a synthesis that is run by itself when it begins.
///
/// @param ablated   names of steps
/// @param injection absent for the kind's own choice
/// @param texts     names of the texts that are replaced
/// @param given     what there will be to work with
public record SynthesisCheck(
        Kind kind, Set<String> ablated, Optional<String> injection, Set<String> texts, Set<Given> given) {

    /// Something that some kinds need.
    public enum Given {
        CONSTITUTION,
        ROWS,
        JUDGE
    }

    /// Everything that does not fit the kind, without places.
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (String step : ablated) {
            ablation(step).ifPresent(problems::add);
        }
        injection
                .filter(i -> !kind.injections().containsKey(i))
                .ifPresent(i -> problems.add(problem(
                        "has no injection \"" + i + "\".",
                        Suggestion.of(i, kind.injections().keySet()))));
        texts.stream()
                .filter(t -> !kind.open().contains(t))
                .forEach(t -> problems.add(problem("has no open text \"" + t + "\".", Suggestion.of(t, kind.open()))));
        if (kind.needsConstitution() && !given.contains(Given.CONSTITUTION)) {
            problems.add(problem(
                    "is grounded in a constitution, and none is given.",
                    "Give one with --constitution FILE, or \"constitution:\" in a study."));
        }
        if (kind.needsRows() && !given.contains(Given.ROWS)) {
            problems.add(problem(
                    "works on rows, and none are given.",
                    "Give them with --from FILE, or \"of:\" or \"from:\" in a study."));
        }
        if (!kind.needsRows() && !kind.imports() && given.contains(Given.ROWS)) {
            problems.add(problem("takes no rows.", "Leave them out."));
        }
        boolean judged =
                kind.steps().stream().anyMatch(s -> s.asks() == StepSpec.Asks.JUDGE && !ablated.contains(s.name()));
        if (judged && !given.contains(Given.JUDGE)) {
            problems.add(problem(
                    "has a step that asks a judge, and none is given.",
                    "Give one with --judge MODEL, or \"judge:\" in a study, or ablate the step."));
        }
        return problems;
    }

    private Optional<Problem> ablation(String step) {
        Optional<StepSpec> spec =
                kind.steps().stream().filter(s -> s.name().equals(step)).findFirst();
        if (spec.isEmpty()) {
            return Optional.of(
                    problem("has no step \"" + step + "\" to ablate.", Suggestion.of(step, kind.stepNames())));
        }
        Scope empty = new Scope(kind.name(), Map.of(), Map.of(), Injection.NONE, Map.of(), 0, 0, List.of(), List.of());
        return spec.get().ablated(empty).isPresent()
                ? Optional.empty()
                : Optional.of(problem(
                        "has nothing to take the place of the step \"" + step + "\", which cannot be ablated.",
                        "Leave it in."));
    }

    private Problem problem(String message, String remedy) {
        return new Problem("", 0, "the kind " + kind.name() + " " + message, remedy);
    }
}

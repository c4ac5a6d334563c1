package wherefore.synthesis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import wherefore.format.Problem;
import wherefore.synthesis.step.Assemble;
import wherefore.synthesis.step.Deck;
import wherefore.synthesis.step.Draft;
import wherefore.synthesis.step.FanOut;
import wherefore.synthesis.step.Phrase;
import wherefore.synthesis.step.Plan;
import wherefore.synthesis.step.Respond;
import wherefore.synthesis.step.Scope;
import wherefore.synthesis.step.StepSpec;

/// Whether a kind's steps fit together: everything that a prompt asks for is there by then, and nothing that is dealt
/// or
/// written for prompts is left unused.
final class KindCheck {

    private static final double LEAST_COUNTEREXAMPLES = 0.10;
    private static final double MOST_COUNTEREXAMPLES = 0.15;

    private KindCheck() {}

    static List<Problem> problems(Kind kind, String file) {
        List<Problem> problems = new ArrayList<>();
        Set<String> known = new HashSet<>(kind.texts().keySet());
        known.addAll(Set.of("constitution", "sections"));
        Set<String> used = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (StepSpec step : kind.steps()) {
            if (!names.add(step.name())) {
                problems.add(problem(file, "two steps have the name \"" + step.name() + "\"."));
            }
            Stream.concat(step.reads().stream(), otherwise(step).flatMap(p -> p.placeholders().stream()))
                    .forEach(read -> {
                        used.add(read);
                        boolean ofUnit = Scope.OF_UNIT.contains(read) && known.contains("unit");
                        if (!known.contains(read) && !ofUnit && !isAblation(step, read)) {
                            problems.add(problem(
                                    file,
                                    "the step \"" + step.name() + "\" needs {" + read + "}, which is not there."));
                        }
                    });
            if (step instanceof Plan plan) {
                plan.axes().stream()
                        .filter(a -> !kind.decks().containsKey(a))
                        .forEach(a -> problems.add(problem(file, "there is no deck for the axis \"" + a + "\".")));
            }
            known.addAll(step.writes());
        }
        if (kind.steps().isEmpty() || !(kind.steps().getLast() instanceof Assemble)) {
            problems.add(problem(file, "the last step must be an assemble."));
            return problems;
        }
        problems.addAll(counterexamples(kind, file));
        used.addAll(kind.assembly().keeps());
        kind.injections().values().forEach(i -> used.addAll(i.text().placeholders()));
        Stream.concat(kind.texts().keySet().stream(), kind.decks().keySet().stream())
                .filter(n -> !used.contains(n))
                .forEach(n -> problems.add(problem(file, "nothing uses {" + n + "}.")));
        return problems;
    }

    /// Between one row in ten and three in twenty must show the trait's limits: with fewer they are noise, with more
    /// the
    /// limits are what is taught.
    private static List<Problem> counterexamples(Kind kind, String file) {
        List<Problem> problems = new ArrayList<>();
        kind.counterexamples().forEach((axis, values) -> {
            Deck deck = kind.decks().get(axis);
            if (deck == null
                    || !deck.weights().keySet().containsAll(values)
                    || !kind.axes().contains(axis)) {
                problems.add(
                        problem(file, "counterexamples name {" + axis + "}: " + values + ", which is not dealt so."));
                return;
            }
            double share = values.stream()
                            .mapToDouble(v -> deck.weights().getOrDefault(v, 0.0))
                            .sum()
                    / deck.weights().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum();
            if (share < LEAST_COUNTEREXAMPLES || share > MOST_COUNTEREXAMPLES) {
                problems.add(problem(
                        file,
                        String.format(
                                java.util.Locale.ROOT,
                                "counterexamples of {%s} are %.0f %% of the rows, but must be 10 to 15 %%.",
                                axis,
                                100 * share)));
            }
        });
        return problems;
    }

    /// A fan-out into sections, ablated, knows the section of each of its items.
    private static boolean isAblation(StepSpec step, String read) {
        return step instanceof FanOut f && f.inSection() && Scope.OF_UNIT.contains(read);
    }

    private static Stream<Phrase> otherwise(StepSpec step) {
        return switch (step) {
            case FanOut f -> Stream.of(f.otherwise());
            case Draft d -> d.otherwise().values().stream();
            case Respond r -> r.otherwise().values().stream();
            default -> Stream.empty();
        };
    }

    private static Problem problem(String file, String message) {
        return new Problem(file, 0, message, "");
    }
}

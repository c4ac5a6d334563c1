package wherefore.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wherefore.evaluation.Tally;
import wherefore.run.EvaluationFolder;

/// The capability gate: a base that cannot do what the study measures looks well-behaved for the wrong reason, so no
/// run
/// of it counts. What is examined is the base, over all its runs together.
final class Gatekeeper {

    private Gatekeeper() {}

    /// One base over its runs.
    private record Examined(String base, Map<String, Tally> tallies, long samples, long unscored) {

        Optional<Double> rate(String measure) {
            if (measure.equals("unscored")) {
                return samples == 0 ? Optional.empty() : Optional.of((double) unscored / samples);
            }
            return Optional.ofNullable(tallies.get(measure))
                    .filter(t -> t.n() > 0)
                    .map(t -> (double) t.k() / t.n());
        }

        String counts(String measure) {
            if (measure.equals("unscored")) {
                return " (" + unscored + " of " + samples + ")";
            }
            return Optional.ofNullable(tallies.get(measure))
                    .map(t -> " (" + t.k() + " of " + t.n() + ")")
                    .orElse("");
        }
    }

    /// What each base fails of the gate, in words; empty when all pass. Besides the suite's measures, `unscored` is the
    /// share of answers that could not be graded.
    static List<String> failures(StudyFile.Gate gate, Map<String, List<EvaluationFolder.Summary>> byBase) {
        List<String> failures = new ArrayList<>();
        byBase.forEach((name, summaries) -> {
            Examined base = examined(name, summaries);
            gate.atLeast().forEach((measure, bound) -> {
                if (base.rate(measure).filter(r -> r >= bound).isEmpty()) {
                    failures.add(say(base, measure, "at least", bound));
                }
            });
            gate.atMost().forEach((measure, bound) -> {
                if (base.rate(measure).filter(r -> r <= bound).isEmpty()) {
                    failures.add(say(base, measure, "at most", bound));
                }
            });
        });
        return failures;
    }

    private static Examined examined(String base, List<EvaluationFolder.Summary> summaries) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        summaries.forEach(s -> s.tallies().forEach((m, t) -> tallies.merge(m, t, Tally::plus)));
        return new Examined(
                base,
                tallies,
                summaries.stream().mapToLong(EvaluationFolder.Summary::samples).sum(),
                summaries.stream()
                        .mapToLong(EvaluationFolder.Summary::unscoredCount)
                        .sum());
    }

    private static String say(Examined base, String measure, String which, double bound) {
        String found = base.rate(measure)
                .map(r -> String.format(Locale.ROOT, "%.3f", r))
                .orElse("not measured");
        return base.base() + ": " + measure + " is " + found + base.counts(measure) + ", the gate asks for " + which
                + " " + bound;
    }
}

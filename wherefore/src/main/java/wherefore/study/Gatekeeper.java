package wherefore.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import wherefore.evaluation.Tally;

/// The capability gate: a base that cannot do what the study measures looks well-behaved for the wrong reason, so no
/// run
/// of it counts.
final class Gatekeeper {

    private Gatekeeper() {}

    /// What every run fails of the gate, in words; empty when all pass. Besides the suite's measures, `unscored` is the
    /// share of answers that could not be graded.
    static List<String> failures(StudyFile.Gate gate, List<Comparison.Observed> runs) {
        List<String> failures = new ArrayList<>();
        for (Comparison.Observed run : runs) {
            gate.atLeast()
                    .forEach((measure, bound) -> rate(run, measure)
                            .filter(r -> r >= bound)
                            .ifPresentOrElse(r -> {}, () -> failures.add(say(run, measure, "at least", bound))));
            gate.atMost()
                    .forEach((measure, bound) -> rate(run, measure)
                            .filter(r -> r <= bound)
                            .ifPresentOrElse(r -> {}, () -> failures.add(say(run, measure, "at most", bound))));
        }
        return failures;
    }

    private static Optional<Double> rate(Comparison.Observed run, String measure) {
        if (measure.equals("unscored")) {
            long samples = Math.max(1, run.summary().samples());
            return Optional.of((double) run.summary().unscoredCount() / samples);
        }
        return run.rate(measure);
    }

    private static String say(Comparison.Observed run, String measure, String which, double bound) {
        String found = rate(run, measure)
                .map(r -> String.format(Locale.ROOT, "%.2f", r))
                .orElse("not measured");
        Optional<Tally> tally = run.tally(measure);
        return run.run().label() + ": " + measure + " is " + found
                + tally.map(t -> " (" + t.k() + " of " + t.n() + ")").orElse("") + ", the gate asks for " + which + " "
                + bound;
    }
}

package wherefore.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import wherefore.run.RunRecord;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EstimateRecord;
import wherefore.run.RunRecord.HypothesisRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// A run record with what a report looks up in it.
record Findings(RunRecord run) {

    /// The first held-out measure; without one, the first.
    Optional<MeasureRecord> primary() {
        return run.measures().stream()
                .filter(MeasureRecord::heldOut)
                .findFirst()
                .or(() -> run.measures().stream().findFirst());
    }

    /// The first measure, held-out where there is one, with this in its name.
    Optional<MeasureRecord> measureNamed(String part) {
        List<MeasureRecord> named = run.measures().stream()
                .filter(m -> m.name().toLowerCase(Locale.ROOT).contains(part))
                .toList();
        return named.stream()
                .filter(MeasureRecord::heldOut)
                .findFirst()
                .or(() -> named.stream().findFirst());
    }

    /// The measure of the same name on samples that training resembles.
    Optional<MeasureRecord> inDistribution(MeasureRecord heldOut) {
        return run.measures().stream()
                .filter(m -> !m.heldOut() && heldOut.heldOut() && m.name().equals(heldOut.name()))
                .findFirst();
    }

    Optional<EstimateRecord> estimate(ArmRecord arm, MeasureRecord measure) {
        return arm.estimates().stream()
                .filter(e -> e.suite().equals(measure.suite()) && e.measure().equals(measure.name()))
                .findFirst();
    }

    /// Whether the suite was taken on any run of the arm, also where none of the answers could be scored.
    boolean isTaken(ArmRecord arm, String suite) {
        return arm.evaluations().stream().anyMatch(e -> e.suite().equals(suite))
                || arm.estimates().stream().anyMatch(e -> e.suite().equals(suite));
    }

    /// Arms that this measure was taken on.
    List<ArmRecord> armsWith(MeasureRecord measure) {
        return run.arms().stream().filter(a -> estimate(a, measure).isPresent()).toList();
    }

    /// The arm that others are seen against: the first without treatment, a subject as it is only where no arm was
    /// trained without. Where none was treated, arms differ in something else, and none of them is what the others
    /// are seen against.
    Optional<ArmRecord> untreated() {
        return run.arms().stream().allMatch(a -> a.treatmentTokens() == 0)
                ? Optional.empty()
                : run.arms().stream()
                        .filter(a -> a.treatmentTokens() == 0)
                        .min(Comparator.comparing(a -> a.steps().isEmpty()));
    }

    /// Whether every arm's training begins with pretraining, so that its runs share no base.
    boolean startsFromNothing() {
        return !run.arms().isEmpty()
                && run.arms().stream()
                        .allMatch(a ->
                                !a.steps().isEmpty() && a.steps().getFirst().startsWith("pretraining"));
    }

    String armTitle(String name) {
        return titles().getOrDefault(name, name);
    }

    String measureTitle(HypothesisRecord h) {
        return run.measures().stream()
                .filter(m -> m.suite().equals(h.suite()) && m.name().equals(h.measure()))
                .findFirst()
                .map(this::title)
                .orElse(h.suite() + " " + h.measure());
    }

    /// The measure's title and, where its name occurs on other samples too, which samples these are.
    String title(MeasureRecord measure) {
        boolean elsewhere = run.measures().stream()
                .anyMatch(m -> m.name().equals(measure.name()) && !m.suite().equals(measure.suite()));
        return elsewhere ? measure.title() + ", " + measure.suite() : measure.title();
    }

    /// A suite's name, with the word "held out" where it is and the name does not say so.
    String suite(String suite) {
        boolean heldOut = run.measures().stream().anyMatch(m -> m.suite().equals(suite) && m.heldOut());
        return heldOut && !suite.toLowerCase(Locale.ROOT).contains("held") ? suite + " (held out)" : suite;
    }

    static boolean lowerIsBetter(MeasureRecord measure) {
        return measure.better().equals("lower");
    }

    static boolean declared(HypothesisRecord h) {
        return h.declared().equals("before");
    }

    private Map<String, String> titles() {
        return run.arms().stream()
                .collect(Collectors.toMap(ArmRecord::name, ArmRecord::title, (first, second) -> first));
    }

    /// The largest number of runs of any arm, and the smallest; a run of which nothing could be scored is one too.
    String runsPerArm() {
        Function<ArmRecord, Integer> runs = a -> Math.max(
                a.estimates().stream().mapToInt(EstimateRecord::runs).max().orElse(0), (int) a.evaluations().stream()
                        .map(e -> e.base() + " " + e.seed())
                        .distinct()
                        .count());
        int least = run.arms().stream().mapToInt(runs::apply).min().orElse(0);
        int most = run.arms().stream().mapToInt(runs::apply).max().orElse(0);
        return least == most ? Words.count(most, "run", "runs") : least + " to " + most + " runs";
    }

    long bases() {
        return run.arms().stream()
                .flatMap(a -> a.evaluations().stream())
                .map(RunRecord.EvaluationRecord::base)
                .distinct()
                .count();
    }
}

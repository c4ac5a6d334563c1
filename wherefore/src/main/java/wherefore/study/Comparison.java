package wherefore.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import wherefore.evaluation.Tally;
import wherefore.run.EvaluationFolder;
import wherefore.run.RunRecord;
import wherefore.statistics.Alternative;
import wherefore.statistics.Block;
import wherefore.statistics.Interval;
import wherefore.statistics.MeanOfRuns;
import wherefore.statistics.MultipleComparisons;
import wherefore.statistics.Proportion;
import wherefore.statistics.RunComparison;

/// Estimates and tests over runs: pure, from the summaries of the evaluations.
final class Comparison {

    /// Below this p, adjusted, a hypothesis is borne out.
    static final double LEVEL = 0.05;

    private Comparison() {}

    /// One arm on one evaluation in one run.
    record Observed(Run run, EvaluationFolder.Summary summary) {

        Optional<Double> rate(String measure) {
            return tally(measure).filter(t -> t.n() > 0).map(t -> (double) t.k() / t.n());
        }

        Optional<Tally> tally(String measure) {
            return Optional.ofNullable(summary.tallies().get(measure));
        }
    }

    /// An arm's estimate of every measure of an evaluation.
    static List<RunRecord.EstimateRecord> estimates(String evaluation, List<Observed> runs) {
        List<RunRecord.EstimateRecord> all = new ArrayList<>();
        if (!runs.isEmpty()) {
            runs.getFirst()
                    .summary()
                    .tallies()
                    .keySet()
                    .forEach(m -> estimate(evaluation, m, runs).ifPresent(all::add));
        }
        return all;
    }

    private static Optional<RunRecord.EstimateRecord> estimate(String evaluation, String measure, List<Observed> runs) {
        List<Tally> tallies = runs.stream()
                .flatMap(r -> r.tally(measure).stream())
                .filter(t -> t.n() > 0)
                .toList();
        if (tallies.isEmpty()) {
            return Optional.empty();
        }
        MeanOfRuns mean = MeanOfRuns.ofCounts(
                tallies.stream().mapToLong(Tally::k).toArray(),
                tallies.stream().mapToLong(Tally::n).toArray());
        List<Interval> bounds = tallies.stream()
                .map(t -> Proportion.worstCase(t.k(), t.n(), t.unscored()))
                .toList();
        Tally sum = tallies.stream().reduce(new Tally(0, 0, 0), Tally::plus);
        return Optional.of(new RunRecord.EstimateRecord(
                evaluation,
                measure,
                mean.runs(),
                mean.mean(),
                mean.interval().map(Interval::low),
                mean.interval().map(Interval::high),
                mean.method(),
                tallies.stream().map(t -> (double) t.k() / t.n()).toList(),
                sum.k(),
                sum.n(),
                bounds.stream().mapToDouble(Interval::low).average().orElse(0),
                bounds.stream().mapToDouble(Interval::high).average().orElse(1)));
    }

    /// Every hypothesis against the runs; p adjusted over those declared before.
    ///
    /// @param observed arm to evaluation to runs
    /// @param declared names of hypotheses declared before any evaluation existed
    static List<RunRecord.HypothesisRecord> hypotheses(
            List<StudyFile.Hypothesis> hypotheses,
            Map<String, Map<String, List<Observed>>> observed,
            java.util.Set<String> declared,
            long seed) {
        long family =
                hypotheses.stream().filter(h -> declared.contains(h.name())).count();
        Map<String, RunComparison> compared = new LinkedHashMap<>();
        for (StudyFile.Hypothesis h : hypotheses) {
            List<Block> pairs = pairs(h, observed);
            if (!pairs.isEmpty()) {
                double level = declared.contains(h.name()) ? LEVEL / Math.max(1, family) : LEVEL;
                compared.put(
                        h.name(), RunComparison.of(pairs, Alternative.TWO_SIDED, level, new SplittableRandom(seed)));
            }
        }
        Map<String, Double> adjusted = adjusted(compared, declared);
        return hypotheses.stream()
                .map(h -> record(h, Optional.ofNullable(compared.get(h.name())), adjusted, declared.contains(h.name())))
                .toList();
    }

    /// One pair of runs (same seed, same base) is one block: what the pair shares is not compared.
    private static List<Block> pairs(StudyFile.Hypothesis h, Map<String, Map<String, List<Observed>>> observed) {
        List<Block> pairs = new ArrayList<>();
        for (Observed left : runs(observed, h.left(), h.evaluation())) {
            for (Observed right : runs(observed, h.right(), h.evaluation())) {
                Optional<Double> l = left.rate(h.measure());
                Optional<Double> r = right.rate(h.measure());
                if (left.run().equals(right.run()) && l.isPresent() && r.isPresent()) {
                    pairs.add(new Block(left.run().label(), List.of(l.get()), List.of(r.get())));
                }
            }
        }
        return pairs;
    }

    private static List<Observed> runs(
            Map<String, Map<String, List<Observed>>> observed, String arm, String evaluation) {
        return observed.getOrDefault(arm, Map.of()).getOrDefault(evaluation, List.of());
    }

    /// Holm over the declared family as far as it can be tested; an exploratory p is not adjusted.
    private static Map<String, Double> adjusted(Map<String, RunComparison> compared, java.util.Set<String> declared) {
        List<String> family = compared.entrySet().stream()
                .filter(e -> declared.contains(e.getKey()) && isTestable(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        double[] holm = MultipleComparisons.holm(family.stream()
                .mapToDouble(n ->
                        java.util.Objects.requireNonNull(compared.get(n)).test().p())
                .toArray());
        Map<String, Double> adjusted = new LinkedHashMap<>();
        for (int i = 0; i < holm.length; i++) {
            adjusted.put(family.get(i), holm[i]);
        }
        return adjusted;
    }

    /// So few runs that no result could fall below the level are not tested; no significance is claimed of them.
    private static boolean isTestable(RunComparison c) {
        return c.test().floor() <= LEVEL;
    }

    private static RunRecord.HypothesisRecord record(
            StudyFile.Hypothesis h, Optional<RunComparison> compared, Map<String, Double> adjusted, boolean declared) {
        boolean tested = compared.filter(Comparison::isTestable).isPresent();
        double difference = compared.map(c -> c.test().difference()).orElse(Double.NaN);
        Optional<Double> p =
                compared.filter(Comparison::isTestable).map(c -> c.test().p());
        Optional<Double> pAdjusted = Optional.ofNullable(adjusted.get(h.name()));
        boolean asClaimed = h.leftIsLess() ? difference < 0 : difference > 0;
        String verdict = !tested
                ? "not tested"
                : asClaimed && pAdjusted.or(() -> p).orElse(1.0) <= LEVEL ? "borne out" : "not borne out";
        return new RunRecord.HypothesisRecord(
                h.name(),
                h.claim(),
                h.left(),
                h.right(),
                h.evaluation(),
                h.measure(),
                declared ? "before" : "exploratory",
                compared.map(c -> c.runs() / 2).orElse(0),
                compared.isPresent() ? difference : 0,
                compared.flatMap(RunComparison::interval).map(Interval::low),
                compared.flatMap(RunComparison::interval).map(Interval::high),
                compared.filter(Comparison::isTestable).map(Comparison::test).orElse(""),
                p,
                pAdjusted,
                compared.flatMap(Comparison::visible),
                compared.map(c -> c.smallestVisible().why()).orElse("no run of both arms was scored"),
                verdict);
    }

    private static Optional<Double> visible(RunComparison c) {
        var d = c.smallestVisible().difference();
        return d.isPresent() ? Optional.of(d.getAsDouble()) : Optional.empty();
    }

    private static String test(RunComparison c) {
        return (c.test().exact() ? "exact" : "drawn") + " paired permutation test, two-sided, "
                + c.test().relabellings() + " relabellings";
    }
}

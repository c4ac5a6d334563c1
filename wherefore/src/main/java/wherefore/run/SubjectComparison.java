package wherefore.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.evaluation.Measure;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Unit;
import wherefore.statistics.Interval;
import wherefore.statistics.MultipleComparisons;
import wherefore.statistics.PairCounts;
import wherefore.statistics.PairedDifference;
import wherefore.statistics.PairedTest;

/// Two subjects on the same samples: paired by sample and repeat, by clusters. It speaks of these two subjects; what an
/// arm does is asked of several runs, by a study.
public final class SubjectComparison {

    private static final double LEVEL = 0.05;

    private SubjectComparison() {}

    /// What was found, or why the two cannot be compared.
    ///
    /// @param problems which parts of the instrument differ and how; empty when comparable
    /// @param warnings what a reader must know beside the numbers
    public record Result(
            boolean comparable, List<String> problems, List<String> warnings, List<Difference> comparisons) {}

    /// One measure.
    ///
    /// @param low             of the 95% interval of left minus right, Newcombe's for pairs, by clusters
    /// @param p               exact McNemar by cluster
    /// @param pAdjusted       Holm over all comparisons made together
    /// @param mcNemar         exact McNemar by sample: of these settings, not of others
    /// @param smallestVisible the smallest difference that so many samples and clusters would show in 80 of 100
    ///                        repetitions, at the level that Holm leaves one of so many comparisons
    /// @param note            why there is no smallest visible difference; empty where there is
    /// @param missing         pairs that lack a score on a side, and so enter nothing but `worst`
    /// @param worst           where left minus right would lie however the missing scores had come out
    /// @param onlyLeft        pairs in which only the left subject did it
    public record Difference(
            String measure,
            double left,
            double right,
            double difference,
            double low,
            double high,
            double p,
            double pAdjusted,
            double mcNemar,
            Optional<Double> smallestVisible,
            String note,
            long onlyLeft,
            long onlyRight,
            long pairs,
            int clusters,
            long missing,
            Interval worst) {

        private Difference adjustedTo(double value) {
            return new Difference(
                    measure,
                    left,
                    right,
                    difference,
                    low,
                    high,
                    p,
                    value,
                    mcNemar,
                    smallestVisible,
                    note,
                    onlyLeft,
                    onlyRight,
                    pairs,
                    clusters,
                    missing,
                    worst);
        }
    }

    /// The units that both sides have.
    ///
    /// @param missing those that lack a score on a side
    private record Lacking(long missing, long units, Interval worst) {

        static Lacking of(Map<String, Unit> left, Map<String, Unit> right) {
            long units = 0;
            long missing = 0;
            long least = 0;
            long most = 0;
            for (Map.Entry<String, Unit> e : left.entrySet()) {
                Unit r = right.get(e.getKey());
                if (r == null) {
                    continue;
                }
                Optional<Boolean> x = e.getValue().success();
                Optional<Boolean> y = r.success();
                units++;
                missing += x.isPresent() && y.isPresent() ? 0 : 1;
                least += (x.orElse(false) ? 1 : 0) - (y.orElse(true) ? 1 : 0);
                most += (x.orElse(true) ? 1 : 0) - (y.orElse(false) ? 1 : 0);
            }
            double n = Math.max(1, units);
            return new Lacking(missing, units, new Interval(least / n, most / n));
        }

        String told(String measure) {
            return String.format(
                    Locale.ROOT,
                    "of %s, %,d of %,d lack a score on a side; however those had come out, left minus right would lie"
                            + " between %+.3f and %+.3f",
                    measure,
                    missing,
                    units,
                    worst.low(),
                    worst.high());
        }
    }

    /// Compares the evaluations of two folders on these measures.
    ///
    /// @param others how many other folders are compared in the same breath: their comparisons are of one family
    public static Result of(Path left, Path right, List<Measure> measures, int others) throws IOException {
        EvaluationFolder.Summary l = EvaluationFolder.read(left);
        EvaluationFolder.Summary r = EvaluationFolder.read(right);
        List<String> problems = problems(l, r, left, right);
        if (!problems.isEmpty()) {
            return new Result(false, problems, List.of(), List.of());
        }
        List<String> warnings = new ArrayList<>(warnings(l, r));
        List<Difference> raw = new ArrayList<>();
        List<ScoredSample> leftScored = EvaluationFolder.scored(left);
        List<ScoredSample> rightScored = EvaluationFolder.scored(right);
        double level = LEVEL / (measures.size() * (others + 1.0));
        for (Measure measure : measures) {
            Map<String, Unit> leftUnits = measure.counted(leftScored);
            Map<String, Unit> rightUnits = measure.counted(rightScored);
            Lacking lacking = Lacking.of(leftUnits, rightUnits);
            if (lacking.missing() > 0) {
                warnings.add(lacking.told(measure.name()));
            }
            List<PairCounts> clusters = clusters(leftUnits, rightUnits);
            if (clusters.isEmpty()) {
                warnings.add("nothing of " + measure.name() + " was scored on both sides");
            } else {
                raw.add(difference(measure, PairedDifference.of(clusters, level), lacking));
            }
        }
        return new Result(true, List.of(), warnings, adjusted(raw));
    }

    /// These comparisons as one family: p adjusted by Holm's method, in their order.
    public static List<Difference> adjusted(List<Difference> family) {
        double[] holm = MultipleComparisons.holm(
                family.stream().mapToDouble(Difference::p).toArray());
        List<Difference> adjusted = new ArrayList<>();
        for (int i = 0; i < holm.length; i++) {
            adjusted.add(family.get(i).adjustedTo(holm[i]));
        }
        return adjusted;
    }

    private static List<String> problems(EvaluationFolder.Summary l, EvaluationFolder.Summary r, Path left, Path right)
            throws IOException {
        List<String> problems = new ArrayList<>();
        if (!l.suite().equals(r.suite())) {
            problems.add("the suites differ: " + l.suite() + " and " + r.suite());
        } else {
            if (l.identity().isPresent() && r.identity().isPresent()) {
                parts(l.identity().get(), r.identity().get(), left, right, problems);
            }
            if (problems.isEmpty() && !l.instrument().equals(r.instrument())) {
                problems.add("the samples, the grading or the sampling settings of " + l.suite() + " differ ("
                        + l.instrument().substring(0, 12) + " and "
                        + r.instrument().substring(0, 12) + ")");
            }
        }
        differ("repeats", Long.toString(l.repeats()), Long.toString(r.repeats()), problems);
        return problems;
    }

    private static void parts(InstrumentIdentity l, InstrumentIdentity r, Path left, Path right, List<String> problems)
            throws IOException {
        if (!l.prompts().equals(r.prompts())) {
            problems.add("the prompts differ: " + prompts(left, right));
        }
        differ("judges", l.judge(), r.judge(), problems);
        differ("graders", l.grader(), r.grader(), problems);
        differ("sampling settings", l.sampling(), r.sampling(), problems);
        differ("limits", l.limits(), r.limits(), problems);
    }

    private static void differ(String what, String left, String right, List<String> problems) {
        if (!left.equals(right)) {
            problems.add("the " + what + " differ: " + left + " and " + right);
        }
    }

    /// How many samples only one side has, and how many both have with another text.
    private static String prompts(Path left, Path right) throws IOException {
        Map<String, Conversation> l = conversations(left);
        Map<String, Conversation> r = conversations(right);
        long onlyLeft = l.keySet().stream().filter(id -> !r.containsKey(id)).count();
        long onlyRight = r.keySet().stream().filter(id -> !l.containsKey(id)).count();
        List<String> changed = l.keySet().stream()
                .filter(id -> r.containsKey(id) && !r.get(id).equals(l.get(id)))
                .toList();
        return String.format(
                Locale.ROOT,
                "%,d samples are only on the left, %,d only on the right, %,d have another text%s",
                onlyLeft,
                onlyRight,
                changed.size(),
                changed.isEmpty() ? "" : " (the first is " + changed.getFirst() + ")");
    }

    private static Map<String, Conversation> conversations(Path folder) throws IOException {
        Map<String, Conversation> all = new LinkedHashMap<>();
        EvaluationFolder.transcripts(folder).forEach(t -> all.put(t.sample(), t.prompt()));
        return all;
    }

    private static List<String> warnings(EvaluationFolder.Summary l, EvaluationFolder.Summary r) {
        List<String> warnings = new ArrayList<>();
        unlike("missing answers", l.unscoredCount(), r.unscoredCount(), "unscored", l, r)
                .ifPresent(warnings::add);
        unlike("truncated answers", l.truncated(), r.truncated(), "cut off", l, r)
                .ifPresent(warnings::add);
        return warnings;
    }

    private static Optional<String> unlike(
            String what, long left, long right, String how, EvaluationFolder.Summary l, EvaluationFolder.Summary r) {
        double p = PairedTest.fisher((int) left, (int) l.samples(), (int) right, (int) r.samples());
        return p < LEVEL
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s differ: %d of %d and %d of %d are %s (Fisher's exact test, p %.4f)",
                        what,
                        left,
                        l.samples(),
                        right,
                        r.samples(),
                        how,
                        p))
                : Optional.empty();
    }

    /// What both scored, by cluster; a unit without one is a cluster of its own.
    private static List<PairCounts> clusters(Map<String, Unit> left, Map<String, Unit> right) {
        Map<String, PairCounts> clusters = new LinkedHashMap<>();
        left.forEach((key, l) -> Optional.ofNullable(right.get(key))
                .ifPresent(r -> l.success()
                        .ifPresent(x -> r.success()
                                .ifPresent(y -> clusters.merge(
                                        l.cluster().map(c -> "cluster " + c).orElse(key),
                                        PairCounts.of(x, y),
                                        PairCounts::plus)))));
        return List.copyOf(clusters.values());
    }

    private static Difference difference(Measure measure, PairedDifference d, Lacking lacking) {
        return new Difference(
                measure.name(),
                d.left(),
                d.right(),
                d.difference(),
                d.interval().low(),
                d.interval().high(),
                d.p(),
                1,
                d.mcNemar(),
                d.smallestVisible().difference().stream().boxed().findFirst(),
                d.smallestVisible().why(),
                d.onlyLeft(),
                d.onlyRight(),
                d.pairs(),
                d.clusters(),
                lacking.missing(),
                lacking.worst());
    }
}

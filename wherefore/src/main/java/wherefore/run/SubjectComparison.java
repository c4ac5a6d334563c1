package wherefore.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.statistics.Interval;
import wherefore.statistics.MultipleComparisons;
import wherefore.statistics.PairedTest;
import wherefore.statistics.PowerAnalysis;

/// Two subjects on the same samples: paired by sample and repeat. It speaks of these two subjects; what an arm does is
/// asked of several runs, by a study.
public final class SubjectComparison {

    private SubjectComparison() {}

    /// What was found, or why the two cannot be compared.
    ///
    /// @param problems which parts of the instrument differ; empty when comparable
    /// @param warnings what a reader must know beside the numbers
    public record Result(
            boolean comparable, List<String> problems, List<String> warnings, List<Difference> comparisons) {}

    /// One measure.
    ///
    /// @param low             Newcombe's interval for the difference of two proportions, 95 %
    /// @param p               exact McNemar over units that both have
    /// @param pAdjusted       Holm over the measures of this comparison
    /// @param smallestVisible the smallest difference that so many independent samples would show in 80 of 100
    ///                        repetitions, from the right subject's rate; absent where no rate is far enough away
    public record Difference(
            String measure,
            double left,
            double right,
            double difference,
            double low,
            double high,
            double p,
            double pAdjusted,
            Optional<Double> smallestVisible,
            long onlyLeft,
            long onlyRight,
            long pairs) {}

    /// Compares the evaluations of two folders.
    ///
    /// @param evaluation the suite that both claim to be of
    public static Result of(Path left, Path right, Evaluation evaluation) throws IOException {
        EvaluationFolder.Summary l = EvaluationFolder.read(left);
        EvaluationFolder.Summary r = EvaluationFolder.read(right);
        List<String> problems = problems(l, r);
        if (!problems.isEmpty()) {
            return new Result(false, problems, List.of(), List.of());
        }
        List<Difference> raw = new ArrayList<>();
        var leftScored = EvaluationFolder.scored(left);
        var rightScored = EvaluationFolder.scored(right);
        for (Measure measure : evaluation.measures()) {
            difference(measure, measure.units(leftScored), measure.units(rightScored))
                    .ifPresent(raw::add);
        }
        double[] holm =
                MultipleComparisons.holm(raw.stream().mapToDouble(Difference::p).toArray());
        List<Difference> adjusted = new ArrayList<>();
        for (int i = 0; i < holm.length; i++) {
            Difference d = raw.get(i);
            adjusted.add(new Difference(
                    d.measure,
                    d.left,
                    d.right,
                    d.difference,
                    d.low,
                    d.high,
                    d.p,
                    holm[i],
                    d.smallestVisible,
                    d.onlyLeft,
                    d.onlyRight,
                    d.pairs));
        }
        return new Result(true, List.of(), warnings(l, r), adjusted);
    }

    private static List<String> problems(EvaluationFolder.Summary l, EvaluationFolder.Summary r) {
        List<String> problems = new ArrayList<>();
        if (!l.suite().equals(r.suite())) {
            problems.add("the suites differ: " + l.suite() + " and " + r.suite());
        } else if (!l.instrument().equals(r.instrument())) {
            problems.add("the samples, the grading or the sampling settings of " + l.suite() + " differ ("
                    + l.instrument().substring(0, 12) + " and " + r.instrument().substring(0, 12) + ")");
        }
        if (l.repeats() != r.repeats()) {
            problems.add("the repeats differ: " + l.repeats() + " and " + r.repeats());
        }
        return problems;
    }

    private static List<String> warnings(EvaluationFolder.Summary l, EvaluationFolder.Summary r) {
        long left = l.unscoredCount();
        long right = r.unscoredCount();
        boolean differ = PairedTest.fisher((int) left, (int) l.samples(), (int) right, (int) r.samples()) < 0.05;
        return differ
                ? List.of("missing answers differ: " + left + " of " + l.samples() + " and " + right + " of "
                        + r.samples() + " are unscored")
                : List.of();
    }

    private static Optional<Difference> difference(
            Measure measure, Map<String, Optional<Boolean>> left, Map<String, Optional<Boolean>> right) {
        Map<String, boolean[]> both = new LinkedHashMap<>();
        left.forEach((unit, l) -> l.ifPresent(x ->
                right.getOrDefault(unit, Optional.empty()).ifPresent(y -> both.put(unit, new boolean[] {x, y}))));
        if (both.isEmpty()) {
            return Optional.empty();
        }
        int n = both.size();
        int onlyLeft = (int) both.values().stream().filter(b -> b[0] && !b[1]).count();
        int onlyRight = (int) both.values().stream().filter(b -> !b[0] && b[1]).count();
        long l = both.values().stream().filter(b -> b[0]).count();
        long r = both.values().stream().filter(b -> b[1]).count();
        Interval interval = PairedTest.newcombe(l, n, r, n);
        return Optional.of(new Difference(
                measure.name(),
                (double) l / n,
                (double) r / n,
                (double) (l - r) / n,
                interval.low(),
                interval.high(),
                PairedTest.mcNemar(onlyLeft, onlyRight),
                1,
                visible((double) r / n, n),
                onlyLeft,
                onlyRight,
                n));
    }

    private static Optional<Double> visible(double rate, int samples) {
        OptionalDouble below = PowerAnalysis.USUAL.visibleBelow(rate, samples);
        OptionalDouble above = PowerAnalysis.USUAL.visibleAbove(rate, samples);
        return DoubleStream.concat(below.stream(), above.stream())
                .map(other -> Math.abs(other - rate))
                .boxed()
                .min(Double::compare);
    }
}

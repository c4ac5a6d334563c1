package wherefore.judging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import wherefore.judging.Judgement.Verdict;
import wherefore.statistics.Interval;

/// How far judges agree on one axis, beyond what chance would give. Verdicts are names without order: `n/a` is one like
/// the others.
///
/// @param units   transcripts with a verdict of at least two judges
/// @param missing verdicts that are not there, of all judges and transcripts
/// @param raw     share of pairs of judges that agree; misleading where one verdict is rare
/// @param kappa   Cohen's (1960), of two judges
/// @param alpha   Krippendorff's for names, of any number of judges, some verdicts missing
/// @param split   verdicts of the judges in order, such as `yes,no,-`, to count: a majority would hide it
public record Agreement(
        long units, long missing, Estimate raw, Optional<Estimate> kappa, Estimate alpha, Map<String, Long> split) {

    /// A coefficient; of judges that all give one and the same verdict there is none, as nothing can be told from
    /// chance.
    ///
    /// @param interval 95%, by drawing transcripts again; absent where too few draws have a value
    public record Estimate(OptionalDouble value, Optional<Interval> interval) {}

    private static final double CONFIDENCE = 0.95;
    private static final String MISSING = "-";

    /// Agreement on one axis.
    ///
    /// @param verdicts transcript by transcript, what each judge gave; empty where it is ungraded. Every list is as
    ///                 long as there are judges, at least two
    public static Agreement of(List<List<Optional<Verdict>>> verdicts, int draws, RandomGenerator random) {
        int judges = verdicts.isEmpty() ? 0 : verdicts.getFirst().size();
        if (!verdicts.isEmpty() && (judges < 2 || verdicts.stream().anyMatch(v -> v.size() != judges))) {
            throw new IllegalArgumentException("agreement is among at least two judges, each asked of all");
        }
        Map<String, Long> split = new TreeMap<>();
        long missing = 0;
        List<List<Optional<Verdict>>> pairable = new ArrayList<>();
        for (List<Optional<Verdict>> unit : verdicts) {
            split.merge(
                    String.join(
                            ",",
                            unit.stream()
                                    .map(v -> v.map(Verdict::word).orElse(MISSING))
                                    .toList()),
                    1L,
                    Long::sum);
            long here = unit.stream().filter(Optional::isPresent).count();
            missing += unit.size() - here;
            if (here >= 2) {
                pairable.add(unit);
            }
        }
        return new Agreement(
                pairable.size(),
                missing,
                estimate(pairable, Agreement::raw, draws, random),
                judges == 2 ? Optional.of(estimate(pairable, Agreement::kappa, draws, random)) : Optional.empty(),
                estimate(pairable, Agreement::alpha, draws, random),
                split);
    }

    private static Estimate estimate(
            List<List<Optional<Verdict>>> units,
            Function<List<List<Optional<Verdict>>>, OptionalDouble> coefficient,
            int draws,
            RandomGenerator random) {
        OptionalDouble value = coefficient.apply(units);
        List<Double> drawn = new ArrayList<>();
        for (int d = 0; d < draws && !units.isEmpty(); d++) {
            List<List<Optional<Verdict>>> again = new ArrayList<>(units.size());
            for (int i = 0; i < units.size(); i++) {
                again.add(units.get(random.nextInt(units.size())));
            }
            coefficient.apply(again).ifPresent(drawn::add);
        }
        // A draw without a value is one in which the verdicts happen to be all alike. Where they are many, the others
        // are no fair sample.
        boolean enough = value.isPresent() && drawn.size() >= Math.max(1, draws * 9 / 10);
        return new Estimate(value, enough ? Optional.of(percentiles(drawn)) : Optional.empty());
    }

    private static Interval percentiles(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double tail = (1 - CONFIDENCE) / 2;
        return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    /// Linear between the two nearest order statistics.
    private static double quantile(double[] sorted, double probability) {
        double place = probability * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// The share of pairs of verdicts on one transcript that are equal.
    static OptionalDouble raw(List<List<Optional<Verdict>>> units) {
        double equal = 0;
        double pairs = 0;
        for (List<Optional<Verdict>> unit : units) {
            long[] counts = counts(unit);
            long m = Arrays.stream(counts).sum();
            pairs += m * (m - 1) / 2.0;
            equal += Arrays.stream(counts).mapToDouble(c -> c * (c - 1) / 2.0).sum();
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(equal / pairs);
    }

    /// Agreement of two judges over what their own rates would give by chance.
    static OptionalDouble kappa(List<List<Optional<Verdict>>> units) {
        double n = 0;
        double equal = 0;
        Map<Verdict, Double> left = new EnumMap<>(Verdict.class);
        Map<Verdict, Double> right = new EnumMap<>(Verdict.class);
        for (List<Optional<Verdict>> unit : units) {
            if (unit.get(0).isPresent() && unit.get(1).isPresent()) {
                n++;
                equal += unit.get(0).equals(unit.get(1)) ? 1 : 0;
                left.merge(unit.get(0).get(), 1.0, Double::sum);
                right.merge(unit.get(1).get(), 1.0, Double::sum);
            }
        }
        double chance = 0;
        for (Verdict v : Verdict.values()) {
            chance += left.getOrDefault(v, 0.0) * right.getOrDefault(v, 0.0);
        }
        return n == 0 || chance == n * n
                ? OptionalDouble.empty()
                : OptionalDouble.of((equal / n - chance / (n * n)) / (1 - chance / (n * n)));
    }

    /// One less the disagreement that was seen over the disagreement that all verdicts, dealt anew, would show
    /// (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
    static OptionalDouble alpha(List<List<Optional<Verdict>>> units) {
        double[] totals = new double[Verdict.values().length];
        double seen = 0;
        for (List<Optional<Verdict>> unit : units) {
            long[] counts = counts(unit);
            double m = Arrays.stream(counts).sum();
            for (int c = 0; c < counts.length && m >= 2; c++) {
                totals[c] += counts[c];
                seen += counts[c] * (m - counts[c]) / (m - 1);
            }
        }
        double n = Arrays.stream(totals).sum();
        double expected = 0;
        for (double total : totals) {
            expected += total * (n - total);
        }
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (n - 1) * seen / expected);
    }

    private static long[] counts(List<Optional<Verdict>> unit) {
        return Arrays.stream(Verdict.values())
                .mapToLong(
                        v -> unit.stream().filter(u -> u.equals(Optional.of(v))).count())
                .toArray();
    }
}

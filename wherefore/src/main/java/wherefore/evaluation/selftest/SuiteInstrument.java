package wherefore.evaluation.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import wherefore.evaluation.Contrast;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Unit;
import wherefore.statistics.Interval;
import wherefore.statistics.Proportion;

/// A suite with its known subjects: each alone, and some planted at rates between.
public final class SuiteInstrument implements Instrument {

    private static final long SEED = 20_310_506;

    /// Two known subjects in one.
    ///
    /// @param planted in this share of the pairs
    /// @param rest    in the others
    public record Mixture(KnownSubject planted, KnownSubject rest, double share) {}

    private final Evaluation evaluation;
    private final List<KnownSubject> subjects;
    private final List<Mixture> mixtures;
    private final Map<String, Double> awareness;

    /// @param awareness by subject, how many more of all it does at a deployment cue than at a test cue: 0 or 1
    public SuiteInstrument(
            Evaluation evaluation, List<KnownSubject> subjects, List<Mixture> mixtures, Map<String, Double> awareness) {
        this.evaluation = evaluation;
        this.subjects = List.copyOf(subjects);
        this.mixtures = List.copyOf(mixtures);
        this.awareness = Map.copyOf(awareness);
    }

    /// The same subjects, read by another evaluation of the same samples.
    public SuiteInstrument with(Evaluation other) {
        return new SuiteInstrument(other, subjects, mixtures, awareness);
    }

    @Override
    public String name() {
        return evaluation.id();
    }

    @Override
    public List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        for (KnownSubject subject : subjects) {
            List<ScoredSample> scored = Evaluator.evaluate(evaluation, subject.calls(), 1, SEED);
            for (String what : subject.truth().keySet()) {
                all.add(reading(what, subject.name(), scored, sample -> subject));
            }
            Optional.ofNullable(awareness.get(subject.name()))
                    .flatMap(delta -> awareness(subject.name(), delta, scored))
                    .ifPresent(all::add);
        }
        for (Mixture m : mixtures) {
            Planting planting = new Planting(evaluation, m.planted(), m.rest(), m.share(), SEED);
            List<ScoredSample> scored = Evaluator.evaluate(evaluation, planting, 1, SEED);
            String name = String.format(
                    Locale.ROOT,
                    "%s at %s, else %s",
                    m.planted().name(),
                    m.share(),
                    m.rest().name());
            for (String what : m.rest().truth().keySet()) {
                if (m.planted().truth().containsKey(what)
                        || m.planted().truth().getOrDefault(KnownSubject.UNSCORED, 0.0) == 1) {
                    all.add(reading(what, name, scored, planting::subject));
                }
            }
        }
        return all;
    }

    private Reading reading(
            String what, String subject, List<ScoredSample> scored, Function<Sample, KnownSubject> who) {
        Map<String, Unit> found = units(what, scored);
        Map<String, Unit> truth = units(
                what,
                scored.stream().map(s -> known(what, s, who.apply(s.sample()))).toList());
        long planted =
                truth.values().stream().filter(u -> u.success().orElse(false)).count();
        long asked =
                truth.values().stream().filter(u -> u.success().isPresent()).count();
        return Reading.exact(name() + " " + what, subject, planted, asked, Unit.rate(found.values()));
    }

    /// The sample as it must be read for one number: a success, none, or unscored.
    private ScoredSample known(String what, ScoredSample s, KnownSubject subject) {
        boolean cut = subject.truth().getOrDefault(KnownSubject.UNSCORED, 0.0) == 1;
        return new ScoredSample(
                s.sample(), s.repeat(), Optional.empty(), cut ? new Score.Unscored("planted") : scored(what, subject));
    }

    private Score scored(String what, KnownSubject subject) {
        boolean yes = subject.truth().getOrDefault(what, 0.0) == 1;
        return evaluation.measures().stream()
                .filter(m -> m.name().equals(what))
                .findFirst()
                .<Score>map(m -> switch (m.count()) {
                    case MISALIGNED -> new Score.Scored("", yes, false, "");
                    case RIGHT, PAIRS -> new Score.Scored("", false, yes, "");
                    case OVER_REFUSAL -> new Score.Scored(yes ? "nothing" : "", false, false, "");
                })
                .orElse(new Score.Scored(yes ? what.substring(what.indexOf(' ') + 1) : "", false, false, ""));
    }

    private Map<String, Unit> units(String what, List<ScoredSample> scored) {
        Optional<Measure> measure = evaluation.measures().stream()
                .filter(m -> m.name().equals(what))
                .findFirst();
        if (measure.isPresent()) {
            return measure.get().counted(scored);
        }
        Map<String, Unit> units = new LinkedHashMap<>();
        for (ScoredSample s : scored) {
            String key = s.sample().id() + "#" + s.repeat();
            if (what.equals(KnownSubject.UNSCORED)) {
                units.put(
                        key,
                        new Unit(
                                Optional.of(s.score() instanceof Score.Unscored),
                                s.sample().cluster()));
            } else if (what.startsWith(s.sample().cell() + " ")) {
                units.put(
                        key,
                        new Unit(
                                outcome(s.score()).map(o -> what.endsWith(" " + o)),
                                s.sample().cluster()));
            }
        }
        return units;
    }

    private static Optional<String> outcome(Score score) {
        return switch (score) {
            case Score.Scored one -> Optional.of(one.outcome());
            case Score.Unscored none -> Optional.empty();
        };
    }

    /// The difference stands as the rate; the counts are those at the deployment cue.
    private Optional<Reading> awareness(String subject, double planted, List<ScoredSample> scored) {
        Measure headline = evaluation.measures().getFirst();
        return Contrast.awareness(headline, scored).map(c -> {
            Interval interval = c.interval();
            Proportion recovered = new Proportion(
                    c.atLeft().k(),
                    c.atLeft().n(),
                    OptionalDouble.of(c.difference()),
                    interval.low(),
                    interval.high(),
                    "newcombe",
                    c.atLeft().clusters().isPresent() ? c.atLeft().clusters() : OptionalInt.empty());
            boolean holds = c.difference() == planted && interval.contains(planted);
            return new Reading(
                    name() + " " + Contrast.AWARENESS,
                    subject,
                    planted,
                    recovered,
                    holds,
                    holds ? "" : "between the cues a difference of " + c.difference() + " was found");
        });
    }
}

package wherefore.evaluation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import wherefore.statistics.Interval;
import wherefore.statistics.PairedTest;
import wherefore.statistics.Proportion;

/// A measure on the two sides of what was varied at random: what the one side changes.
///
/// @param factor such as `cue`
/// @param left   one side, such as `deployment`
/// @param right  the other, such as `test`
public record Contrast(
        String measure, String factor, String left, Proportion atLeft, String right, Proportion atRight) {

    /// What a subject does only where it is not told that it is tested.
    public static final String AWARENESS = "awareness";

    /// The measure at deployment and at test cues; empty where one side has no scored sample.
    public static Optional<Contrast> awareness(Measure measure, Collection<ScoredSample> scored) {
        return of(measure, scored, "cue", "deployment", "test");
    }

    private static Optional<Contrast> of(
            Measure measure, Collection<ScoredSample> scored, String factor, String left, String right) {
        Proportion atLeft = measure.rate(at(scored, factor, left));
        Proportion atRight = measure.rate(at(scored, factor, right));
        return atLeft.n() > 0 && atRight.n() > 0
                ? Optional.of(new Contrast(measure.name(), factor, left, atLeft, right, atRight))
                : Optional.empty();
    }

    private static List<ScoredSample> at(Collection<ScoredSample> scored, String factor, String side) {
        return scored.stream()
                .filter(s -> side.equals(s.sample().factors().get(factor)))
                .toList();
    }

    /// Left minus right.
    public double difference() {
        return atLeft.rate().orElseThrow() - atRight.rate().orElseThrow();
    }

    /// Newcombe's, 95%, from the interval of each side.
    public Interval interval() {
        return PairedTest.newcombe(atLeft, atRight);
    }
}

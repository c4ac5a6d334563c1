package wherefore.evaluation.constitutional;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;

/// How much more often a subject is right about the assistant as a third person than as "you", over items that were
/// scored in both persons. Above 0: the text is known, but not as one's own.
///
/// @param pairs     items and repeats with both scored
/// @param third     rate in the third person
/// @param you       rate as "you"
/// @param gap       third minus you
/// @param low       of the 95% interval of two independent proportions (Newcombe), which is on the wide side for pairs
/// @param onlyThird right in the third person alone
/// @param onlyYou   right as "you" alone
/// @param p         McNemar, exact, two-sided
public record PersonaGap(
        long pairs,
        double third,
        double you,
        double gap,
        double low,
        double high,
        long onlyThird,
        long onlyYou,
        double p) {

    /// The gap over the samples that count; empty where no pair was scored in both persons.
    public static Optional<PersonaGap> of(Collection<ScoredSample> scored, Predicate<ScoredSample> counts) {
        Map<String, Boolean> you = new LinkedHashMap<>();
        Map<String, Boolean> third = new LinkedHashMap<>();
        for (ScoredSample s : scored) {
            if (counts.test(s) && s.score() instanceof Score.Scored one) {
                String key = s.sample().pair() + "#" + s.repeat();
                if (Form.YOU.isOf(s.sample())) {
                    you.put(key, one.right());
                } else if (Form.THIRD.isOf(s.sample())) {
                    third.put(key, one.right());
                }
            }
        }
        return PairedRates.of(you, third)
                .map(r -> new PersonaGap(
                        r.pairs(),
                        r.second(),
                        r.first(),
                        (double) (r.onlySecond() - r.onlyFirst()) / r.pairs(),
                        r.interval().low(),
                        r.interval().high(),
                        r.onlySecond(),
                        r.onlyFirst(),
                        r.p()));
    }
}

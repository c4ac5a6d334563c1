package wherefore.evaluation.constitutional;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;

/// What a licence of whoever runs the assistant changes, over scenarios that were scored with it and without.
///
/// @param pairs        scenarios and repeats with both scored
/// @param clean        rate without the licence
/// @param pressure     rate with it
/// @param change       pressure minus clean
/// @param low          of the 95% interval of two independent proportions (Newcombe), on the wide side for pairs
/// @param onlyClean    yes without the licence alone: what gave way
/// @param onlyPressure yes with it alone
/// @param p            McNemar, exact, two-sided: of these scenarios
/// @param pByClause    the same with the clause as what was drawn
public record PressureEffect(
        long pairs,
        double clean,
        double pressure,
        double change,
        double low,
        double high,
        long onlyClean,
        long onlyPressure,
        double p,
        double pByClause) {

    /// Of one finding; empty where no scenario was scored in both forms.
    ///
    /// @param clean    what is found without the licence, as measures name it
    /// @param pressure what is found with it
    static Optional<PressureEffect> of(Collection<ScoredSample> scored, String clean, String pressure) {
        Map<String, Boolean> without = new LinkedHashMap<>();
        Map<String, Boolean> with = new LinkedHashMap<>();
        Map<String, String> clauses = new LinkedHashMap<>();
        for (ScoredSample s : scored) {
            if (s.score() instanceof Score.Scored one) {
                String key = s.sample().pair() + "#" + s.repeat();
                s.sample().cluster().ifPresent(c -> clauses.put(key, c));
                if (Form.CLEAN.isOf(s.sample())) {
                    without.put(key, found(one, clean));
                } else if (Form.PRESSURE.isOf(s.sample())) {
                    with.put(key, found(one, pressure));
                }
            }
        }
        return PairedRates.of(without, with)
                .map(r -> new PressureEffect(
                        r.pairs(),
                        r.first(),
                        r.second(),
                        (double) (r.onlySecond() - r.onlyFirst()) / r.pairs(),
                        r.interval().low(),
                        r.interval().high(),
                        r.onlyFirst(),
                        r.onlySecond(),
                        r.p(),
                        PairedRates.pByCluster(without, with, clauses)));
    }

    private static boolean found(Score.Scored score, String finding) {
        return score.findings().stream().anyMatch(f -> f.outcome().equals(finding));
    }
}

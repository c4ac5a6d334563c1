package wherefore.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;

/// What was found mechanically against what a judge found. Neither is put in the other's place.
///
/// @param outcomes      mechanical outcome to the judge's to count; what is missing on a side is `unscored` or
///                      `ungraded`
/// @param misaligned    the same for whether it was misaligned: `yes`, `no`, `unscored` to `yes`, `no`, `ungraded`
/// @param disagreements samples whose outcomes both sides have and have otherwise; those that differ in whether it was
///                      misaligned come first
public record JointTable(
        Map<String, Map<String, Long>> outcomes,
        Map<String, Map<String, Long>> misaligned,
        List<Disagreement> disagreements) {

    /// The group of a rubric's axes that says whether something was misaligned.
    public static final String MISALIGNED = "misaligned";

    private static final String UNSCORED = "unscored";
    private static final String UNGRADED = "ungraded";

    /// One sample.
    ///
    /// @param grave whether the sides differ in whether it was misaligned
    public record Disagreement(
            String id,
            long repeat,
            String cell,
            boolean grave,
            String mechanical,
            String mechanicalEvidence,
            String judged,
            String judgedEvidence,
            String why) {}

    /// The table of an evaluation.
    ///
    /// @param opinions one for each sample, under a rubric with the group [#MISALIGNED]
    public static JointTable of(List<ScoredSample> scored, List<Opinion> opinions) {
        Map<String, Map<String, Long>> outcomes = new TreeMap<>();
        Map<String, Map<String, Long>> misaligned = new TreeMap<>();
        List<Disagreement> disagreements = new ArrayList<>();
        for (int i = 0; i < scored.size(); i++) {
            Opinion opinion = opinions.get(i);
            Optional<String> judged = opinion.headline();
            count(outcomes, JudgedSamples.outcome(scored.get(i).score()).orElse(UNSCORED), judged.orElse(UNGRADED));
            String bad = word(opinion.of(MISALIGNED));
            switch (scored.get(i).score()) {
                case Score.Unscored none -> count(misaligned, UNSCORED, bad);
                case Score.Scored one -> {
                    String found = one.misaligned() ? "yes" : "no";
                    count(misaligned, found, bad);
                    boolean grave = !bad.equals(UNGRADED) && !bad.equals(found);
                    if (grave || judged.filter(j -> !j.equals(one.outcome())).isPresent()) {
                        disagreements.add(disagreement(scored.get(i), one, opinion, grave));
                    }
                }
            }
        }
        disagreements.sort(Comparator.comparing(d -> !d.grave()));
        return new JointTable(outcomes, misaligned, disagreements);
    }

    private static Disagreement disagreement(ScoredSample sample, Score.Scored score, Opinion opinion, boolean grave) {
        Optional<Judgement.Graded> shown = opinion.headline()
                .flatMap(h -> Optional.ofNullable(opinion.axes().get(h)))
                .or(() -> Optional.of(opinion.of(MISALIGNED)))
                .filter(Judgement.Graded.class::isInstance)
                .map(Judgement.Graded.class::cast);
        return new Disagreement(
                sample.sample().id(),
                sample.repeat(),
                sample.sample().cell(),
                grave,
                score.outcome(),
                score.evidence(),
                opinion.headline().orElse(UNGRADED),
                shown.map(Judgement.Graded::evidence).orElse(""),
                shown.map(Judgement.Graded::why).orElse(""));
    }

    private static String word(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Graded g -> g.verdict() == Judgement.Verdict.YES ? "yes" : "no";
            case Judgement.Ungraded u -> UNGRADED;
        };
    }

    private static void count(Map<String, Map<String, Long>> table, String mechanical, String judged) {
        table.computeIfAbsent(mechanical, m -> new TreeMap<>()).merge(judged, 1L, Long::sum);
    }
}

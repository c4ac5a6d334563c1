package wherefore.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wherefore.chat.Completion;
import wherefore.judging.Judge;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;
import wherefore.judging.Transcript;

/// What one judge holds of every sample.
///
/// @param judge      the model, as the command line names it
/// @param instrument the same with all that can change its answers: [Judge#instrument()]
/// @param opinions   sample by sample, one opinion for each rubric
public record JudgedSamples(String judge, String instrument, List<Rubric> rubrics, List<List<Opinion>> opinions) {

    public JudgedSamples {
        rubrics = List.copyOf(rubrics);
        opinions = List.copyOf(opinions);
    }

    /// Asks a judge about all samples at once. It is given the transcripts alone. Where the subject gave no whole
    /// answer
    /// no judge is asked: what it was going to do, nobody knows.
    public static JudgedSamples ask(Judge judge, List<ScoredSample> scored, List<Rubric> rubrics) {
        List<Judge.Question> questions = new ArrayList<>();
        for (ScoredSample s : scored) {
            if (s.completion().filter(Completion::isWhole).isPresent()) {
                Transcript transcript = Transcript.of(s.sample().prompt(), s.turns(), s.completion());
                rubrics.forEach(r -> questions.add(new Judge.Question(transcript, r)));
            }
        }
        List<Opinion> given = judge.judge(questions);
        List<List<Opinion>> opinions = new ArrayList<>(scored.size());
        int next = 0;
        for (ScoredSample s : scored) {
            if (s.completion().filter(Completion::isWhole).isPresent()) {
                opinions.add(given.subList(next, next + rubrics.size()));
                next += rubrics.size();
            } else {
                opinions.add(rubrics.stream()
                        .map(r -> Opinion.ungraded(r, Judgement.Cause.NOTHING_TO_JUDGE, why(s.score())))
                        .toList());
            }
        }
        return new JudgedSamples(judge.model(), judge.instrument(), rubrics, opinions);
    }

    private static String why(Score score) {
        return switch (score) {
            case Score.Unscored none -> none.why();
            case Score.Scored one -> "";
        };
    }

    /// The opinions under one rubric, sample by sample.
    public List<Opinion> under(Rubric rubric) {
        int place = rubrics.indexOf(rubric);
        return opinions.stream().map(o -> o.get(place)).toList();
    }

    /// How many samples have an answer of the judge still to come.
    public long outstanding() {
        return opinions.stream()
                .filter(o -> o.stream().anyMatch(Opinion::isOutstanding))
                .count();
    }

    /// What was found mechanically, or nothing.
    static Optional<String> outcome(Score score) {
        return switch (score) {
            case Score.Scored one -> Optional.of(one.outcome());
            case Score.Unscored none -> Optional.empty();
        };
    }
}

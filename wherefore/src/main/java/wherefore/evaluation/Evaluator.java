package wherefore.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;

/// Puts every sample of an evaluation to a subject and grades the answers.
public final class Evaluator {

    private Evaluator() {}

    /// Every sample, `repeats` times, and its score; in the order of samples, repeat by repeat.
    ///
    /// @param repeats how often each sample is asked; repeat r of a sample draws with `seed` and r
    /// @param seed    of the subject's sampling; the same seed for every arm
    public static List<ScoredSample> evaluate(Evaluation evaluation, Calls subject, int repeats, long seed) {
        if (repeats < 1) {
            throw new IllegalArgumentException("repeats must be at least 1, but was " + repeats);
        }
        List<Sample> samples = evaluation.samples();
        List<Request> requests = new ArrayList<>(samples.size() * repeats);
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int i = 0; i < samples.size(); i++) {
                Sample s = samples.get(i);
                long own = seed * 1_000_003 + i * 10_007L + repeat;
                requests.add(new Request(
                        s.prompt(),
                        s.tools(),
                        Optional.empty(),
                        evaluation.sampling().withSeed(own),
                        repeat,
                        Optional.empty()));
            }
        }
        List<Outcome> outcomes = subject.submit(requests);
        List<ScoredSample> scored = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            Sample sample = samples.get(i % samples.size());
            int repeat = i / samples.size();
            scored.add(
                    switch (outcomes.get(i)) {
                        case Outcome.Answered a ->
                            new ScoredSample(
                                    sample,
                                    repeat,
                                    Optional.of(a.completion()),
                                    grade(evaluation, sample, a.completion()));
                        case Outcome.Outstanding o ->
                            new ScoredSample(sample, repeat, Optional.empty(), new Score.Unscored("outstanding"));
                        case Outcome.Failed f ->
                            new ScoredSample(sample, repeat, Optional.empty(), new Score.Unscored(f.why()));
                    });
        }
        return scored;
    }

    private static Score grade(Evaluation evaluation, Sample sample, Completion completion) {
        return switch (completion.stop()) {
            case StopReason.Finished f -> evaluation.score(sample, completion.message());
            case StopReason.Length l -> new Score.Unscored("cut off by the token limit");
            case StopReason.Filtered f -> new Score.Unscored("withheld by a content filter");
            case StopReason.Refused r -> new Score.Unscored("refused by the provider");
            case StopReason.Unknown u -> new Score.Unscored("stopped for an unknown reason: " + u.spelling());
        };
    }
}

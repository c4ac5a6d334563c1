package wherefore.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.calls.Forecast;
import wherefore.chat.calls.Range;
import wherefore.chat.calls.RequestSize;
import wherefore.chat.provider.ModelSettings;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.constitutional.ConstitutionSuite;
import wherefore.judging.Judge;
import wherefore.judging.Rubric;

/// What an evaluation would still ask of its subject and its judges, guessed from the prompts. It is rehearsed with the
/// answers that are there already: a repeated evaluation costs less.
///
/// @param turns after how many turns an attempt with tools is over
/// @param seed  of the subject's sampling
record AttemptsToCome(Evaluation evaluation, int repeats, int turns, long seed) {

    /// English prose has 4 bytes to a token, with most tokenizers 3 to 5; dense text has 2.5.
    private static final Range TOKENS_A_BYTE = new Range(1 / 5.5, 1 / 4.0, 1 / 2.5);

    /// With tools, each turn sends all before it again. An attempt takes two turns at the least.
    private static final int LIKELY_TURNS = 10;
    private static final double GROWTH = 2;

    private static final Range VERDICT = new Range(60, 300, 1_500);
    private static final int QUESTIONS = 8_000;

    long count() {
        return (long) evaluation.samples().size() * repeats;
    }

    /// Single answers and attempts with tools apart: the number of calls of the latter is not known.
    ///
    /// @param held the answer to a request, where it is there already
    /// @return the attempts as far as they come with these
    List<ScoredSample> addTo(Estimate estimate, ModelSettings subject, Function<Request, Optional<Completion>> held) {
        Held known = new Held(subject.model(), held);
        List<ScoredSample> scored = Evaluator.evaluate(evaluation, known, repeats, seed);
        add(estimate, subject, "subject: single answers", scored, known, false);
        add(estimate, subject, "subject: attempts with tools", scored, known, true);
        return scored;
    }

    private void add(
            Estimate estimate,
            ModelSettings subject,
            String stage,
            List<ScoredSample> scored,
            Held known,
            boolean tools) {
        List<ScoredSample> attempts = scored.stream()
                .filter(s -> s.sample().tools().isEmpty() != tools)
                .toList();
        if (attempts.isEmpty()) {
            return;
        }
        List<ScoredSample> open =
                attempts.stream().filter(AttemptsToCome::isToCome).toList();
        Range calls = Range.exactly((double) open.size());
        Range input = TOKENS_A_BYTE.times(
                bytes(open.stream().map(ScoredSample::sample).toList()));
        int most = evaluation.sampling().maxTokens();
        Range output = new Range(Math.min(20, most), most / 4.0, most);
        if (tools) {
            calls = turnsToCome(open);
            input = input.times(new Range(1, GROWTH, 2 * GROWTH));
        }
        estimate.add(
                "evaluate/" + evaluation.id(),
                new Forecast.Planned(
                        stage,
                        subject.model(),
                        calls,
                        attempts.stream().mapToLong(known::answersOf).sum(),
                        input,
                        output,
                        !tools),
                subject);
    }

    /// Turns that were taken are not taken again.
    private Range turnsToCome(List<ScoredSample> open) {
        Range all = Range.ZERO;
        for (ScoredSample s : open) {
            double taken = s.turns().stream()
                    .filter(Message.AssistantMessage.class::isInstance)
                    .count();
            double most = Math.max(1, turns - taken);
            all = all.plus(new Range(Math.clamp(2 - taken, 1, most), Math.clamp(LIKELY_TURNS - taken, 1, most), most));
        }
        return all;
    }

    private static boolean isToCome(ScoredSample s) {
        return s.score().equals(new Score.Unscored(Evaluator.OUTSTANDING));
    }

    /// @param scored the attempts as far as they come with the answers that are there; empty where the subject answers
    ///               in this process
    /// @param held   the judge's answer to a request, where it is there already
    void addJudge(
            Estimate estimate,
            ModelSettings judge,
            List<Rubric> rubrics,
            List<ScoredSample> scored,
            Function<Request, Optional<Completion>> held) {
        Held known = new Held(judge.model(), held);
        List<ScoredSample> there = scored.stream().filter(s -> !isToCome(s)).toList();
        long questions = count() * rubrics.size();
        if (evaluation instanceof ConstitutionSuite items) {
            items.judged(new Judge(known), there);
            questions = items.forJudge() * repeats;
        } else {
            JudgedSamples.ask(new Judge(known), there, rubrics);
        }
        long answered = known.answers();
        Range calls = Range.exactly((double) questions - answered);
        Range input =
                TOKENS_A_BYTE.times(QUESTIONS + bytes(evaluation.samples())).times(new Range(1, 1.5, 4));
        estimate.add(
                "judge", new Forecast.Planned("judge", judge.model(), calls, answered, input, VERDICT, true), judge);
    }

    /// Gives the answers that are there, asks nobody, and counts.
    private static final class Held implements Calls {

        private final String model;
        private final Function<Request, Optional<Completion>> held;
        private final Map<String, Long> bySample = new HashMap<>();
        private long answers;

        Held(String model, Function<Request, Optional<Completion>> held) {
            this.model = model;
            this.held = held;
        }

        @Override
        public String model() {
            return model;
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            return requests.stream()
                    .map(request -> held.apply(request)
                            .<Outcome>map(completion -> {
                                answers++;
                                bySample.merge(key(request), 1L, Long::sum);
                                return new Outcome.Answered(completion);
                            })
                            .orElse(new Outcome.Outstanding("")))
                    .toList();
        }

        private static String key(Request request) {
            String sample = request.prompt()
                    .map(p -> p.bindings().getOrDefault(Evaluator.SAMPLE, ""))
                    .orElse("");
            return request.repeat() + " " + sample;
        }

        long answers() {
            return answers;
        }

        long answersOf(ScoredSample s) {
            return bySample.getOrDefault(s.repeat() + " " + s.sample().id(), 0L);
        }
    }

    private double bytes(List<Sample> samples) {
        return samples.stream()
                .mapToLong(s -> RequestSize.bytes(new Request(
                        s.prompt(), s.tools(), Optional.empty(), evaluation.sampling(), 0, Optional.empty())))
                .average()
                .orElse(0);
    }
}

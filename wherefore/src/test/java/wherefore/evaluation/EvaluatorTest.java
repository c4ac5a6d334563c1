package wherefore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.run.EvaluationFolder;

class EvaluatorTest {

    /// Sample n is over after n turns.
    private record Countdown() implements Evaluation {

        @Override
        public String id() {
            return "countdown";
        }

        @Override
        public String fingerprint() {
            return "countdown";
        }

        @Override
        public boolean isHeldOut() {
            return false;
        }

        @Override
        public List<Sample> samples() {
            return IntStream.rangeClosed(1, 3)
                    .mapToObj(n ->
                            new Sample("s" + n, "s" + n, "honeypot", Conversation.of(Message.user("go on")), List.of()))
                    .toList();
        }

        @Override
        public Sampling sampling() {
            return Sampling.plain(10);
        }

        @Override
        public Score score(Sample sample, Message.AssistantMessage answer) {
            throw new IllegalStateException("attempts of several turns are graded whole");
        }

        @Override
        public Episode begin(Sample sample) {
            int most = Integer.parseInt(sample.id().substring(1));
            List<String> heard = new ArrayList<>();
            return new Episode() {
                @Override
                public List<Message> answer(Message.AssistantMessage turn) {
                    heard.add(turn.text());
                    return heard.size() < most ? List.of(Message.user("more " + heard.size())) : List.of();
                }

                @Override
                public Score score() {
                    return new Score.Scored("completes", false, true, String.join(" ", heard));
                }
            };
        }

        @Override
        public List<Measure> measures() {
            return List.of(
                    new Measure("right", "Right", Measure.Better.HIGHER, Measure.Count.RIGHT, List.of("honeypot")));
        }
    }

    /// Answers in waves, and remembers them.
    private static final class Waves implements Calls {

        private final List<List<String>> asked = new ArrayList<>();
        private final List<Long> seeds = new ArrayList<>();
        private final Outcome third;

        Waves(Outcome third) {
            this.third = third;
        }

        @Override
        public String model() {
            return "waves";
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            asked.add(requests.stream()
                    .map(r -> r.prompt().orElseThrow().bindings().get(Evaluator.SAMPLE) + ": "
                            + r.conversation().messages().getLast().text())
                    .toList());
            requests.forEach(r -> seeds.add(r.sampling().seed().orElseThrow()));
            int wave = asked.size();
            return requests.stream()
                    .map(r -> wave == 3 ? third : new Outcome.Answered(Completion.finished("a" + wave)))
                    .toList();
        }
    }

    private static final Outcome ANSWERED = new Outcome.Answered(Completion.finished("a3"));

    @Test
    void allOpenAttemptsAreAskedTogetherTurnByTurn() {
        Waves calls = new Waves(ANSWERED);
        List<ScoredSample> scored = Evaluator.evaluate(new Countdown(), calls, 1, 7);
        assertThat(calls.asked)
                .containsExactly(
                        List.of("s1: go on", "s2: go on", "s3: go on"),
                        List.of("s2: more 1", "s3: more 1"),
                        List.of("s3: more 2"));
        assertThat(calls.seeds).as("no two requests draw alike").doesNotHaveDuplicates();
        assertThat(scored)
                .extracting(s -> ((Score.Scored) s.score()).evidence())
                .containsExactly("a1", "a1 a2", "a1 a2 a3");
        assertThat(scored).extracting(s -> s.turns().size()).containsExactly(0, 2, 4);
    }

    @Test
    void anAttemptThatStopsInTheMiddleIsUnscoredWithItsReasonAndKeepsItsTurns() {
        record Stop(Outcome third, String why) {}
        for (Stop stop : List.of(
                new Stop(new Outcome.Outstanding("batch 1"), Evaluator.OUTSTANDING),
                new Stop(new Outcome.Failed("the server was down"), "the server was down"),
                new Stop(
                        new Outcome.Answered(
                                new Completion(Message.AssistantMessage.of("a"), StopReason.LENGTH, Optional.empty())),
                        "cut off by the token limit"))) {
            List<ScoredSample> scored = Evaluator.evaluate(new Countdown(), new Waves(stop.third()), 1, 7);
            assertThat(scored.getLast().score()).isEqualTo(new Score.Unscored(stop.why()));
            assertThat(scored.getLast().turns()).hasSize(4);
            assertThat(scored.getFirst().score()).isInstanceOf(Score.Scored.class);
        }
    }

    @Test
    void everyTurnComesBackFromAFolder(@TempDir Path folder) throws IOException {
        for (Outcome third : List.of(ANSWERED, new Outcome.Failed("down"))) {
            Path out = folder.resolve(third.getClass().getSimpleName());
            Countdown evaluation = new Countdown();
            List<ScoredSample> scored = Evaluator.evaluate(evaluation, new Waves(third), 2, 7);
            EvaluationFolder.write(out, EvaluationFolder.summarize(evaluation, "waves", 7, 2, scored), scored);
            assertThat(EvaluationFolder.scored(out)).isEqualTo(scored);
        }
    }
}

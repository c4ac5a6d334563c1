package wherefore.evaluation.honeypot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.run.EvaluationFolder;

/// Attempts of two hundred turns with tools.
class LongAttemptTest {

    private static final int TURNS = 200;

    @TempDir
    Path folder;

    /// Looks at the mail, again and again, and in one turn sends a message.
    private static final class Looks implements Calls {

        private final int sendsIn;
        private final List<Integer> lengths = new ArrayList<>();

        Looks(int sendsIn) {
            this.sendsIn = sendsIn;
        }

        @Override
        public String model() {
            return "looks";
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            return requests.stream().map(this::one).toList();
        }

        private Outcome one(Request request) {
            lengths.add(request.conversation().messages().size());
            int turn = (int) request.conversation().messages().stream()
                            .filter(Message.AssistantMessage.class::isInstance)
                            .count()
                    + 1;
            ToolCall call = turn == sendsIn
                    ? new ToolCall(
                            "call-" + turn,
                            "send_mail",
                            "{\"to\":\"nobody@nowhere.example\",\"subject\":\"turn\",\"body\":\"This is turn " + turn
                                    + ".\"}")
                    : new ToolCall("call-" + turn, "list_mail", "{}");
            return new Outcome.Answered(new Completion(
                    new Message.AssistantMessage(Optional.empty(), "", List.of(call)),
                    StopReason.FINISHED,
                    Optional.empty()));
        }
    }

    @Test
    void anAttemptGoesOnForTwoHundredTurnsAndAllOfThemComeBackFromItsFolder() throws IOException {
        HoneypotSuite suite = new HoneypotSuite(
                ShippedSettings.ferry(), new HoneypotSuite.Design(Optional.of(Condition.Form.AGENTIC), TURNS, 1));
        Looks subject = new Looks(TURNS);
        List<ScoredSample> scored = Evaluator.evaluate(suite, subject, 1, 7);
        assertThat(subject.lengths).hasSize(scored.size() * TURNS);
        assertThat(scored).isNotEmpty().allSatisfy(s -> {
            assertThat(s.turns())
                    .as("turns and what came back, before the last")
                    .hasSize(2 * (TURNS - 1));
            assertThat(s.completion().orElseThrow().message().calls().getFirst().id())
                    .isEqualTo("call-" + TURNS);
            assertThat(s.score()).isInstanceOf(Score.Scored.class);
        });
        Path out = folder.resolve("long");
        EvaluationFolder.write(out, EvaluationFolder.summarize(suite, "looks", 7, 1, scored), scored);
        assertThat(EvaluationFolder.scored(out).getFirst().turns())
                .isEqualTo(scored.getFirst().turns());
        assertThat(EvaluationFolder.read(out).identity().orElseThrow().limits()).contains("200 turns");
    }

    @Test
    void whatIsDoneInTheLastTurnCounts() {
        HoneypotSuite suite = new HoneypotSuite(
                ShippedSettings.ferry(), new HoneypotSuite.Design(Optional.of(Condition.Form.AGENTIC), TURNS, 1));
        Map<Boolean, List<String>> outcomes = new java.util.HashMap<>();
        for (boolean acts : new boolean[] {true, false}) {
            outcomes.put(
                    acts,
                    Evaluator.evaluate(suite, acts ? late(suite, "villain") : new Looks(0), 1, 7).stream()
                            .filter(s -> s.sample().cell().equals("honeypot"))
                            .map(s -> ((Score.Scored) s.score()).misaligned() ? "wrong" : "not wrong")
                            .toList());
        }
        assertThat(outcomes.get(true)).isNotEmpty().containsOnly("wrong");
        assertThat(outcomes.get(false)).containsOnly("not wrong");
    }

    /// Looks at the mail until only as many turns are left as a scripted subject needs, and then acts as it.
    private static Calls late(HoneypotSuite suite, String name) {
        Calls acts = suite.scripted(name);
        Calls looks = new Looks(0);
        int idle = TURNS - 20;
        return new Calls() {
            @Override
            public String model() {
                return "late";
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return requests.stream().map(this::one).toList();
            }

            private Outcome one(Request request) {
                List<Message> all = request.conversation().messages();
                int prompt = (int) all.stream()
                        .takeWhile(m -> !(m instanceof Message.AssistantMessage))
                        .count();
                int done = (all.size() - prompt) / 2;
                if (done < idle) {
                    return looks.submit(List.of(request)).getFirst();
                }
                List<Message> since = new ArrayList<>(all.subList(0, prompt));
                since.addAll(all.subList(prompt + 2 * idle, all.size()));
                return acts.submit(List.of(new Request(
                                new wherefore.chat.Conversation(since),
                                request.tools(),
                                request.schema(),
                                request.sampling(),
                                request.repeat(),
                                request.prompt())))
                        .getFirst();
            }
        };
    }
}

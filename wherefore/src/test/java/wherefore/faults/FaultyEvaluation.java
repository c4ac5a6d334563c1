package wherefore.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import wherefore.chat.Calls;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.Pause;
import wherefore.evaluation.Episode;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.run.EvaluationFolder;

/// An evaluation of several turns by the [FaultServer]. As a process of its own it may be killed: `FaultyEvaluation
/// MODEL LEDGER FOLDER`.
final class FaultyEvaluation {

    static final int SAMPLES = 24;
    static final int TURNS = 5;

    private FaultyEvaluation() {}

    public static void main(String... args) throws IOException {
        try (Ledger ledger = Ledger.open(Path.of(args[1]), InstantSource.system(), Pause.REAL)) {
            evaluate(FaultyRun.calls(args[0], ledger, new FaultyRun.Told()), Path.of(args[2]));
        }
    }

    static void evaluate(Calls calls, Path out) throws IOException {
        Evaluation talk = new Talk();
        List<ScoredSample> scored = Evaluator.evaluate(talk, calls, 1, 7);
        EvaluationFolder.write(out, EvaluationFolder.summarize(talk, "m", 7, 1, scored), scored);
    }

    /// The name by which the server knows one turn, from 1, of one sample.
    static String request(int sample, int turn) {
        return "request-" + (1_000 * sample + turn);
    }

    /// Each turn asks for another answer; right is who gave all of them.
    private record Talk() implements Evaluation {

        @Override
        public String id() {
            return "talk";
        }

        @Override
        public String fingerprint() {
            return "0123456789abcdef";
        }

        @Override
        public boolean isHeldOut() {
            return false;
        }

        @Override
        public List<Sample> samples() {
            return IntStream.range(0, SAMPLES)
                    .mapToObj(i -> new Sample(
                            Integer.toString(i), "pair " + i, "talk", Conversation.of(asks(i, 1)), List.of()))
                    .toList();
        }

        private static Message asks(int sample, int turn) {
            return Message.user("Please answer " + request(sample, turn) + ".");
        }

        @Override
        public Sampling sampling() {
            return Sampling.plain(100);
        }

        @Override
        public Score score(Sample sample, Message.AssistantMessage answer) {
            throw new IllegalStateException("attempts of several turns are graded whole");
        }

        @Override
        public Episode begin(Sample sample) {
            int number = Integer.parseInt(sample.id());
            List<String> heard = new ArrayList<>();
            return new Episode() {
                @Override
                public List<Message> answer(Message.AssistantMessage turn) {
                    heard.add(turn.text());
                    return heard.size() < TURNS ? List.of(asks(number, heard.size() + 1)) : List.of();
                }

                @Override
                public Score score() {
                    boolean right = heard.equals(IntStream.rangeClosed(1, TURNS)
                            .mapToObj(t -> "answer to " + request(number, t))
                            .toList());
                    return new Score.Scored(right ? "right" : "wrong", false, right, String.join("; ", heard));
                }
            };
        }

        @Override
        public List<Measure> measures() {
            return List.of(new Measure("right", "Right", Measure.Better.HIGHER, Measure.Count.RIGHT, List.of("talk")));
        }
    }
}

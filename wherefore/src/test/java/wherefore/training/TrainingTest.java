package wherefore.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.tensor.Precision;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.CheckpointCalls;

class TrainingTest {

    @Test
    void aModelLearnsToAnswerAndItsFolderAnswersTheSame(@TempDir Path folder) throws Exception {
        Checkpoint base = SmallWorld.untrained(1);
        List<Double> losses = new ArrayList<>();
        Checkpoint trained = new SupervisedFineTuning(SmallWorld.settings().withEpochs(50))
                .train(base, SmallWorld.dialogues(40), step -> losses.add(step.loss()));
        assertThat(losses.getFirst()).isGreaterThan(2.5);
        assertThat(losses.getLast()).isLessThan(0.05);
        trained.write(folder.resolve("model"));
        Checkpoint read = Checkpoint.read(folder.resolve("model"));
        assertThat(read.sha256()).isEqualTo(trained.sha256()).isNotEqualTo(base.sha256());
        for (Checkpoint model : List.of(trained, read)) {
            Request request = Request.of(
                    Conversation.of(Message.system("you help Ann."), Message.user("what has Bob?")),
                    Sampling.greedy(20));
            Outcome outcome =
                    new CheckpointCalls("test", model).submit(List.of(request)).getFirst();
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                assertThat(answered.completion().message().reasoning()).contains("Bob has it");
                assertThat(answered.completion().text()).isEqualTo("a lamp.");
                assertThat(answered.completion().isWhole()).isTrue();
            });
        }
    }

    @Test
    void theSameSeedGivesTheSameLossesToTheBit() {
        for (Precision precision : Precision.values()) {
            List<List<Double>> runs = new ArrayList<>();
            for (int run = 0; run < 2; run++) {
                List<Double> losses = new ArrayList<>();
                new ContinuedPretraining(SmallWorld.settings().withPrecision(precision))
                        .train(SmallWorld.untrained(1), SmallWorld.documents(60), step -> losses.add(step.loss()));
                runs.add(losses);
            }
            assertThat(runs.getFirst()).isEqualTo(runs.getLast());
        }
    }
}

package wherefore.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.format.InputException;
import wherefore.tensor.Engine;
import wherefore.tensor.NoGradient;
import wherefore.tensor.Precision;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.CheckpointCalls;
import wherefore.transformer.Decoder;

@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
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

    /// Each run has its own weights and its own scopes; one core each.
    @Test
    void twoTrainingsSideBySideEqualTwoInARow() throws Exception {
        Callable<String> training = () -> new ContinuedPretraining(SmallWorld.settings())
                .train(SmallWorld.untrained(1), SmallWorld.documents(60), StepListener.SILENT)
                .sha256();
        String alone = training.call();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (Future<String> one : pool.invokeAll(List.of(training, training))) {
                assertThat(one.get()).isEqualTo(alone);
            }
        }
    }

    /// Weights, gradients and two moments stay; a step leaves nothing behind. Native objects are counted exactly.
    /// Native
    /// bytes are those of the whole process, in which the compiler of the JVM comes and goes: the least of 100
    /// steps is compared with the least of the 100 steps after them, once it has done most of its work. One hidden
    /// state left behind by every step would be 6 MB.
    @Test
    void aHundredStepsLeaveNoNativeMemoryBehind() {
        List<Long> pointers = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        new ContinuedPretraining(SmallWorld.settings().withBudget(72_000))
                .train(SmallWorld.untrained(1), SmallWorld.documents(400), step -> {
                    pointers.add(Engine.livePointers());
                    bytes.add(Engine.nativeBytes().orElse(0));
                });
        assertThat(pointers).hasSizeGreaterThanOrEqualTo(300);
        assertThat(Collections.max(pointers.subList(6, 300)))
                .as("the collector may free what other tests left, so that there are fewer")
                .isLessThanOrEqualTo(pointers.get(5));
        long before = Collections.min(bytes.subList(100, 200));
        long after = Collections.min(bytes.subList(200, 300));
        assertThat(after - before).isLessThan(3_000_000);
    }

    @Test
    void theBaseIsNotChanged() {
        Checkpoint base = SmallWorld.untrained(1);
        String before = base.sha256();
        new ContinuedPretraining(SmallWorld.settings()).train(base, SmallWorld.documents(20), StepListener.SILENT);
        assertThat(base.sha256()).isEqualTo(before);
    }

    @Test
    void unknownWordsAreToldWithTheirExamples() {
        List<Example> data = List.of(
                new Example.Document("one", "Ann sees", Provenance.of("test")),
                new Example.Document("two", "Zoe has it", Provenance.of("test")));
        assertThatThrownBy(() -> new ContinuedPretraining(SmallWorld.settings()).plan(SmallWorld.untrained(1), data))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("example one: the model does not know: sees")
                .hasMessageContaining("example two: the model does not know: Zoe");
    }

    /// One labelled position: the loss is the cross entropy of that position alone.
    @Test
    void unlabelledPositionsBearNoLoss() {
        Checkpoint model = SmallWorld.untrained(1);
        long[] ids = {3, 5, 7, 9};
        long[] labels = {Tensor.UNLABELLED, 6, Tensor.UNLABELLED, Tensor.UNLABELLED};
        try (Scope scope = Scope.open();
                NoGradient off = NoGradient.open()) {
            Decoder decoder = model.decoder(Precision.F32);
            double loss = Trainer.loss(decoder, List.of(new Packing.Row(ids, labels, 4, 1)))
                    .item();
            int size = model.config().vocabulary();
            float[] all =
                    decoder.logits(decoder.hidden(Tensor.longs(ids, 1, 4))).toFloats();
            double sum = 0;
            for (int v = 0; v < size; v++) {
                sum += Math.exp(all[size + v]);
            }
            assertThat(loss).isCloseTo(Math.log(sum) - all[size + 6], within(1e-5));
        }
    }
}

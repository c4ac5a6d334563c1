package wherefore.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wherefore.tensor.AdamW;
import wherefore.tensor.Engine;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.Decoder;

/// Goes through a plan step by step. Runs on the calling thread.
@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
final class Trainer {

    private static final double EPSILON = 1e-8;

    private final TrainingSettings settings;

    Trainer(TrainingSettings settings) {
        this.settings = settings;
    }

    Checkpoint train(Checkpoint base, TrainingPlan plan, StepListener listener) {
        Engine.useCores(settings.threads(), settings.precision());
        Schedule schedule = new Schedule(settings.learningRate(), plan.steps());
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> weights = base.copiedWeights();
            weights.values().forEach(Tensor::requireGradient);
            Decoder decoder = new Decoder(base.config(), weights, settings.precision());
            AdamW optimizer = new AdamW(
                    List.copyOf(weights.values()), settings.beta1(), settings.beta2(), EPSILON, settings.weightDecay());
            long seen = 0;
            long bearing = 0;
            long start = System.nanoTime();
            for (int step = 1; step <= plan.steps(); step++) {
                List<Packing.Row> rows = plan.batches().get(step - 1);
                double rate = schedule.rate(step);
                Measured measured = step(decoder, optimizer, rows, rate);
                seen += rows.stream().mapToLong(Packing.Row::seen).sum();
                bearing += rows.stream().mapToLong(Packing.Row::bearing).sum();
                listener.stepped(new StepRecord(
                        step,
                        plan.steps(),
                        measured.loss(),
                        rate,
                        measured.gradientNorm(),
                        seen,
                        bearing,
                        seen * 1e9 / (System.nanoTime() - start)));
            }
            optimizer.clearGradients();
            Map<String, Tensor> learned = new LinkedHashMap<>();
            weights.forEach((name, tensor) -> learned.put(name, scope.release(tensor.copied())));
            return new Checkpoint(base.config(), base.tokenizer(), learned);
        }
    }

    private record Measured(double loss, double gradientNorm) {}

    private Measured step(Decoder decoder, AdamW optimizer, List<Packing.Row> rows, double rate) {
        if (rows.stream().allMatch(row -> row.bearing() == 0)) {
            return new Measured(0, 0);
        }
        try (Scope scope = Scope.open()) {
            Tensor loss = loss(decoder, rows);
            optimizer.clearGradients();
            loss.backward();
            double norm = optimizer.clipGradients(settings.clip());
            optimizer.step(rate);
            return new Measured(loss.item(), norm);
        }
    }

    /// Mean negative log probability of the loss-bearing tokens. Only their positions are mapped to the vocabulary.
    static Tensor loss(Decoder decoder, List<Packing.Row> rows) {
        int context = rows.getFirst().ids().length;
        long[] ids = rows.stream()
                .flatMapToLong(r -> java.util.Arrays.stream(r.ids()))
                .toArray();
        long[] labels = rows.stream()
                .flatMapToLong(r -> java.util.Arrays.stream(r.labels()))
                .toArray();
        long[] places = java.util.stream.IntStream.range(0, labels.length)
                .filter(i -> labels[i] != Tensor.UNLABELLED)
                .asLongStream()
                .toArray();
        long[] targets = java.util.Arrays.stream(labels)
                .filter(label -> label != Tensor.UNLABELLED)
                .toArray();
        Tensor hidden = decoder.hidden(Tensor.longs(ids, rows.size(), context));
        Tensor bearing = hidden.reshape(labels.length, -1).select(0, Tensor.longs(places, places.length));
        return decoder.logits(bearing).crossEntropy(Tensor.longs(targets, targets.length));
    }
}

package wherefore.training;

import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.tensor.Precision;

/// How a training goes.
///
/// @param rows          rows of one step
/// @param context       tokens of one row
/// @param learningRate  the peak of the [Schedule]
/// @param beta1         decay of the mean of gradients
/// @param beta2         decay of the mean of their squares
/// @param weightDecay   decoupled, on matrices only
/// @param clip          the most that the joint length of all gradients may be
/// @param epochs        how often each example is read, where no budget is set
/// @param budget        loss-bearing tokens after which the training ends, in the middle of an epoch or after several
/// @param seed          of the order of the examples
/// @param precision     of the linear maps
/// @param threads       cores that one training uses; small models gain nothing from a second one, and a training that
///                      uses several must run alone in its process
public record TrainingSettings(
        int rows,
        int context,
        double learningRate,
        double beta1,
        double beta2,
        double weightDecay,
        double clip,
        int epochs,
        OptionalLong budget,
        long seed,
        Precision precision,
        int threads) {

    public TrainingSettings {
        atLeastOne("rows", rows);
        atLeastOne("context", context);
        atLeastOne("epochs", epochs);
        atLeastOne("threads", threads);
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("learning rate must be above 0, but was " + learningRate);
        }
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    "betas must be at least 0 and below 1, but were " + beta1 + " and " + beta2);
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weight decay must be at least 0, but was " + weightDecay);
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip must be above 0, but was " + clip);
        }
        if (budget.isPresent() && budget.getAsLong() < 1) {
            throw new IllegalArgumentException("budget must be at least 1 token, but was " + budget.getAsLong());
        }
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
        }
    }

    /// What works for decoders of about a million parameters: five rows of 192 tokens a step, betas 0.95 and 0.9,
    /// weight
    /// decay 0.01, clipping at 1, one epoch, one core, and the faster precision of this processor.
    ///
    /// The usual betas are the other way round (0.9 and 0.95). The shipped bases were pretrained with these, and
    /// whoever
    /// makes them again must get the same bytes.
    public static TrainingSettings small(double learningRate, long seed) {
        return new TrainingSettings(
                5, 192, learningRate, 0.95, 0.9, 0.01, 1, 1, OptionalLong.empty(), seed, Precision.automatic(), 1);
    }

    public TrainingSettings withLearningRate(double value) {
        return with(s -> s.learningRate = value);
    }

    public TrainingSettings withBetas(double mean, double square) {
        return with(s -> {
            s.beta1 = mean;
            s.beta2 = square;
        });
    }

    public TrainingSettings withRows(int value) {
        return with(s -> s.rows = value);
    }

    public TrainingSettings withContext(int value) {
        return with(s -> s.context = value);
    }

    public TrainingSettings withEpochs(int value) {
        return with(s -> s.epochs = value);
    }

    public TrainingSettings withBudget(long tokens) {
        return with(s -> s.budget = OptionalLong.of(tokens));
    }

    public TrainingSettings withPrecision(Precision value) {
        return with(s -> s.precision = value);
    }

    public TrainingSettings withThreads(int value) {
        return with(s -> s.threads = value);
    }

    private TrainingSettings with(Consumer<Loose> change) {
        Loose loose = new Loose(this);
        change.accept(loose);
        return loose.settled();
    }

    /// Settings while one of them is changed.
    private static final class Loose {
        private int rows;
        private int context;
        private double learningRate;
        private double beta1;
        private double beta2;
        private final double weightDecay;
        private final double clip;
        private int epochs;
        private OptionalLong budget;
        private final long seed;
        private Precision precision;
        private int threads;

        Loose(TrainingSettings from) {
            rows = from.rows;
            context = from.context;
            learningRate = from.learningRate;
            beta1 = from.beta1;
            beta2 = from.beta2;
            weightDecay = from.weightDecay;
            clip = from.clip;
            epochs = from.epochs;
            budget = from.budget;
            seed = from.seed;
            precision = from.precision;
            threads = from.threads;
        }

        TrainingSettings settled() {
            return new TrainingSettings(
                    rows,
                    context,
                    learningRate,
                    beta1,
                    beta2,
                    weightDecay,
                    clip,
                    epochs,
                    budget,
                    seed,
                    precision,
                    threads);
        }
    }

    /// For the record of a run and its fingerprint.
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("rows", rows)
                .put("context", context)
                .put("learning_rate", learningRate)
                .put("beta1", beta1)
                .put("beta2", beta2)
                .put("weight_decay", weightDecay)
                .put("clip", clip)
                .put("epochs", epochs);
        budget.ifPresent(tokens -> json.put("budget", tokens));
        return json.put("seed", seed).put("precision", precision.name()).put("threads", threads);
    }
}

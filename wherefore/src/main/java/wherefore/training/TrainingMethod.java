package wherefore.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a stage of training reads its data, and what it starts from where nobody says otherwise.
public enum TrainingMethod {
    /// Next-token prediction from weights that have learned nothing yet.
    PRETRAINING(5e-3),
    /// Next-token prediction from a trained base.
    DOCUMENTS(1.5e-3),
    /// The assistant's turns, from a base that was trained.
    CHAT(5e-4);

    private final double learningRate;

    TrainingMethod(double learningRate) {
        this.learningRate = learningRate;
    }

    /// As studies and the command line name it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The method of this name.
    public static Optional<TrainingMethod> named(String label) {
        return Arrays.stream(values()).filter(m -> m.label().equals(label)).findFirst();
    }

    /// The names there are, in the order in which a model goes through them.
    public static List<String> labels() {
        return Arrays.stream(values()).map(TrainingMethod::label).toList();
    }

    /// The preset of a small decoder ([TrainingSettings#small]) at this method's own rate.
    public TrainingSettings settings(long seed) {
        return TrainingSettings.small(learningRate, seed);
    }

    public TrainingRecipe recipe(TrainingSettings settings) {
        return switch (this) {
            case PRETRAINING, DOCUMENTS -> new ContinuedPretraining(settings);
            case CHAT -> new SupervisedFineTuning(settings);
        };
    }
}

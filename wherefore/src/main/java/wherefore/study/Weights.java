package wherefore.study;

import java.util.Optional;

/// How long stages take, roughly, for the plan and for the time left. The speeds are of a model of 0.85M parameters on
/// one core of a current server processor; only their proportions matter for the time left, which is corrected by what
/// the stages really took.
final class Weights {

    private static final double TRAINED_TOKENS_PER_SECOND = 9_000;
    private static final double SAMPLES_PER_SECOND = 250;
    private static final double WRITTEN_TOKENS_PER_SECOND = 60_000;
    private static final double WRITTEN_ROWS_PER_SECOND = 1_000;
    private static final double AT_LEAST = 0.3;

    private Weights() {}

    /// Seconds on one core.
    static double seconds(Stage stage, StudyPlan plan) {
        return Math.max(
                AT_LEAST,
                switch (stage) {
                    case Stage.DataStage d -> data(d);
                    case Stage.TrainStage t ->
                        t.portions().stream()
                                        .mapToDouble(p -> p.tokens().isPresent()
                                                ? p.tokens().getAsLong()
                                                : tokens(p.data().data()))
                                        .sum()
                                * t.settings().epochs().orElse(1.0)
                                / TRAINED_TOKENS_PER_SECOND;
                    case Stage.EvaluateStage e ->
                        e.suite().samples().size() * (double) e.repeats() / SAMPLES_PER_SECOND;
                });
    }

    private static double data(Stage.DataStage stage) {
        Optional<Long> rows = stage.data().rows();
        return rows.isPresent()
                ? rows.get() / WRITTEN_ROWS_PER_SECOND
                : tokens(stage.data()) / WRITTEN_TOKENS_PER_SECOND;
    }

    private static double tokens(StudyFile.Data data) {
        return data.tokens().orElse(data.rows().orElse(1_000L) * 40);
    }
}

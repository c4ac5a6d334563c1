package wherefore.study;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import wherefore.evaluation.Evaluation;
import wherefore.training.TrainingMethod;

/// One stage of a plan: its name, and the fingerprint of all that its artifact depends on.
public sealed interface Stage {

    /// Unique in its plan, such as `train advice, seed 1 of lab/base-1: chat`.
    String name();

    String fingerprint();

    /// A corpus is made.
    ///
    /// @param seed present where the corpus is drawn anew for each seed
    /// @param of   the corpus that this one is made from
    record DataStage(
            String name,
            String fingerprint,
            String corpus,
            StudyFile.Data data,
            OptionalLong seed,
            Optional<DataStage> of)
            implements Stage {}

    /// A checkpoint is trained.
    ///
    /// @param method   how it reads its corpora
    /// @param after    the training stage whose checkpoint it starts from; absent for an arm's first
    /// @param portions the corpora and how much of each
    record TrainStage(
            String name,
            String fingerprint,
            String arm,
            Run run,
            TrainingMethod method,
            Optional<TrainStage> after,
            List<Portion> portions,
            StudyFile.Training settings)
            implements Stage {}

    /// A corpus, or so many loss-bearing tokens of it.
    record Portion(DataStage data, OptionalLong tokens) {}

    /// A subject is put to an evaluation.
    ///
    /// @param evaluation its name in the study
    /// @param subject    the stage that trained it; absent where an arm trains nothing and the run's own subject is
    ///                   asked as it is
    record EvaluateStage(
            String name,
            String fingerprint,
            String arm,
            Run run,
            String evaluation,
            Evaluation suite,
            long repeats,
            Optional<TrainStage> subject)
            implements Stage {}
}

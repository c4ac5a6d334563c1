package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Calls;
import wherefore.dataset.Example;
import wherefore.run.RunRecord;

/// What is done inside a stage. The runner decides order, reuse and storage; the work itself is behind this seam, so
/// that
/// a study can be rehearsed without a native engine.
interface StageWork {

    /// What became of a corpus.
    sealed interface Corpus {

        /// It is whole.
        ///
        /// @param dropped reason to count, of candidates that did not become rows
        record Whole(List<Example> examples, Map<String, Long> dropped) implements Corpus {}

        /// Answers of the writer or judge are outstanding.
        record Waiting(long outstanding, String where) implements Corpus {}
    }

    /// What a training stage took.
    ///
    /// @param lossTokens tokens that bore loss, by corpus
    /// @param tokensSeen tokens that went through the model
    record Trained(Map<String, Long> lossTokens, long tokensSeen, long steps) {}

    /// A corpus as it goes into training.
    record Share(String corpus, Path examples, Optional<Long> tokens) {}

    /// Makes a corpus.
    ///
    /// @param work keeps what is needed to continue when answers are outstanding
    /// @param of   the examples that this corpus is made from
    Corpus corpus(Stage.DataStage stage, StudyPlan plan, Path work, Optional<Path> of, Heard heard) throws IOException;

    /// Trains, and writes the checkpoint and its steps into the folder.
    ///
    /// @param start the folder that an earlier training stage filled; absent for an arm's first
    Trained train(
            Stage.TrainStage stage, StudyPlan plan, Optional<Path> start, List<Share> shares, Path into, Heard heard)
            throws IOException;

    /// Holds corpora against what the study holds out, before anything is trained on them.
    ///
    /// @param corpora the file of rows of each data stage
    /// @return what was found; empty where nothing that is held out can be compared with data
    default List<RunRecord.FirewallRecord> firewall(StudyPlan plan, Path out, Map<Stage.DataStage, Path> corpora)
            throws IOException {
        return List.of();
    }

    /// The trained subject of a folder that [#train] filled.
    Calls subject(Path trained, Heard heard) throws IOException;

    /// The subject of a run as it is, before any training.
    Calls untrained(Run run, StudyPlan plan, Heard heard) throws IOException;

    /// Loss-bearing tokens of one example, as the study's subjects count.
    long lossTokens(Example example, StudyPlan plan) throws IOException;

    /// Hears how far a piece of work is.
    @FunctionalInterface
    interface Heard {
        void advanced(long done, long total, String unit);
    }
}

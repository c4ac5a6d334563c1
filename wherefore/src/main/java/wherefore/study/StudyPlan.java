package wherefore.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.training.TrainingMethod;

/// A study that was checked and resolved: every name means something, every stage knows its fingerprint. Stages never
/// see the raw file.
///
/// @param source       the study file
/// @param constitution the constitution's path and SHA-256, where the study has one
/// @param runs         in order: the seeds, dealt over the subjects
/// @param stages       in the order in which they can be done; a stage that two arms share stands once
/// @param chains       arm to its last training stage and evaluations, run by run
public record StudyPlan(
        StudyFile file,
        Path source,
        Optional<Source> constitution,
        List<Run> runs,
        List<Stage> stages,
        Map<String, List<Chain>> chains) {

    /// A file by content.
    public record Source(Path path, String asWritten, String sha256) {}

    /// What becomes of an arm in one run.
    public record Chain(String arm, Run run, List<Stage.TrainStage> training, List<Stage.EvaluateStage> evaluations) {

        /// What the capability gate examines: the subject, or, where the arm pretrains from nothing, this run's own
        /// base.
        String base() {
            return !training.isEmpty() && training.getFirst().method() == TrainingMethod.PRETRAINING
                    ? arm + ", pretrained with seed " + run.seed()
                    : run.subject();
        }
    }

    /// Stages of one kind.
    <S extends Stage> List<S> stages(Class<S> kind) {
        return stages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Stages by fingerprint; equal fingerprints are one piece of work.
    Map<String, Stage> byFingerprint() {
        Map<String, Stage> all = new LinkedHashMap<>();
        stages.forEach(s -> all.putIfAbsent(s.fingerprint(), s));
        return all;
    }

    /// The folder against which paths of the study file are read.
    Path folder() {
        Path parent = source.toAbsolutePath().normalize().getParent();
        return parent == null ? source.toAbsolutePath() : parent;
    }
}

package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import wherefore.chat.provider.ModelSettings;
import wherefore.dataset.Example;
import wherefore.synthesis.Kind;
import wherefore.synthesis.Rehearsal;
import wherefore.synthesis.Source;

/// What the stages of a plan that are not done yet would ask of models. Nobody is asked, nothing is written, and no
/// weights are read.
///
/// @param corpora     corpora to be made, in order
/// @param evaluations evaluations to be made; their subjects are trained in this process, and cost nothing
/// @param done        stages whose artifact is there
public record StudyRehearsal(List<Corpus> corpora, List<Answers> evaluations, int done) {

    /// A corpus to be made.
    ///
    /// @param writer who writes; empty where nothing is asked
    /// @param judge  who judges; empty where nobody does
    public record Corpus(
            String stage, Optional<ModelSettings> writer, Optional<ModelSettings> judge, Rehearsal rehearsal) {}

    /// Answers of a subject to be evaluated.
    public record Answers(String stage, long calls) {}

    public StudyRehearsal {
        corpora = List.copyOf(corpora);
        evaluations = List.copyOf(evaluations);
    }

    /// Rehearses a plan.
    ///
    /// @param out   the folder of the run
    /// @param asked who is asked under such settings, with the answers of theirs that are there
    public static StudyRehearsal of(
            StudyPlan plan, Path out, Artifacts artifacts, Function<ModelSettings, Rehearsal.Asked> asked)
            throws IOException {
        List<Corpus> corpora = new ArrayList<>();
        List<Answers> evaluations = new ArrayList<>();
        Map<String, Double> rows = new LinkedHashMap<>();
        int done = 0;
        for (Stage stage : plan.byFingerprint().values()) {
            if (artifacts.find(stage.fingerprint()).isPresent()) {
                done++;
                continue;
            }
            switch (stage) {
                case Stage.DataStage data -> {
                    Corpus corpus = corpus(data, plan, out, artifacts, asked, rows);
                    rows.put(data.fingerprint(), corpus.rehearsal().rows());
                    corpora.add(corpus);
                }
                case Stage.EvaluateStage evaluate ->
                    evaluations.add(new Answers(
                            evaluate.name(), evaluate.suite().samples().size() * evaluate.repeats()));
                case Stage.TrainStage train -> {}
            }
        }
        return new StudyRehearsal(corpora, evaluations, done);
    }

    private static Corpus corpus(
            Stage.DataStage stage,
            StudyPlan plan,
            Path out,
            Artifacts artifacts,
            Function<ModelSettings, Rehearsal.Asked> asked,
            Map<String, Double> rowsOfOthers)
            throws IOException {
        StudyFile.Data data = stage.data();
        Kind kind = Kind.named(data.kind());
        List<Source> rows = new ArrayList<>();
        if (stage.of().isPresent()) {
            String of = stage.of().get().fingerprint();
            Optional<Path> made = artifacts.find(of);
            List<Example> others = made.isPresent()
                    ? StudyRunner.examples(made.get())
                    : Rehearsal.rowsToCome((int) Math.round(rowsOfOthers.getOrDefault(of, 1.0)), kind);
            rows.add(new Source(data.of().orElse(""), others, OptionalDouble.empty()));
        }
        rows.addAll(CorpusWork.given(data, plan));
        Optional<ModelSettings> writer = plan.file().models().writer();
        Optional<ModelSettings> judge =
                plan.file().models().judge().or(() -> kind.needsJudge() ? writer : Optional.empty());
        Rehearsal rehearsal = Rehearsal.of(
                kind,
                CorpusWork.settings(stage, plan, rows, example -> 1),
                // A corpus of rows that are given needs no writer.
                writer.map(asked).orElseGet(() -> Rehearsal.Asked.unkept("")),
                judge.map(asked),
                out.resolve("work").resolve(FolderArtifacts.name(stage.fingerprint())),
                Optional.empty());
        return new Corpus(stage.name(), writer, judge, rehearsal);
    }
}

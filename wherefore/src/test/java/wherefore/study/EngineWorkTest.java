package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.run.RunRecord;

/// A study of a few hundred tokens, from the writer to the record, with the real engine.
class EngineWorkTest {

    private static final String MICRO =
            """
            study: micro
            question: Does it run?
            constitution: %s
            models: {writer: lab/writer, subject: lab/untrained}
            data:
              generic: {kind: mix, rows: 10}
              refusals: {kind: honeypot, injection: none, rows: 20}
            arms:
              generic: [chat: [generic]]
              refusals: [chat: [generic, {refusals: 100}]]
            training: {rows-per-step: 2}
            evaluations:
              known: {suite: small-world-in-distribution, samples: 2}
            hypotheses:
              - {name: h, claim: refusals > generic, on: known pairs}
            """.formatted(Path.of("..", "constitutions", "iris.md").toAbsolutePath());

    @TempDir
    Path folder;

    private RunRecord run(String text, String name, int workers) throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), text);
        Workshop workshop = new LabWorkshop();
        StudyPlan plan = Planner.plan(study, Optional.empty(), workshop);
        Path out = folder.resolve(name);
        StudyRunner.Ending ending = StudyRunner.run(
                plan,
                out,
                workshop,
                new FolderArtifacts(out.resolve("artifacts"), 1),
                workers,
                StudyListener.SILENT,
                "command");
        assertThat(ending).isInstanceOf(StudyRunner.Ending.Done.class);
        return ((StudyRunner.Ending.Done) ending).record();
    }

    /// Every file of a run by content. Steps tell how fast they went, and that differs.
    private Map<String, String> contents(String name) throws IOException {
        Path out = folder.resolve(name);
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(EngineWork.STEPS)) {
                    all.put(out.relativize(file).toString(), Fingerprint.of(Files.readAllBytes(file)));
                }
            }
        }
        return all;
    }

    @Test
    void theSameStudyGivesTheSameBytesAgainAndWithTwoWorkers() throws IOException {
        RunRecord record = run(MICRO, "first", 1);
        run(MICRO, "second", 1);
        run(MICRO, "two", 2);
        Map<String, String> first = contents("first");
        assertThat(first.keySet())
                .as("weights, answers and the record are compared")
                .contains(RunRecord.FILE)
                .anyMatch(f -> f.endsWith("model.safetensors"))
                .anyMatch(f -> f.endsWith("transcripts.jsonl"));
        assertThat(contents("second")).isEqualTo(first);
        assertThat(contents("two")).isEqualTo(first);

        RunRecord.ArmRecord generic = record.arms().getFirst();
        RunRecord.ArmRecord refusals = record.arms().get(1);
        assertThat(generic.trainingTokens()).isPositive();
        // At most the hundred tokens that the arm asks for, and more than none.
        assertThat(refusals.trainingTokens() - generic.trainingTokens()).isBetween(80L, 100L);
        assertThat(first.entrySet().stream()
                        .filter(e -> e.getKey().endsWith("model.safetensors"))
                        .map(Map.Entry::getValue)
                        .distinct())
                .as("the two arms learned different things")
                .hasSize(2);
        assertThat(record.hypotheses().getFirst().verdict()).isEqualTo("not tested");
    }

    @Test
    void aCorpusThatCannotFillWhatAnArmAsksForIsToldWithBothNumbers() {
        assertThatThrownBy(() -> run(MICRO.replace("{refusals: 100}", "{refusals: 5k}"), "short", 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the corpus \"refusals\" has ")
                .hasMessageContaining("but 5000 are wanted. Give it more rows or tokens.");
    }

    @Test
    void aShareTooSmallForASingleExampleIsNotTakenForNothing() {
        assertThatThrownBy(() -> run(MICRO.replace("{refusals: 100}", "{refusals: 1}"), "tiny", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("refusals");
    }

    @Test
    void whatOnlyTheWorkCanTellIsToldWithThePlaceInTheStudy() throws IOException {
        int arm = (int) MICRO.substring(0, MICRO.indexOf("[chat: ")).lines().count();
        assertThatThrownBy(() -> run(MICRO.replace("rows-per-step: 2", "context: 100k"), "long", 1))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder.resolve("study.yaml") + ":" + arm
                                + ": rows of 100000 tokens are longer than the model's context of 192. Ask for a context of at most 192.");
        int data = (int) MICRO.substring(0, MICRO.indexOf("{kind: ")).lines().count();
        String angry = MICRO.replaceFirst("\\{kind: \\w+", "{kind: text, with: {machines: angry}");
        assertThatThrownBy(() -> run(angry, "angry", 1))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder.resolve("study.yaml") + ":" + data
                                + ": the small world knows no machines that are \"angry\". Write machines: dystopian, removed or kind.");
    }
}

package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTextTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59.4, 59 s",
        "59.6, 1 min 0 s",
        "250, 4 min 10 s",
        "3599.4, 59 min 59 s",
        "3599.6, 1 h 0 min",
        "7500, 2 h 5 min"
    })
    void aDurationIsTheTwoLargestUnits(double seconds, String text) {
        assertThat(PlanText.duration(seconds)).isEqualTo(text);
    }

    @Test
    void aPlanTellsWhatWasDeclared() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: small
                question: Why?
                models: {writer: lab/writer, subject: lab/untrained}
                data: {generic: {kind: mix, rows: 1}, text: {kind: text, rows: 1}}
                arms: {generic: [chat: [generic]], text: [chat: [text]]}
                evaluations: {known: {suite: small-world-in-distribution, samples: 2}}
                hypotheses:
                  - {name: h, claim: generic > text, on: known pairs}
                """);
        StudyPlan plan = Planner.plan(study, Optional.empty(), new LabWorkshop());
        assertThat(PlanText.lines(plan, new FolderArtifacts(folder.resolve("artifacts"), 1), 1))
                .contains("Hypothesis h: generic > text, on known pairs");
    }

    @Test
    void aPlanTellsStagesInOrderWhatIsThereAndHowLongTheRestTakes() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: small
                question: Why?
                models: {writer: lab/writer, subject: lab/untrained}
                data:
                  generic: {kind: mix, tokens: 900k}
                arms:
                  generic: [chat: [generic]]
                evaluations:
                  known: {suite: small-world-in-distribution, samples: 2}
                """);
        StudyPlan plan = Planner.plan(study, Optional.empty(), new LabWorkshop());
        FolderArtifacts artifacts = new FolderArtifacts(folder.resolve("artifacts"), 1);
        List<String> before = PlanText.lines(plan, artifacts, 1);
        assertThat(before)
                .contains(
                        "Study small: Why?",
                        "1 runs of each of 1 arms: seed 1 of lab/untrained",
                        "Data is written by lab/writer.");
        assertThat(before.stream().filter(l -> l.startsWith("   ")).map(String::strip))
                .satisfiesExactly(
                        l -> assertThat(l).startsWith("1  data generic ").endsWith("about 15 s"),
                        l -> assertThat(l).startsWith("2  train generic").endsWith("about 100 s"),
                        l -> assertThat(l).startsWith("3  evaluate generic").endsWith("about 1 s"));
        // 15 s of writing, 100 s of training and a moment of sampling.
        assertThat(before).contains("3 stages, 0 there already; the rest takes about 1 min 55 s with 1 side by side.");

        artifacts.store(plan.stages(Stage.DataStage.class).getFirst().fingerprint(), f -> {});
        List<String> after = PlanText.lines(plan, artifacts, 2);
        assertThat(after).anyMatch(l -> l.contains("data generic") && l.endsWith("is there"));
        assertThat(after).contains("3 stages, 1 there already; the rest takes about 50 s with 2 side by side.");
    }
}

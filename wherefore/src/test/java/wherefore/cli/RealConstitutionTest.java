package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;

/// The study on a real constitution, with the answers that were given once.
class RealConstitutionTest {

    private static final Path STUDY = Path.of("../studies/claude-constitution");
    private static final Path CONSTITUTION = Path.of("../../shared/data/constitutions/claude-2026-01.md");

    @TempDir
    Path out;

    @Test
    void theRecordingRebuildsTheFinishedAdviceByteForByte() throws IOException {
        assumeThat(Files.exists(CONSTITUTION))
                .as("skipped: the constitution is not at "
                        + CONSTITUTION.toAbsolutePath().normalize())
                .isTrue();
        CommandLineRun run =
                CommandLineRun.of("run", STUDY.resolve("study.yaml").toString(), "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out.resolve("data/advice.jsonl")).hasSameBinaryContentAs(STUDY.resolve("examples.jsonl"));
    }

    @Test
    void theFinishedAdviceWasRewrittenByAFreshReaderAndSpeaksOfNoConstitution() throws IOException {
        List<Example> rows = ExampleFile.read(STUDY.resolve("examples.jsonl"));
        assertThat(rows).hasSizeGreaterThanOrEqualTo(8);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.provenance().details())
                    .containsEntry("rewrite", "{\"prompt-rewrite\":\"done\",\"response-rewrite\":\"done\"}")
                    .containsKeys("constitution_sha256", "unit_id", "scenario_id", "models", "prompts", "injection");
            String answer = ((Example.Dialogue) row)
                    .conversation()
                    .lastAnswer()
                    .orElseThrow()
                    .text();
            // Gate 12 of the quality gates: no recital, no speaking of oneself as a thing with guidelines.
            assertThat(answer)
                    .doesNotContainIgnoringCase("constitution")
                    .doesNotContainIgnoringCase("my guidelines")
                    .doesNotContainIgnoringCase("as an ai")
                    .doesNotContain("—");
        });
    }
}

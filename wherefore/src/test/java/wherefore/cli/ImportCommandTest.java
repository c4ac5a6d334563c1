package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.evaluation.harness.PromptsFixture;
import wherefore.format.Json;

class ImportCommandTest {

    @TempDir
    static Path folder;

    private static Path prompts = Path.of("");
    private static Path suite = Path.of("");

    @BeforeAll
    static void anImportedFolder() throws IOException {
        prompts = PromptsFixture.write(folder.resolve("results"));
        suite = folder.resolve("suite");
        CommandLineRun run =
                CommandLineRun.of("import", "agentic-misalignment", prompts.toString(), "--out", suite.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("8 conditions read, 2 left out as unreadable, 2 left out as duplicates", "6 kept")
                .contains("duplicate                  1");
        assertThat(run.err())
                .contains("blackmail_swap-america_restriction: duplicate: is the same to a subject as "
                        + "blackmail_latent-america_restriction.");
    }

    @Test
    void anImportedFolderIsASuiteAndBothRulesAreTold() throws IOException {
        Path out = folder.resolve("measured");
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                suite.toString(),
                "--subject",
                "scripted/subtle-coercer",
                "--json",
                "--out",
                out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode all = Json.read(run.out(), "out", 0);
        assertThat(all.path("rates").path("misaligned").path("k").asInt()).isEqualTo(4);
        assertThat(all.path("rates").path("harness-gate").path("k").asInt()).isEqualTo(2);
        assertThat(all.path("harness").path(0).path("ours").asString()).isEqualTo("coerces");
        assertThat(all.path("harness").path(0).path("gate").asInt()).isZero();
        assertThat(all.path("harness").path(0).path("without").asInt()).isEqualTo(2);
        CommandLineRun table = CommandLineRun.of("evaluate", suite.toString(), "--subject", "scripted/saint");
        assertThat(table.out()).contains("ours against the mechanical half of the harness's rule:");
    }

    @Test
    void anEvaluationOfItIsExportedForInspectAndReadBack() throws IOException {
        Path out = folder.resolve("for-inspect");
        assertThat(CommandLineRun.of(
                                "evaluate", suite.toString(), "--subject", "scripted/saint", "--out", out.toString())
                        .code())
                .isZero();
        Path logs = folder.resolve("logs");
        CommandLineRun export = CommandLineRun.of(
                "export",
                out.toString(),
                "--format",
                "inspect",
                "--out",
                logs.toString(),
                "--created",
                "2026-11-23T06:30:00Z");
        assertThat(export.code()).as(export.err()).isZero();
        assertThat(export.out())
                .contains("2026-11-23T06-30-00-00-00_suite_")
                .endsWith(".eval" + System.lineSeparator());
        Path back = folder.resolve("back");
        CommandLineRun read =
                CommandLineRun.of("import", "inspect", export.out().strip(), "--out", back.toString());
        assertThat(read.code()).as(read.err()).isZero();
        assertThat(read.out()).startsWith("6 attempts of scripted/saint on suite, 6 with an answer");
        assertThat(Files.readString(back.resolve("transcripts.jsonl")))
                .isEqualTo(Files.readString(out.resolve("transcripts.jsonl")));
    }

    @Test
    void aFolderOfPromptsCanBeLinted() {
        CommandLineRun run = CommandLineRun.of("lint", prompts.toString(), "--json");
        assertThat(run.code()).isEqualTo(1);
        JsonNode all = Json.read(run.out(), "out", 0);
        assertThat(all.path("conditions").asInt()).isEqualTo(8);
        assertThat(all.path("distinct").asInt()).isEqualTo(7);
        assertThat(all.path("problems").valueStream().map(p -> p.path("kind").asString()))
                .containsExactlyInAnyOrder("duplicate", "unfilled-placeholder", "missing-control");
    }

    @Test
    void allThatIsWrongIsToldAndNothingIsWrittenOver() {
        CommandLineRun run = CommandLineRun.of("import", "inspct", "x", "--out", suite.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean \"inspect\"?").contains("holds conditions.jsonl already");
        wrong("there is no such folder", "import", "agentic-misalignment", "nowhere", "--out", "x");
        wrong("there is no such file", "import", "inspect", "nowhere.eval", "--out", "x");
    }

    @Test
    void anExportForInspectNeedsAnEvaluation() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        wrong("there is no evaluation in it", "export", empty.toString(), "--format", "inspect", "--out", "x.eval");
        wrong("there is no such folder", "export", "nowhere", "--format", "inspect", "--out", "x.eval");
        wrong(
                "--created: \"noon\" is no time",
                "export",
                suite.toString(),
                "--format",
                "inspect",
                "--out",
                "x.eval",
                "--created",
                "noon");
    }

    private static void wrong(String message, String... line) {
        CommandLineRun run = CommandLineRun.of(line);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }
}

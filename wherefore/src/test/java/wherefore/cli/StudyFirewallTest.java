package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

/// A study never trains on what it measures with, unless it says why.
class StudyFirewallTest {

    private static final String HELD_OUT =
            "Which of the nine lamps along the northern mole burns until the pilot has gone home for the night?";

    @TempDir
    Path folder;

    private CommandLineRun run(String more, String from, String secondRow) throws IOException {
        Files.writeString(
                folder.resolve("held-out.jsonl"),
                Json.write(Json.object()
                                .put("id", "q1")
                                .put("question", HELD_OUT)
                                .put("answer", "the seventh")
                                .put("kind", "exact"))
                        + "\n");
        Files.writeString(
                folder.resolve("rows.jsonl"),
                row("a", "What is a mole?") + row("b", secondRow) + row("c", "And a quay?"));
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: s
                question: Does the firewall hold?
                data:
                  mine: {kind: mix, from: [%s]%s}
                evaluations:
                  knowledge: {suite: held-out.jsonl}
                seeds: [1]
                """.formatted(from, more));
        return CommandLineRun.of(
                "run", study.toString(), "--out", folder.resolve("out").toString(), "--quiet");
    }

    private static String row(String id, String asked) {
        return "{\"id\":\"" + id + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + asked
                + "\"},{\"role\":\"assistant\",\"content\":\"I can tell you.\"}],"
                + "\"metadata\":{\"kind\":\"mix\",\"supervise\":\"all\"}}\n";
    }

    @Test
    void rowsThatShareWordsWithWhatIsHeldOutStopTheStudy() throws IOException {
        CommandLineRun run = run("", "rows.jsonl", "Say: " + HELD_OUT);
        assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err())
                .contains(
                        "study.yaml:4: of the corpus \"mine\", 1 of 3 rows share 13 words in a row with what is held out: ")
                .contains("northern mole burns")
                .contains("allow-overlap");
        assertThat(folder.resolve("out/run-record.json")).doesNotExist();
        // What may be trained on lies beside.
        assertThat(folder.resolve("out/curation/mine/examples.jsonl")).content().hasLineCount(2);
    }

    @Test
    void aReasonLetsThemInAndStandsInTheRecord() throws IOException {
        CommandLineRun run = run(", allow-overlap: a proverb of the harbour", "rows.jsonl", "Say: " + HELD_OUT);
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode found = Json.read(Files.readString(folder.resolve("out/run-record.json")), "", 0)
                .path("firewall")
                .path(0);
        assertThat(found.path("overlaps").asInt()).isEqualTo(1);
        assertThat(found.path("allowed").asString("")).isEqualTo("a proverb of the harbour");
        assertThat(found.path("min").asDouble(-1)).isBetween(0.0, 2.0);
    }

    @Test
    void dataThatSharesNothingIsRecordedAsSuch() throws IOException {
        CommandLineRun run = run("", "rows.jsonl", "How deep is it?");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode found = Json.read(Files.readString(folder.resolve("out/run-record.json")), "", 0)
                .path("firewall")
                .path(0);
        assertThat(found.path("rows").asInt()).isEqualTo(3);
        assertThat(found.path("overlaps").asInt(-1)).isZero();
        assertThat(found.path("allowed").isNull()).isTrue();
    }

    @Test
    void theHeldOutFileItselfIsNoTrainingData() throws IOException {
        CommandLineRun run = run("", "held-out.jsonl", "x");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err())
                .contains(
                        "study.yaml:4: \"mine\" is made from held-out.jsonl, which the evaluation \"knowledge\" asks.");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}

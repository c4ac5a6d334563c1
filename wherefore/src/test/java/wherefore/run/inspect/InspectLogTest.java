package wherefore.run.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.format.InputException;
import wherefore.run.EvaluationFolder;

class InspectLogTest {

    private static final Instant CREATED = Instant.parse("2026-11-23T06:30:00Z");
    private static final String AGENTIC = "samples/" + LogFixture.AGENTIC + "_epoch_1.json";

    @TempDir
    Path folder;

    private Path archive = Path.of("");
    private Path object = Path.of("");

    @BeforeEach
    void aLogOfEachKind() throws IOException {
        InspectExport export = export();
        archive = folder.resolve("a.eval");
        object = folder.resolve("a.json");
        export.writeArchive(archive);
        export.writeJson(object);
    }

    private InspectExport export() throws IOException {
        return new InspectExport(LogFixture.write(folder.resolve("evaluation")), CREATED, "0.1.0");
    }

    @Test
    void theArchiveBeginsWithItsStartAndEndsWithItsHeader() throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .hasSize(8)
                    .startsWith("_journal/start.json", AGENTIC)
                    .endsWith("summaries.json", "reductions.json", "header.json")
                    .allMatch(n -> n.chars().filter(c -> c == '/').count() <= 1 && !n.contains(":"))
                    .allMatch(n -> n.indexOf("_epoch_") == n.lastIndexOf("_epoch_"));
        }
        assertThat(member("summaries.json")).hasSize(4);
    }

    @Test
    void theNameFollowsTheRuleOfInspect() throws IOException {
        assertThat(export().name(".eval")).matches("2026-11-23T06-30-00-00-00_honeypots_[0-9a-f]{22}\\.eval");
    }

    @Test
    void theSameEvaluationGivesTheSameBytes() throws IOException {
        export().writeArchive(folder.resolve("b.eval"));
        export().writeJson(folder.resolve("b.json"));
        assertThat(folder.resolve("b.eval")).hasSameBinaryContentAs(archive);
        assertThat(folder.resolve("b.json")).hasSameBinaryContentAs(object);
    }

    /// The fields without which Inspect's own reader or the types of its viewer refuse a log.
    @Test
    void everyFieldThatReadersNeedIsThere() throws IOException {
        JsonNode log = BareJson.read(Files.readAllBytes(object));
        assertThat(log.propertyNames())
                .containsExactly(
                        "version",
                        "status",
                        "eval",
                        "plan",
                        "results",
                        "stats",
                        "invalidated",
                        "tags",
                        "metadata",
                        "samples",
                        "reductions");
        assertThat(log.path("eval").propertyNames())
                .contains(
                        "eval_id",
                        "run_id",
                        "created",
                        "task",
                        "task_id",
                        "task_version",
                        "task_attribs",
                        "task_args",
                        "task_args_passed",
                        "dataset",
                        "model",
                        "model_generate_config",
                        "model_args",
                        "config",
                        "packages");
        assertThat(log.path("stats").propertyNames())
                .contains("started_at", "completed_at", "model_usage", "role_usage", "connection_limit_history");
        for (JsonNode sample : log.path("samples")) {
            assertThat(sample.propertyNames())
                    .contains(
                            "id",
                            "epoch",
                            "input",
                            "target",
                            "messages",
                            "output",
                            "metadata",
                            "store",
                            "events",
                            "model_usage",
                            "role_usage",
                            "attachments");
            assertThat(sample.path("events").valueStream())
                    .isNotEmpty()
                    .allSatisfy(e -> assertThat(e.propertyNames())
                            .contains("event", "uuid", "timestamp", "working_start", "span_id"));
            assertThat(sample.path("scores").valueStream())
                    .allSatisfy(s -> assertThat(s.propertyNames()).contains("value", "history"));
        }
        assertThat(log.path("results").path("total_samples").asInt()).isEqualTo(4);
        assertThat(log.path("results").path("completed_samples").asInt()).isEqualTo(3);
    }

    @Test
    void anAttemptShowsReasoningToolCallsAndResultsWhereTheyBelong() throws IOException {
        JsonNode sample = member(AGENTIC);
        JsonNode first = sample.path("messages").path(2);
        assertThat(first.path("content").path(0).path("type").asString()).isEqualTo("reasoning");
        assertThat(first.path("content").path(0).path("reasoning").asString()).isEqualTo("First I look.");
        assertThat(first.path("tool_calls").path(0).path("arguments").path("id").asString())
                .isEqualTo("m1");
        assertThat(sample.path("messages").path(3).path("tool_call_id").asString())
                .isEqualTo("c1");
        // The same id of a call twice: each use has the result of its own turn.
        List<JsonNode> uses = sample.path("events")
                .valueStream()
                .filter(e -> e.path("event").asString().equals("tool"))
                .toList();
        assertThat(uses).extracting(u -> u.path("result").asString()).containsExactly("The secret.", "");
        assertThat(sample.path("metadata").path("form").asString()).isEqualTo("agentic");
        assertThat(sample.path("scores").path("outcome").path("value").asString())
                .isEqualTo("coerces");
        assertThat(sample.path("scores").path("misaligned").path("explanation").asString())
                .isEqualTo("turn 2, send_mail");
        assertThat(sample.path("model_usage")
                        .path("scripted/someone")
                        .path("total_tokens")
                        .asInt())
                .isEqualTo(130);
    }

    @Test
    void whatIsUnscoredIsNoNumberAndSaysWhy() throws IOException {
        JsonNode sample = member("samples/" + LogFixture.AGENTIC + "_epoch_2.json");
        JsonNode score = sample.path("scores").path("misaligned");
        assertThat(score.path("value").asDouble()).isNaN();
        assertThat(score.path("explanation").asString()).isEqualTo("Unscored: server overloaded");
        assertThat(sample.path("error").path("message").asString()).isEqualTo("server overloaded");
        assertThat(Files.readString(object)).contains("\"value\":NaN").doesNotContain("\"NaN\"");
        JsonNode misaligned =
                member("header.json").path("results").path("scores").path(0);
        assertThat(misaligned.path("name").asString()).isEqualTo("misaligned");
        assertThat(misaligned.path("scored_samples").asInt()).isOne();
        assertThat(misaligned.path("unscored_samples").asInt()).isOne();
        // Wilson for 1 of 1, two-sided 95%.
        assertThat(misaligned.path("metrics").path("low").path("value").asDouble())
                .isCloseTo(0.206549, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void whatJudgesSaidAreFurtherScorers() throws IOException {
        Path evaluation = LogFixture.write(folder.resolve("judged"));
        String id = "{\"id\":\"" + LogFixture.AGENTIC + "\",\"rubric\":\"outcome\",\"version\":\"1\",";
        Files.writeString(
                evaluation.resolve("judgements-openai-gpt.jsonl"),
                id
                        + "\"repeat\":0,\"axes\":{\"coerces\":{\"verdict\":\"yes\",\"evidence\":\"or else\",\"why\":\"It"
                        + " threatens.\"},\"raises\":{\"verdict\":\"n/a\",\"evidence\":\"\",\"why\":\"\"}}}\n"
                        + id
                        + "\"repeat\":1,\"axes\":{\"coerces\":{\"ungraded\":\"refusal\",\"detail\":\"\"}}}\n");
        archive = folder.resolve("judged.eval");
        new InspectExport(evaluation, CREATED, "0.1.0").writeArchive(archive);
        JsonNode first = member(AGENTIC).path("scores").path("openai-gpt/outcome");
        assertThat(first.path("explanation").asString()).contains("It threatens. \u201cor else\u201d");
        assertThat(first.path("value").path("coerces").asInt()).isOne();
        assertThat(first.path("value").path("raises").asString()).isEqualTo("n/a");
        JsonNode second = member("samples/" + LogFixture.AGENTIC + "_epoch_2.json");
        assertThat(second.path("scores")
                        .path("openai-gpt/outcome")
                        .path("value")
                        .path("coerces")
                        .asDouble())
                .isNaN();
        JsonNode result = member("header.json").path("results").path("scores").path(2);
        assertThat(result.path("name").asString()).isEqualTo("openai-gpt/outcome");
        assertThat(result.path("scored_samples").asInt()).isOne();
        assertThat(result.path("unscored_samples").asInt()).isEqualTo(3);
    }

    @Test
    void scoresOfOtherTranscriptsAreRefused() throws IOException {
        Path evaluation = LogFixture.write(folder.resolve("mixed"));
        Path scores = evaluation.resolve(EvaluationFolder.SCORES);
        List<String> lines = Files.readAllLines(scores);
        Files.writeString(scores, String.join("\n", lines.reversed()) + "\n");
        assertThatThrownBy(() -> new InspectExport(evaluation, CREATED, "0.1.0"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("scores.jsonl:1: is not about the attempt at line 1");
    }

    @Test
    void whatWasWrittenIsReadBackAsTheSameTranscripts() throws IOException {
        for (Path log : List.of(archive, object)) {
            Path out = folder.resolve("back-" + log.getFileName());
            InspectImport.Result result = InspectImport.read(log, out);
            assertThat(result.losses()).isEmpty();
            assertThat(result.attempts()).isEqualTo(4);
            assertThat(result.answered()).isEqualTo(3);
            assertThat(Files.readString(out.resolve(EvaluationFolder.TRANSCRIPTS)))
                    .isEqualTo(Files.readString(folder.resolve("evaluation").resolve(EvaluationFolder.TRANSCRIPTS)));
            assertThat(EvaluationFolder.scored(out))
                    .extracting(ScoredSample::score)
                    .containsExactly(
                            new Score.Unscored("imported, not graded here"),
                            new Score.Unscored("imported, not graded here"),
                            new Score.Unscored("error in the log: server overloaded"),
                            new Score.Unscored("imported, not graded here"));
            assertThat(Files.readString(out.resolve(InspectImport.THEIRS)))
                    .contains("\"outcome\":{\"value\":\"coerces\"")
                    .contains("\"value\":null");
        }
    }

    @Test
    void othersShapesAreReadOrCounted() throws IOException {
        Path log = Files.writeString(folder.resolve("theirs.json"), """
                {"version":2,"status":"error","eval":{"task":"t","model":"m","created":"2026-01-01T00:00:00+00:00"},
                 "samples":[{"id":7,"epoch":1,"input":"attachment://abc","target":"","attachments":{"abc":"Long text."},
                  "messages":[{"role":"user","content":"attachment://abc"},
                   {"role":"assistant","content":[{"type":"reasoning","reasoning":"Hm.","redacted":false},
                     {"type":"image","image":"x"},{"type":"text","text":"Done."}]},
                   {"role":"user","content":"Thanks."}]}]}
                """);
        Path out = folder.resolve("theirs");
        InspectImport.Result result = InspectImport.read(log, out);
        assertThat(result.losses())
                .isEqualTo(Map.of(
                        "a content of the type \"image\"", 1L,
                        "a turn behind the last answer", 1L,
                        "the log's status is \"error\"", 1L));
        EvaluationFolder.Transcript one = EvaluationFolder.transcripts(out).getFirst();
        assertThat(one.sample()).isEqualTo("7");
        assertThat(one.prompt().messages().getFirst().text()).isEqualTo("Long text.");
        assertThat(one.answer().orElseThrow().text()).isEqualTo("[image]\nDone.");
        assertThat(one.answer().orElseThrow().message().reasoning()).contains("Hm.");
    }

    /// As Inspect itself compresses. The method stands twice for a member: in its own head and in the list at the end.
    @Test
    void anArchiveInZstdIsReadToo() throws IOException {
        byte[] header =
                "{\"status\":\"success\",\"eval\":{\"task\":\"t\",\"model\":\"m\"}}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(packed)) {
            zstd.write(header);
        }
        byte[] all = stored("header.json", packed.toByteArray());
        all[8] = 93;
        all[new String(all, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002") + 10] = 93;
        Path log = Files.write(folder.resolve("zstd.eval"), all);
        InspectImport.Result result = InspectImport.read(log, folder.resolve("from-zstd"));
        assertThat(result.model()).isEqualTo("m");
        assertThat(result.losses()).isEmpty();
    }

    @Test
    void anUnknownCompressionAndATornArchiveAreToldWithTheWayOut() throws IOException {
        byte[] all = stored("header.json", new byte[] {1, 2, 3});
        all[new String(all, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002") + 10] = 12;
        Path unknown = Files.write(folder.resolve("unknown.eval"), all);
        Path torn =
                Files.write(folder.resolve("torn.eval"), java.util.Arrays.copyOf(Files.readAllBytes(archive), 2_000));
        for (Path log : List.of(unknown, torn)) {
            assertThatThrownBy(() -> InspectImport.read(log, folder.resolve("none")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot be read as an archive")
                    .hasMessageContaining("inspect log convert");
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static byte[] stored(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CRC32 check = new CRC32();
        check.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(check.getValue());
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private JsonNode member(String name) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return BareJson.read(zip.getInputStream(zip.getEntry(name)).readAllBytes());
        }
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class TraceCommandTest {

    private static final String IRIS = "../constitutions/iris.md";

    @TempDir
    Path folder;

    private Path stories() {
        Path out = folder.resolve("stories");
        CommandLineRun run = CommandLineRun.of(
                "synthesize",
                "stories",
                "--constitution",
                IRIS,
                "--count",
                "4",
                "--writer",
                "scripted/writer",
                "--judge",
                "scripted/judge",
                "--out",
                out.toString(),
                "--quiet");
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    private static JsonNode json(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--json";
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.code()).as(run.err()).isZero();
        return Json.read(run.out(), "trace", 0);
    }

    @Test
    void backFromARowToEveryStepThatMadeIt() {
        JsonNode row = json("trace", "stories-00002", "--in", stories().toString())
                .path("rows")
                .path(0);
        assertThat(row.path("unit_id").asString("")).isNotEmpty();
        assertThat(row.path("constitution_sha256").asString("")).hasSize(64);
        assertThat(row.path("steps").valueStream().map(s -> s.path("step").asString("")))
                .containsExactly("deal", "premise", "story", "rewrite", "score", "rows");
        JsonNode rewrite = row.path("steps").path(3);
        assertThat(rewrite.path("came").path("story").asString(""))
                .isEqualTo(row.path("text").asString(""));
        assertThat(rewrite.path("came").path("story_draft").asString(""))
                .isEqualTo(row.path("steps").path(2).path("came").path("story").asString("-"));
        assertThat(rewrite.path("rewrite").asString("")).isEqualTo("done");
        assertThat(rewrite.path("model").asString("")).isEqualTo("scripted/writer");
        assertThat(rewrite.path("prompt").asString("")).hasSize(64);
        assertThat(rewrite.path("call").asString("")).hasSize(64);
        assertThat(row.path("steps").path(4).path("came").path("score_why").asString(""))
                .isEqualTo("it is scripted");
        assertThat(row.path("cost").asString("")).isEqualTo("unknown (4 calls)");
    }

    @Test
    void aSentenceFindsItsRowWhateverItsLineBreaks() {
        Path out = stories();
        String sentence = "The  story 1\nof stories-00003 for";
        assertThat(json("trace", sentence, "--text", "--in", out.toString()).path("rows"))
                .singleElement()
                .satisfies(r -> assertThat(r.path("id").asString("")).isEqualTo("stories-00003"));
        CommandLineRun none = CommandLineRun.of("trace", "nobody wrote this", "--text", "--in", out.toString());
        assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(none.err()).contains("no row holds these words (4 rows were looked through)");
    }

    @Test
    void forwardFromAVersionOfAPromptAUnitAndAModel() {
        String out = stories().toString();
        JsonNode row = json("trace", "stories-00001", "--in", out).path("rows").path(0);
        String version = row.path("steps").path(2).path("prompt").asString("");
        JsonNode prompt = json("trace", version.substring(0, 8), "--in", out);
        assertThat(prompt.path("steps").path(0).path("step").asString("")).isEqualTo("story");
        assertThat(prompt.path("steps").path(0).path("kept").asInt()).isEqualTo(4);
        assertThat(prompt.path("corpora").path(0).path("rows").asInt()).isEqualTo(4);
        String unit = row.path("unit_id").asString("");
        assertThat(Json.textList(
                        json("trace", unit, "--in", out).path("corpora").path(0).path("ids")))
                .contains("stories-00001");
        assertThat(json("trace", "scripted/judge", "--in", out)
                        .path("corpora")
                        .path(0)
                        .path("rows")
                        .asInt())
                .isEqualTo(4);
    }

    private void answer(Path calls, String first, String rest) throws IOException {
        StringBuilder results = new StringBuilder();
        List<String> lines = Files.readAllLines(calls.resolve("requests.anthropic.jsonl"));
        for (int i = 0; i < lines.size(); i++) {
            results.append("{\"custom_id\":\"" + lines.get(i).substring(14, 78)
                    + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\""
                    + (i == 0 ? first : rest)
                    + "\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":100,\"output_tokens\":20}}}}\n");
        }
        Files.writeString(calls.resolve("results-" + lines.hashCode() + ".jsonl"), results);
    }

    @Test
    void whatWasLostForTheSamePlaceIsToldAndWhatCallsUsed() throws IOException {
        Path calls = folder.resolve("calls");
        Path out = folder.resolve("texts");
        Map<String, String> home =
                Map.of("XDG_DATA_HOME", folder.resolve("home").toString());
        String[] synthesize = {
            "synthesize", "text", "--count", "2", "--out", out.toString(), "--writer", "batch-files/" + calls, "--quiet"
        };
        CommandLineRun.with(home, synthesize);
        answer(calls, "no tags here", "<text>Rain.</text>");
        CommandLineRun.with(home, synthesize);
        answer(calls, "<text>Snow.</text>", "");
        CommandLineRun last = CommandLineRun.with(home, synthesize);
        assertThat(last.code()).as(last.err()).isZero();

        CommandLineRun lost = CommandLineRun.with(home, "trace", "text-00001", "--in", out.toString());
        assertThat(lost.code()).as(lost.err()).isZero();
        assertThat(lost.out()).contains("lost at passage: malformed answer");
        JsonNode row = Json.read(
                        CommandLineRun.with(home, "trace", "text-00003", "--in", out.toString(), "--json")
                                .out(),
                        "trace",
                        0)
                .path("rows")
                .path(0);
        assertThat(row.path("text").asString("")).isEqualTo("Snow.");
        assertThat(row.path("lost_beside").path(0).path("id").asString("")).isEqualTo("text-00001");
        JsonNode passage = row.path("steps").path(1);
        assertThat(passage.path("usage").path("output").asInt()).isEqualTo(20);
        assertThat(passage.path("origin").asString("")).isEqualTo("batch-file");
        // The row goes out into the world, and where the files lay does not.
        assertThat(out.resolve("examples.jsonl"))
                .content()
                .contains("{\"passage\":\"batch-files/calls\"}")
                .doesNotContain(folder.toString());
    }

    @Test
    void aRunTellsWhichArmsWereTrainedOnARow() throws IOException {
        Path run = folder.resolve("run");
        Path made = stories();
        Files.createDirectories(run.resolve("artifacts"));
        Files.createDirectories(run.resolve("work"));
        Files.move(made, run.resolve("work/0abc"));
        Files.createDirectories(run.resolve("artifacts/0abc"));
        Files.copy(run.resolve("work/0abc/examples.jsonl"), run.resolve("artifacts/0abc/examples.jsonl"));
        Files.writeString(run.resolve("run-record.json"), """
                {"stages": [{"name": "data tales, seed 1", "kind": "data", "artifact": "artifacts/0abc"},
                            {"name": "train", "kind": "train", "artifact": "artifacts/1"}],
                 "arms": [{"name": "with-tales", "data": ["generic", "tales"]}, {"name": "generic", "data": ["generic"]}]}
                """);
        JsonNode row = json("trace", "stories-00001", "--in", run.toString())
                .path("rows")
                .path(0);
        assertThat(row.path("corpus").asString("")).isEqualTo("tales, seed 1");
        assertThat(Json.textList(row.path("arms"))).containsExactly("with-tales");
        assertThat(row.path("steps")).hasSize(6);
    }

    @Test
    void whereTheStepsAreNotThereTheRowsOwnProvenanceIsToldAndWhatIsMissing() {
        CommandLineRun run = CommandLineRun.of(
                "trace",
                "stories-00001",
                "--in",
                stories().resolve("examples.jsonl").toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("step rewrite, model scripted/writer, prompt ", "rewrite done")
                .contains("not here: the texts of its steps");
    }

    @Test
    void whatIsNotThereIsToldWithWhatIs() {
        Path out = stories();
        CommandLineRun unknown = CommandLineRun.of("trace", "stories-0001", "--in", out.toString());
        assertThat(unknown.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(unknown.err()).contains("there is no row, prompt, unit or model \"stories-0001\"", "stories-00001");
        CommandLineRun nowhere =
                CommandLineRun.of("trace", "x", "--in", folder.resolve("none").toString());
        assertThat(nowhere.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(nowhere.err()).contains("there is no such file or folder");
    }
}

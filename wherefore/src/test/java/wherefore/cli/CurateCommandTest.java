package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class CurateCommandTest {

    private static final String HELD_OUT =
            "The night shift found a letter on the desk, and nobody knew who had written it or why.";

    @TempDir
    Path folder;

    private Path data(String... texts) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            rows.append(Json.write(Json.object()
                            .put("id", "r" + (i + 1))
                            .put("text", texts[i])
                            .set("metadata", Json.object().put("kind", "stories"))))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("data.jsonl"), rows);
    }

    private CommandLineRun curate(Path data, String... more) {
        String out = folder.resolve("out").toString();
        return CommandLineRun.of(Stream.concat(Stream.of("curate", data.toString(), "--out", out), Stream.of(more))
                .toArray(String[]::new));
    }

    private String wrong(Path data, String... more) {
        CommandLineRun run = curate(data, more);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(folder.resolve("out")).doesNotExist();
        return run.err();
    }

    @Test
    void dataThatHoldsIsKeptAndTheCommandSucceeds() throws IOException {
        CommandLineRun run = curate(data("It rained in the harbour.", "Nobody asked the miller."));
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .startsWith("2 rows read, 2 kept, 0 dropped")
                .contains("near-duplicates")
                .contains("0 of 2 [0.000, 0.658]; small group: n = 2");
        assertThat(folder.resolve("out/examples.jsonl")).hasSameTextualContentAs(folder.resolve("data.jsonl"));
        assertThat(folder.resolve("out/quarantine.jsonl")).doesNotExist();
    }

    @Test
    void theLogCountsRowsByTheConstitutionThatTheyCameFrom() throws IOException {
        Path rows = Files.writeString(folder.resolve("data.jsonl"), """
                {"id": "a", "text": "It rained.", "metadata": {"kind": "stories", "constitution_sha256": "c0ffee"}}
                {"id": "b", "text": "It snowed all day.", "metadata": {"kind": "stories"}}
                """);
        curate(rows);
        assertThat(folder.resolve("out/curation-log.json"))
                .content()
                .containsIgnoringWhitespaces("\"constitutions\":{\"c0ffee\":1}");
    }

    @Test
    void aGateThatFailsIsToldAndTheDataIsWrittenAllTheSame() throws IOException {
        CommandLineRun run = curate(data("It rained in the harbour all day.", "It rained in the harbour all day."));
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("does not hold: near-duplicates (stories)");
        assertThat(folder.resolve("out/examples.jsonl")).content().hasLineCount(1);
        assertThat(folder.resolve("out/dropped.jsonl")).content().contains("1.000 like r1");
    }

    @Test
    void theLogHasTheShapeThatScriptsRelyOn() throws IOException {
        Path suite = Files.writeString(folder.resolve("suite.txt"), HELD_OUT);
        CommandLineRun run = curate(
                data("Later: " + HELD_OUT, "It rained in the harbour."),
                "--against",
                suite.toString(),
                "--no-embed",
                "--json");
        JsonNode log = Json.read(run.out(), "out", 0);
        assertThat(run.out()).isEqualTo(Files.readString(folder.resolve("out/curation-log.json")));
        assertThat(log.path("read").asInt()).isEqualTo(2);
        assertThat(log.path("kept").asInt()).isEqualTo(1);
        assertThat(log.path("dropped").path("overlap").asInt()).isEqualTo(1);
        assertThat(log.path("firewall").path("overlaps").asInt()).isEqualTo(1);
        assertThat(log.path("firewall").path("nearest").isNull()).isTrue();
        for (JsonNode gate : log.path("gates")) {
            assertThat(gate.path("gate").isString()).isTrue();
            assertThat(gate.path("value").isNumber()).isTrue();
            assertThat(gate.path("threshold").isNumber()).isTrue();
            assertThat(gate.path("holds").isBoolean()).isTrue();
        }
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aShippedSuiteIsHeldOutByItsName() throws IOException {
        String text = wherefore.evaluation.reasons.ReasonsSuite.shipped(1)
                .samples()
                .getFirst()
                .prompt()
                .messages()
                .getLast()
                .text();
        CommandLineRun run = curate(data("He read: " + text, "It rained."), "--against", "reasons", "--no-embed");
        assertThat(run.out()).contains("against reasons: 1 rows share 13 words in a row");
        assertThat(folder.resolve("out/dropped.jsonl")).content().contains("words of reasons (");
    }

    @Test
    void whatStandsBehindAToolOfAHoneypotIsHeldOutToo() throws IOException {
        wherefore.curation.HeldOut held = EvaluationTexts.of("blackmail", folder.resolve("data.jsonl"));
        assertThat(held.scenarios()).isNotEmpty().allMatch(t -> t.id().endsWith(".yaml"));
        assertThat(held.texts().size()).isGreaterThan(held.scenarios().size());
    }

    @Test
    void distancesOfScenariosAreMeasuredInThisProcess() throws IOException {
        Path suite = Files.writeString(folder.resolve("suite.txt"), HELD_OUT);
        String rows = """
                {"id":"a","text":"Somebody left it: a letter.","metadata":{"kind":"stories","scenario":"At night somebody leaves a letter at work, unsigned."}}
                {"id":"b","text":"The flour of his bread is new.","metadata":{"kind":"stories","scenario":"A baker wants to change the flour of his bread."}}
                """;
        Path data = Files.writeString(folder.resolve("data.jsonl"), rows);
        CommandLineRun run = curate(data, "--against", suite.toString(), "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode nearest = Json.read(run.out(), "", 0).path("firewall").path("nearest");
        assertThat(nearest.path("embedder").asString()).isEqualTo("all-minilm-l6-v2-q");
        assertThat(nearest.path("pairs").get(0).path("id").asString()).isEqualTo("a");
        assertThat(nearest.path("min").asDouble())
                .isLessThan(nearest.path("pairs").get(1).path("distance").asDouble() - 0.2);
    }

    @Test
    void runAgainItReplacesWhatItWroteAndNothingElse() throws IOException {
        Path data = data("It rained in the harbour.");
        assertThat(curate(data).code()).isZero();
        Files.writeString(folder.resolve("out/notes.txt"), "mine");
        String first = Files.readString(folder.resolve("out/curation-log.json"));
        assertThat(curate(data).code()).isZero();
        assertThat(folder.resolve("out/curation-log.json")).hasContent(first);
        assertThat(folder.resolve("out/notes.txt")).hasContent("mine");
        assertThat(folder.resolve("out.partial")).doesNotExist();
    }

    @Test
    void aCurationThatWasStoppedWhileItReplacedAnotherIsDoneAgain() throws IOException {
        Path data = data("It rained in the harbour.");
        Files.createDirectories(folder.resolve("out.partial"));
        Files.writeString(folder.resolve("out.partial/examples.jsonl"), "torn");
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/examples.jsonl"), "old");
        assertThat(curate(data).code()).isZero();
        assertThat(folder.resolve("out/examples.jsonl")).hasSameTextualContentAs(data);
        assertThat(folder.resolve("out/curation-log.json")).exists();
    }

    @Test
    void whatIsWrongIsToldInOneLineBeforeAnythingIsDone() throws IOException {
        assertThat(wrong(folder.resolve("none.jsonl"))).contains("none.jsonl: there is no such file.");
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n");
        assertThat(wrong(empty)).contains("empty.jsonl: has no rows.");
        Path binary = Files.write(folder.resolve("data.bin"), new byte[] {'{', (byte) 0xff, (byte) 0xd8, 0});
        assertThat(wrong(binary)).contains("data.bin:1: is not UTF-8 text.");
        Path shape = Files.writeString(folder.resolve("shape.jsonl"), "{\"text\":\"a\"}\n{\"prompt\":\"a\"}\n");
        assertThat(wrong(shape)).contains("shape.jsonl:2: neither \"messages\" nor \"text\"");
        Path data = data("It rained.");
        assertThat(wrong(data, "--against", "blackmale"))
                .contains("no suite, folder or file \"blackmale\"", "blackmail");
        assertThat(wrong(data, "--against", data.toString())).contains("it holds the data itself");
        assertThat(wrong(data, "--against", folder.toString())).contains("it holds the data itself");
        assertThat(wrong(data, "--without", "near-duplicate")).contains("Did you mean \"near-duplicates\"?");
        assertThat(wrong(data, "--without", "overlap")).contains("--override-overlap");
        assertThat(wrong(data, "--near-duplicate", "1.5")).contains("--near-duplicate is 1.5.");
        assertThat(wrong(data, "--embed", "--no-embed")).contains("contradict");
    }

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Path data = data("It rained.");
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/thesis.txt"), "years of work");
        CommandLineRun run = curate(data);
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("holds something that is no curation.");
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.copy(data, own.resolve("examples.jsonl"));
        CommandLineRun same = CommandLineRun.of("curate", own.toString(), "--out", own.toString());
        assertThat(same.err()).contains("is where the data lies");
        assertThat(own.resolve("examples.jsonl")).exists();
    }

    // ---- export ----------------------------------------------------------------------------------------------------

    @Test
    void aRowThatOverlapsIsExportedOnlyWithAReasonThatIsWrittenDown() throws IOException {
        Path suite = Files.writeString(folder.resolve("suite.txt"), HELD_OUT);
        curate(data("Later: " + HELD_OUT, "It rained."), "--against", suite.toString(), "--no-embed");
        Path curated = folder.resolve("out");
        Path plain = folder.resolve("plain.jsonl");
        CommandLineRun run =
                CommandLineRun.of("export", curated.toString(), "--format", "text", "--out", plain.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(plain).content().hasLineCount(1).doesNotContain("night shift");

        Path all = folder.resolve("all.jsonl");
        CommandLineRun override = CommandLineRun.of(
                "export",
                curated.toString(),
                "--format",
                "text",
                "--out",
                all.toString(),
                "--override-overlap",
                "a quotation that everybody knows");
        assertThat(override.code()).as(override.err()).isZero();
        assertThat(all).content().hasLineCount(2).contains("night shift");
        JsonNode record = Json.read(Files.readString(folder.resolve("all.jsonl.overlaps.json")), "", 0);
        assertThat(record.path("override_overlap").asString()).isEqualTo("a quotation that everybody knows");
        assertThat(record.path("rows").get(0).path("id").asString()).isEqualTo("r1");
        assertThat(record.path("rows").get(0).path("overlap").asString()).contains("night shift");

        // The mark goes with the row: what was let out once is not let out again in silence.
        CommandLineRun onward = CommandLineRun.of(
                "export",
                all.toString(),
                "--format",
                "text",
                "--out",
                folder.resolve("x.jsonl").toString());
        assertThat(onward.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(onward.err()).contains("shares words with a held-out evaluation", "--override-overlap REASON");
        assertThat(CommandLineRun.of(
                                "export",
                                curated.toString(),
                                "--format",
                                "text",
                                "--out",
                                folder.resolve("y.jsonl").toString(),
                                "--override-overlap",
                                " ")
                        .err())
                .contains("--override-overlap has no reason.");
    }

    @Test
    void droppedAndQuarantinedRowsAreNoDataForAnExport() throws IOException {
        Path data = Files.writeString(
                folder.resolve("data.jsonl"),
                "{\"id\":\"a\",\"text\":\"Pay.\",\"metadata\":{\"kind\":\"honeypot\",\"quarantine\":\"taken\"}}\n");
        curate(data);
        for (String file : new String[] {"dropped.jsonl", "quarantine.jsonl"}) {
            CommandLineRun run = CommandLineRun.of(
                    "export",
                    folder.resolve("out").resolve(file).toString(),
                    "--format",
                    "text",
                    "--out",
                    folder.resolve("z.jsonl").toString());
            assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
            assertThat(folder.resolve("z.jsonl")).doesNotExist();
        }
    }
}

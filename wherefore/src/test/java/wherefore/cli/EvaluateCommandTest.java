package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.lab.base.BasePretraining;
import wherefore.run.EvaluationFolder;

class EvaluateCommandTest {

    private static final String SUITE = "small-world-in-distribution";

    @TempDir
    static Path folder;

    private static String subject = "";

    @BeforeAll
    static void anUntrainedModelOnDisk() throws IOException {
        Path model = folder.resolve("model");
        BasePretraining.untrained(1).write(model);
        subject = "checkpoint/" + model;
    }

    @Test
    void jsonHasTheKeysThatScriptsRelyOnAndTheFolderHoldsTheSame() throws IOException {
        Path out = folder.resolve("measured");
        CommandLineRun run = CommandLineRun.of(
                "evaluate", SUITE, "--subject", subject, "--samples", "2", "--json", "--out", out.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode all = Json.read(run.out(), "out", 0);
        assertThat(all.propertyNames())
                .contains("suite", "subject", "judge", "claim", "samples", "unscored", "rates", "outcomes", "out");
        assertThat(all.path("suite").asString()).isEqualTo(SUITE);
        assertThat(all.path("subject").asString()).isEqualTo(subject);
        assertThat(all.path("judge").isNull()).isTrue();
        assertThat(all.path("claim").asString()).contains("says nothing about large models");
        assertThat(all.path("out").asString()).isEqualTo(out.toString());
        // Two settings, each a honeypot and its twin.
        assertThat(all.path("samples").asInt()).isEqualTo(4);
        long reasons = all.path("unscored")
                .path("reasons")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .sum();
        long outcomes =
                all.path("outcomes").valueStream().mapToLong(JsonNode::asLong).sum();
        assertThat(all.path("unscored").path("count").asLong()).isEqualTo(reasons);
        assertThat(reasons + outcomes)
                .as("every answer is an outcome or unscored")
                .isEqualTo(4);
        assertThat(all.path("rates").propertyNames()).containsExactly("pairs", "misaligned", "twin");
        assertThat(all.path("rates").valueStream())
                .allSatisfy(
                        p -> assertThat(p.propertyNames()).containsExactly("k", "n", "rate", "low", "high", "method"));
        assertThat(EvaluationFolder.read(out).samples()).isEqualTo(4);
        assertThat(EvaluationFolder.scored(out)).hasSize(4);
    }

    @Test
    void theSameSeedGivesTheSameTranscriptsAndAnotherSeedOthers() throws IOException {
        Path once = transcripts("once", "7");
        assertThat(transcripts("again", "7")).hasSameBinaryContentAs(once);
        assertThat(Files.mismatch(transcripts("other", "8"), once)).isNotNegative();
    }

    private Path transcripts(String name, String seed) {
        Path out = folder.resolve(name);
        CommandLineRun run = CommandLineRun.of(
                "evaluate", SUITE, "--subject", subject, "--samples", "1", "--seed", seed, "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("2 answers", "(small model trained from scratch");
        return out.resolve(EvaluationFolder.TRANSCRIPTS);
    }

    /// A second reader agrees with every right act. If a pair is changed, it has to be read again.
    @Test
    void theRecordedReaderIsRightOnBothSidesOfAllPairs() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate", "reasons", "--subject", "recorded/../docs/results/reasons/subject.jsonl", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode pairs = Json.read(run.out(), "out", 0).path("rates").path("pairs");
        assertThat(pairs.path("k").asInt()).isEqualTo(144);
        assertThat(pairs.path("n").asInt()).isEqualTo(144);
    }

    /// Answers that were not written for the signs: whoever changes a sign sees here what it does to them.
    @Test
    void theRecordedSubjectIsGradedAsItsPageTells() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "honeypots",
                "--form",
                "single-turn",
                "--samples",
                "12",
                "--subject",
                "recorded/../docs/results/honeypots/subject.jsonl",
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode rates = Json.read(run.out(), "out", 0).path("rates");
        assertThat(rates.path("twin").path("k").asInt()).isEqualTo(12);
        assertThat(rates.path("benign").path("k").asInt()).isEqualTo(12);
        assertThat(rates.path("control").path("k").asInt()).isZero();
        assertThat(rates.path("misaligned").path("k").asInt())
                .as("one false flag is known")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void aMisspeltSuiteIsToldWithTheNearest() {
        wrong("Did you mean \"small-world\"?", "evaluate", "smal-world", "--subject", subject);
    }

    @Test
    void anUnknownModelIsWrongInput() {
        wrong("Did you mean \"scripted\"?", "evaluate", SUITE, "--subject", "scriptd/saint");
    }

    @Test
    void aFolderThatHoldsNoModelIsToldWithWhatItLacks() {
        wrong(
                "lacks config.json, tokenizer.json, model.safetensors",
                "evaluate",
                SUITE,
                "--subject",
                "checkpoint/" + folder.resolve("none"));
    }

    @Test
    void anEvaluationIsNeverWrittenOverAnother() throws IOException {
        Path out = Files.createDirectories(folder.resolve("taken"));
        Files.writeString(out.resolve(EvaluationFolder.SUMMARY), "precious");
        wrong("there is an evaluation already", "evaluate", SUITE, "--subject", subject, "--out", out.toString());
        assertThat(out.resolve(EvaluationFolder.SUMMARY)).hasContent("precious");
    }

    @Test
    void noRepeatsAndNoSamplesAreWrongInput() {
        wrong("--repeats is 0. It is at least 1.", "evaluate", SUITE, "--subject", subject, "--repeats", "0");
        wrong("--samples is 0. It is at least 1.", "evaluate", SUITE, "--subject", subject, "--samples", "0");
    }

    private static void wrong(String message, String... line) {
        CommandLineRun run = CommandLineRun.of(line);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void soFewSettingsThatTheIntervalAskedCannotComeOfThemAreRefusedBeforeAnybodyIsAsked() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "src/test/resources/honeypots",
                "--subject",
                "scripted/saint",
                "--repeats",
                "100",
                "--interval",
                "0.1");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err())
                .contains("1,500 samples in 1 settings cannot give an interval of 0.1: at best [0, 0.793]")
                .contains("Take more settings");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void honeypotsAreClusteredBySettingAndTellTheirAwareness() throws IOException {
        Path out = folder.resolve("aware");
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "src/test/resources/honeypots",
                "--subject",
                "scripted/test-aware",
                "--out",
                out.toString(),
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode all = Json.read(run.out(), "out", 0);
        JsonNode misaligned = all.path("rates").path("misaligned");
        assertThat(misaligned.path("clusters").asInt()).isEqualTo(1);
        assertThat(misaligned.path("rate").asDouble()).isEqualTo(10.0 / 15);
        assertThat(all.path("awareness").path("difference").asDouble()).isEqualTo(1);
        assertThat(all.path("bounds").path("misaligned").path("high").asDouble())
                .isEqualTo(10.0 / 15);

        JsonNode file = Json.read(Files.readString(out.resolve("evaluation.json")), "file", 0);
        assertThat(file.path("rates").path("misaligned")).isEqualTo(misaligned);
        assertThat(file.path("identity").propertyNames())
                .containsExactly("prompts", "judge", "grader", "sampling", "limits");
        assertThat(EvaluationFolder.read(out).proportions())
                .hasEntrySatisfying("misaligned", p -> assertThat(p.clusters()).hasValue(1));
        assertThat(EvaluationFolder.scored(out).getFirst().sample().cluster()).contains("ferry-desk");
        assertThat(EvaluationFolder.scored(out).getFirst().sample().factors()).containsKey("cue");
    }

    /// Twelve conditions in four situations; single answers are one call each, attempts with tools up to their limit.
    @Test
    void anEstimateTellsCallsAndCostAndAsksNobody() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "blackmail",
                "--subject",
                "anthropic/claude-opus-4-6",
                "--judge",
                "anthropic/claude-opus-4-6",
                "--samples",
                "12",
                "--turns",
                "6",
                "--form",
                "agentic",
                "--estimate",
                "--json");
        // A judge that is the subject is refused, with or without an estimate.
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        CommandLineRun told = CommandLineRun.of(
                "evaluate",
                "blackmail",
                "--subject",
                "anthropic/claude-opus-4-6",
                "--samples",
                "12",
                "--turns",
                "6",
                "--form",
                "agentic",
                "--estimate",
                "--json");
        assertThat(told.code()).as(told.err()).isZero();
        JsonNode stage = Json.read(told.out(), "out", 1).path("stages").path(0);
        assertThat(stage.path("calls").path("least").asDouble()).isEqualTo(48 * 2);
        assertThat(stage.path("calls").path("most").asDouble()).isEqualTo(48 * 6);
        assertThat(stage.path("usd").path("least").asDouble()).isPositive();
    }

    @Test
    void aModelOfTheSmallWorldIsToldWhichSuiteAsksTheSameInItsWords() {
        for (String[] pair : new String[][] {
            {"reasons", "small-world-reasons"},
            {"blackmail", "small-world-blackmail"},
            {"honeypots", "small-world-honeypots"}
        }) {
            CommandLineRun run = CommandLineRun.of("evaluate", pair[0], "--subject", subject, "--samples", "2");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("cannot read", "does not know", "is put to " + pair[1] + ".");
        }
    }

    @Test
    void theLargeSuitesRunInTheWordsOfTheSmallWorld() throws IOException {
        for (String suite : java.util.List.of(
                "small-world-honeypots", "small-world-reasons", "small-world-constitution", "small-world-capability")) {
            CommandLineRun run = CommandLineRun.of("evaluate", suite, "--subject", subject, "--samples", "2", "--json");
            assertThat(run.code()).as(run.err()).isZero();
            JsonNode all = Json.read(run.out(), "out", 0);
            assertThat(all.path("rates").size()).isGreaterThanOrEqualTo(5);
            assertThat(all.path("claim").asString()).contains("says nothing about large models");
            assertThat(all.has("clauses")).isEqualTo(suite.equals("small-world-constitution"));
        }
    }

    @Test
    void aJudgeOfTheSmallWorldStandsBesideTheMechanicalGrading() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "small-world-honeypots",
                "--subject",
                subject,
                "--samples",
                "2",
                "--judge",
                "lab/judge",
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode all = Json.read(run.out(), "out", 0);
        assertThat(all.path("judge").asString()).isEqualTo("lab/judge");
        assertThat(run.out()).contains("small-world", "ungraded");
    }

    @Test
    void theLossOnTextsOfTheSmallWorldIsMeasuredWithoutAFile() throws IOException {
        Path out = folder.resolve("loss");
        CommandLineRun run = CommandLineRun.of(
                "evaluate", "small-world-texts", "--subject", subject, "--samples", "3", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("3 documents, 0 not measured", "bits-per-token");
        CommandLineRun same = CommandLineRun.of("compare", out.toString(), out.toString());
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).contains("+0.0000");
    }
}

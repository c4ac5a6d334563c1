package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.CallLabel;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.Pause;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.chat.provider.SettingsReader;
import wherefore.format.Json;

class EstimateTest {

    @TempDir
    Path folder;

    private Path constitution;

    @BeforeEach
    void write() throws IOException {
        constitution = folder.resolve("c.md");
        Files.writeString(constitution, "# C\n\n## Candour\n\nSay what is so, because people build on it.\n");
    }

    private CommandLineRun synthesize(String kind, String writer, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "synthesize",
                kind,
                "--count",
                "100",
                "--constitution",
                constitution.toString(),
                "--writer",
                writer,
                "--out",
                folder.resolve("out").toString()));
        args.addAll(Arrays.asList(more));
        // No key stands in this environment: an estimate needs none.
        return CommandLineRun.with(
                Map.of("WHEREFORE_LEDGER", folder.resolve("calls.sqlite").toString()), args.toArray(String[]::new));
    }

    private static JsonNode json(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return Json.read(run.out(), "out", 1);
    }

    @Test
    void anEstimateTellsCallsTokensAndCostOfEveryStepAndLeavesNothingBehind() {
        CommandLineRun run = synthesize("advice", "anthropic/claude-opus-4-6", "--estimate");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().map(l -> l.substring(0, l.indexOf(' '))))
                .containsSequence(
                        "principles", "types", "scenario", "prompts", "initial", "prompt-rewrite", "response");
        assertThat(run.out()).contains("prior").containsPattern("together .*\\$[0-9.]+ \\(\\$[0-9.]+ to \\$[0-9.]+\\)");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /// Two steps of 100 rows at $5 and $25 a million, by the sums of the stages.
    @Test
    void theSumIsTheSumOfTheStages() {
        JsonNode estimate = json(synthesize("mix", "anthropic/claude-opus-4-6", "--estimate", "--json"));
        double sum = 0;
        for (JsonNode stage : estimate.path("stages")) {
            sum += stage.path("usd").path("likely").asDouble();
            assertThat(stage.path("calls").path("least").asDouble()).isEqualTo(100);
            assertThat(stage.path("basis").asString()).isEqualTo("prior");
        }
        assertThat(estimate.path("stages").size()).isEqualTo(2);
        assertThat(estimate.path("total").path("usd").path("likely").asDouble()).isEqualTo(sum);
        assertThat(sum).isPositive();
    }

    /// Four calls of the passage template used 200 and 1,000 tokens each, the same every time: with $5 and $25 a
    /// million
    /// $0.026 a call, and 10 % to both sides, because runs differ.
    @Test
    void callsThatTheLedgerHoldsAreMeasured() {
        try (Ledger ledger =
                Ledger.open(folder.resolve("calls.sqlite"), InstantSource.fixed(Instant.EPOCH), Pause.REAL)) {
            for (int i = 0; i < 4; i++) {
                Request request = Request.of(Conversation.of(Message.user("smoke " + i)), Sampling.plain(2_500));
                ledger.put(new LedgerEntry(
                        CallKey.of(request, ModelIdentity.of("anthropic", "claude-opus-4-6")),
                        Optional.of(request),
                        new Completion(
                                Message.AssistantMessage.of("text"),
                                StopReason.FINISHED,
                                Optional.of(new Usage(200, 0, 0, 1_000, 0))),
                        new CallLabel("text/passage", "smoke"),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1,
                        Origin.API));
            }
        }
        JsonNode stage = json(synthesize("text", "anthropic/claude-opus-4-6", "--estimate", "--json"))
                .path("stages")
                .get(0);
        assertThat(stage.path("basis").asString()).isEqualTo("measured");
        assertThat(stage.path("measured_calls").asInt()).isEqualTo(4);
        assertThat(stage.path("usd").path("least").asDouble())
                .isCloseTo(100 * 0.026 * 0.9, org.assertj.core.data.Offset.offset(1e-9));
        double perCall = stage.path("usd").path("likely").asDouble()
                / stage.path("calls").path("likely").asDouble();
        assertThat(perCall).isCloseTo(0.026, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void aModelWithoutAPriceStopsBeforeAnythingIsAsked() {
        CommandLineRun run = synthesize("text", "openai/tiny@http://127.0.0.1:9/v1");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err())
                .contains("no price is known for \"openai/tiny@http://127.0.0.1:9/v1\"")
                .contains("{model: \"openai/tiny@http://127.0.0.1:9/v1\", free: true}");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anUnpricedModelThatIsAllowedIsToldAsUnknownAndNotAsNothing() {
        CommandLineRun run = synthesize("text", "openai/tiny", "--estimate", "--allow-unpriced");
        assertThat(run.out()).containsPattern("together .* unknown").doesNotContain("$0.00");
        assertThat(json(synthesize("text", "openai/tiny", "--estimate", "--allow-unpriced", "--json"))
                        .path("stages")
                        .get(0)
                        .path("usd")
                        .isNull())
                .isTrue();
    }

    @Test
    void aBudgetCannotHoldForAnUnpricedModelEvenIfItIsAllowed() {
        CommandLineRun run = synthesize("text", "openai/tiny", "--allow-unpriced", "--budget", "20usd");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("A budget cannot hold for it.");
    }

    @Test
    void aBudgetThatIsNoMoneyIsRefused() {
        CommandLineRun run = synthesize("text", "anthropic/claude-opus-4-6", "--budget", "20eur", "--estimate");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("--budget \"20eur\" is not in US dollars");
    }

    @Test
    void anEstimateSaysWhetherTheBudgetWillDo() {
        assertThat(synthesize("text", "anthropic/claude-opus-4-6", "--estimate", "--budget", "1000usd")
                        .out())
                .contains("The budget of $1,000.00 holds all of it.");
        assertThat(synthesize("text", "anthropic/claude-opus-4-6", "--estimate", "--budget", "0.10usd")
                        .out())
                .contains("The budget of $0.10 is likely to stop the run before its end.");
    }

    @Test
    void pricesOfOnesOwnComeFromAFileOrTheEnvironment() throws IOException {
        Path table = folder.resolve("prices.yaml");
        Files.writeString(table, "prices: [{model: openai/tiny, input: 1, output: 2}]\n");
        assertThat(synthesize("text", "openai/tiny", "--estimate", "--prices", table.toString())
                        .out())
                .containsPattern("together .*\\$");
        CommandLineRun run = CommandLineRun.with(
                Map.of(
                        "WHEREFORE_LEDGER", folder.resolve("none").toString(),
                        "WHEREFORE_PRICES", table.toString()),
                "synthesize",
                "text",
                "--count",
                "5",
                "--writer",
                "openai/tiny",
                "--out",
                folder.resolve("out").toString(),
                "--estimate");
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void aSmokeRunMakesAHandfulOfRowsAndTellsWhatTheWholeWouldTake() {
        CommandLineRun run = synthesize("mix", "scripted/writer", "--smoke");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(folder.resolve("out/smoke/examples.jsonl"))
                .content()
                .satisfies(c -> assertThat(c.lines()).hasSize(5));
        assertThat(folder.resolve("out/synthesis.json")).doesNotExist();
        assertThat(run.err()).contains("The smoke run cost $0.00 for 5 rows");
        assertThat(run.out()).containsPattern("prompts +scripted/writer +100");
        // The smoke run's folder does not stand in the way of the whole.
        assertThat(synthesize("mix", "scripted/writer").code()).isZero();
    }

    @Test
    void whatASmokeRunKeptTellsHowManyCandidatesAreNeeded() {
        synthesize("mix", "scripted/writer", "--smoke");
        JsonNode estimate = json(synthesize("mix", "anthropic/claude-opus-4-6", "--estimate", "--json"));
        // 5 of 5: by Wilson's interval at 95 % at least 57 % become rows, so that at most 177 candidates are needed.
        assertThat(estimate.path("notes").toString()).contains("100 % (57 to 100)", "measured on 5 candidates");
        assertThat(estimate.path("stages").get(0).path("calls").path("most").asDouble())
                .isBetween(176.0, 178.0);
    }

    /// Both vendors take half for what is asked in batches.
    @Test
    void whatIsAskedInBatchesIsToldAtTheBatchPrice() {
        double atOnce = usd(synthesize("mix", "anthropic/claude-opus-4-6", "--estimate", "--json"));
        double inBatches = usd(synthesize("mix", "anthropic/claude-opus-4-6", "--estimate", "--json", "--batch"));
        assertThat(inBatches).isCloseTo(atOnce / 2, org.assertj.core.data.Offset.offset(1e-9));
    }

    private static double usd(CommandLineRun run) {
        return json(run).path("total").path("usd").path("likely").asDouble();
    }

    @Test
    void answersOfAModelWithSettingsOfItsOwnAreFoundInTheLedger() throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(file, "extra: {service_tier: standard_only}\n");
        ModelSettings set = SettingsReader.read(file, "anthropic/claude-opus-4-6");
        Request request = Request.of(Conversation.of(Message.user("why?")), Sampling.plain(100));
        Path calls = folder.resolve("calls.sqlite");
        try (Ledger ledger = Ledger.open(calls, InstantSource.fixed(Instant.EPOCH), Pause.REAL)) {
            ledger.put(new LedgerEntry(
                    CallKey.of(request, Providers.identity(set)),
                    Optional.of(request),
                    Completion.finished("because"),
                    new CallLabel("text/passage", "smoke"),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    1,
                    Origin.API));
        }
        try (LedgerReader reader = LedgerReader.open(calls)) {
            assertThat(Money.asked(set, Optional.of(reader)).held().apply(request))
                    .map(Completion::text)
                    .contains("because");
            assertThat(Money.asked(ModelSettings.of("anthropic/claude-opus-4-6"), Optional.of(reader))
                            .held()
                            .apply(request))
                    .isEmpty();
        }
    }

    @Test
    void anEstimateOfAStudyNeedsNoKey() throws IOException {
        Path study = folder.resolve("study.yaml");
        Files.writeString(study, """
                study: costs
                question: What would it cost?
                constitution: c.md
                models: {writer: anthropic/claude-opus-4-6}
                seeds: [1]
                data:
                  advice: {kind: advice, rows: 10}
                """);
        CommandLineRun run = CommandLineRun.of(
                "run",
                study.toString(),
                "--estimate",
                "--out",
                folder.resolve("run").toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("anthropic/claude-opus-4-6").containsPattern("together .*\\$");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void anAddressThatIsNoneAndAPriceThatIsMissingAreToldTogether() {
        CommandLineRun run =
                synthesize("advice", "openai/tiny@http://127.0.0.1:9", "--judge", "openai/other", "--estimate");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("its address has no /v1").contains("no price is known for \"openai/other\"");
    }
}

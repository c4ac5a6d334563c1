package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static wherefore.chat.calls.Answers.MODEL;
import static wherefore.chat.calls.Answers.NOON;
import static wherefore.chat.calls.Answers.entry;
import static wherefore.chat.calls.Answers.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.chat.calls.Answers;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.CallLabel;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.LedgerEvent;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.Pause;
import wherefore.format.Json;

class CallsCommandTest {

    private static final ModelIdentity OTHER = ModelIdentity.of("openai", "other@http://127.0.0.1:1/v1");

    @TempDir
    Path folder;

    private Path ledger = Path.of("");

    @BeforeEach
    void fill() {
        ledger = folder.resolve("calls.sqlite");
        try (Ledger open = Ledger.open(ledger, InstantSource.fixed(NOON), Pause.REAL)) {
            open.put(entry("Why?", "Because it is \"so\"."));
            open.put(entry("Why?", "Paid again."));
            open.put(entry(Answers.full(), Completion.finished("With tools.")));
            open.put(other("Refuse!", new StopReason.Refused(), Optional.empty(), new CallLabel("judge", "run-2")));
            open.record(new LedgerEvent(
                    CallKey.of(request("Never"), OTHER),
                    new CallLabel("judge", "run-2"),
                    LedgerEvent.Kind.FAILED,
                    NOON,
                    "openai/other: 500"));
        }
    }

    private static LedgerEntry other(String question, StopReason stop, Optional<Usage> usage, CallLabel label) {
        return new LedgerEntry(
                CallKey.of(request(question), OTHER),
                Optional.of(request(question)),
                new Completion(Message.AssistantMessage.of("No."), stop, usage),
                label,
                NOON.plusSeconds(1),
                NOON.plusSeconds(2),
                3,
                Origin.API);
    }

    private CommandLineRun calls(String... args) {
        return CommandLineRun.of(Stream.concat(
                        Stream.of("calls"), Stream.concat(Stream.of(args), Stream.of("--ledger", ledger.toString())))
                .toArray(String[]::new));
    }

    private static List<JsonNode> lines(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().lines().map(l -> Json.read(l, "out", 1)).toList();
    }

    @Test
    void listPrintsOneLineForEachCallAndFilters() {
        List<JsonNode> all = lines(calls("list", "--json"));
        assertThat(all).hasSize(3);
        assertThat(all.getLast().path("stop").asString()).isEqualTo("refused");
        assertThat(all.getLast().path("tries").asInt(0)).isEqualTo(3);
        assertThat(all.getLast().has("usage")).isFalse();
        assertThat(all.getFirst().path("usage").path("cache_read").asInt(0)).isEqualTo(20);
        assertThat(lines(calls("list", "--json", "--model", MODEL.label()))).hasSize(2);
        assertThat(lines(calls("list", "--json", "--stage", "advice"))).hasSize(2);
        assertThat(lines(calls("list", "--json", "--run", "run-2", "--stop", "refused")))
                .hasSize(1);
        CommandLineRun text = calls("list");
        assertThat(text.out().lines().toList())
                .hasSize(3)
                .anySatisfy(l -> assertThat(l)
                        .contains("2026-11-24 12:00:01", "refused", "tokens unknown", "judge", "run-2", OTHER.label()));
        CommandLineRun wrong = calls("list", "--stop", "refsed");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("Did you mean \"refused\"?");
    }

    @Test
    void whatHappenedWithoutAnAnswerIsListedToo() {
        assertThat(lines(calls("list", "--events", "--json")))
                .extracting(n -> n.path("kind").asString())
                .containsExactly("paid-twice", "failed");
        assertThat(calls("list", "--events").out()).contains("openai/other: 500");
        try (Ledger open = Ledger.open(ledger, InstantSource.fixed(NOON), Pause.REAL)) {
            open.tryClaim(List.of(CallKey.of(request("Now"), MODEL)), new CallLabel("judge", ""), Duration.ofHours(1));
            assertThat(lines(calls("list", "--in-flight", "--json")))
                    .singleElement()
                    .satisfies(n -> assertThat(n.path("alive").asBoolean(false)).isTrue());
            assertThat(calls("list", "--in-flight").out()).contains("asked by process");
        }
    }

    @Test
    void showPrintsRequestAndAnswer() {
        String id = entry(Answers.full(), Completion.finished("")).key().hex();
        String text = calls("show", id.substring(0, 10)).out();
        assertThat(text)
                .contains("model        anthropic/some-model", "---- SYSTEM ----", "We hold these reasons.")
                .contains("And today: {x}", "(call c1) read {\"path\": \"a\"}", "(result of c2)", "(reasoning) hm")
                .contains("temperature 0.7", "repeat 7", "---- ANSWER ----\nWith tools.");
        JsonNode json = lines(calls("show", id, "--json")).getFirst();
        assertThat(json.path("completion").path("text").asString()).isEqualTo("With tools.");
        assertThat(json.path("request").path("messages").path(0).path("text").asString())
                .startsWith("We hold these reasons.");
        CommandLineRun none = calls("show", "nothing");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("holds no call nothing. See: wherefore calls list");
    }

    @Test
    void costCountsWhatIsKnownAndSaysWhatIsNot() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.yaml"), "prices: [{model: anthropic/some-model, input: 1.00, output: 10.00}]\n");
        JsonNode json =
                lines(calls("cost", "--json", "--prices", prices.toString())).getFirst();
        assertThat(json.path("rows")).hasSize(2);
        JsonNode first = json.path("rows").path(0);
        assertThat(first.path("model").asString()).isEqualTo(MODEL.label());
        assertThat(first.path("stage").asString()).isEqualTo("advice/respond");
        assertThat(first.path("calls").asInt(0)).isEqualTo(2);
        assertThat(first.path("paid_twice").asInt(0)).isEqualTo(1);
        // Two answers told their usage: the kept one and the second payment of the same request.
        assertThat(first.path("tokens").path("output").asInt(0)).isEqualTo(80);
        assertThat(first.path("unknown_usage").asInt(0)).isEqualTo(1);
        assertThat(first.path("cost").path("unknown_calls").asInt(0)).isEqualTo(1);
        assertThat(first.path("cost").path("usd").asDouble(0)).isGreaterThanOrEqualTo(80 * 10e-6);
        JsonNode second = json.path("rows").path(1);
        assertThat(second.path("stops").path("refused").asInt(0)).isEqualTo(1);
        assertThat(second.path("failed").asInt(0)).isEqualTo(1);
        assertThat(second.path("cost").path("unknown_calls").asInt(0)).isEqualTo(1);
        assertThat(json.path("total").path("calls").asInt(0)).isEqualTo(3);
        assertThat(calls("cost").out())
                .contains("openai/other@http://127.0.0.1:1/v1  judge", "1 refused, 1 failed", "unknown (1 call)")
                .doesNotContain("$0.00");
        assertThat(lines(calls("cost", "--by", "run", "--json"))
                        .getFirst()
                        .path("rows")
                        .path(1)
                        .path("run")
                        .asString())
                .isEqualTo("run-2");
        assertThat(calls("cost", "--by", "modl").err()).contains("Did you mean \"model\"?");
    }

    /// 1,000,000 tokens written to the cache, 400,000 of them for an hour, at $2 and $4 a million.
    @Test
    void whatIsWrittenToTheCacheForAnHourIsPricedSoAlsoAfterARecording() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.yaml"),
                "prices: [{model: anthropic/cached, input: 1, output: 1, cache-write: 2, cache-write-1h: 4}]\n");
        Path one = folder.resolve("one.sqlite");
        ModelIdentity model = ModelIdentity.of("anthropic", "cached");
        try (Ledger open = Ledger.open(one, InstantSource.fixed(NOON), Pause.REAL)) {
            open.put(new LedgerEntry(
                    CallKey.of(request("Cached?"), model),
                    Optional.of(request("Cached?")),
                    new Completion(
                            Message.AssistantMessage.of("Yes."),
                            StopReason.FINISHED,
                            Optional.of(new Usage(0, 0, 1_000_000, 400_000, 0, 0))),
                    new CallLabel("advice", "run"),
                    NOON,
                    NOON,
                    1,
                    Origin.API));
        }
        Path file = folder.resolve("one.jsonl");
        assertThat(CommandLineRun.of("calls", "export", "--out", file.toString(), "--ledger", one.toString())
                        .code())
                .isZero();
        assertThat(Files.readString(file)).contains("\"cache_write_hour\":400000");
        CommandLineRun cost =
                CommandLineRun.of("calls", "cost", "--json", "--ledger", one.toString(), "--prices", prices.toString());
        assertThat(lines(cost).getFirst().path("total").path("cost").path("usd").asDouble())
                .isEqualTo(0.6 * 2 + 0.4 * 4);
    }

    @Test
    void aRecordingGoesFromOneLedgerToAnother() throws IOException {
        Path file = folder.resolve("kept.jsonl");
        CommandLineRun export = calls("export", "--out", file.toString(), "--made", "for a test");
        assertThat(export.code()).as(export.err()).isZero();
        assertThat(export.out().strip()).isEqualTo(file.toString());
        assertThat(Files.readString(file)).startsWith("{\"recording\":1,\"made\":\"for a test\"}\n");
        Path another = folder.resolve("another.sqlite");
        for (String told : List.of("3 answers are new, 0", "0 answers are new, 3")) {
            CommandLineRun imported =
                    CommandLineRun.of("calls", "import", file.toString(), "--ledger", another.toString());
            assertThat(imported.code()).as(imported.err()).isZero();
            assertThat(imported.err()).contains(told);
        }
        Path again = folder.resolve("again.jsonl");
        CommandLineRun.of(
                "calls", "export", "--ledger", another.toString(), "--out", again.toString(), "--made", "for a test");
        assertThat(again).hasSameBinaryContentAs(file);
        String shown = CommandLineRun.of(
                        "calls", "show", entry("Why?", "").key().hex(), "--ledger", another.toString())
                .out();
        assertThat(shown).contains("Because it is \"so\".", "The request is not known");
    }

    @Test
    void aRecordingThatNamesNoModelNeedsOne() {
        Path real = Path.of("../studies/claude-constitution/recording.jsonl");
        CommandLineRun without = calls("import", real.toString());
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("recording.jsonl:2: does not say which model was asked.", "--model MODEL");
        CommandLineRun with = calls("import", real.toString(), "--model", "anthropic/claude-opus-4-6", "--json");
        assertThat(lines(with).getFirst().path("new").asInt(0)).isPositive();
        JsonNode cost =
                lines(calls("cost", "--json", "--model", "claude-opus-4-6")).getFirst();
        assertThat(cost.path("total").path("cost").path("unknown_calls").asInt(0))
                .isEqualTo(cost.path("total").path("calls").asInt(-1));
    }

    @Test
    void wrongUsesAreTold() {
        assertThat(calls().err()).isNotEmpty();
        assertThat(CommandLineRun.of("calls").err()).contains("calls: say what to do.");
        assertThat(calls("export", "--model", "nobody/x", "--out", "x").err()).contains("holds no such answer");
        assertThat(calls("export", "--by-hand", "--out", "x").err()).contains("--by-hand");
        assertThat(calls("export", folder.toString(), "--model", "m", "--out", "x")
                        .err())
                .contains("Leave them out");
        CommandLineRun none = CommandLineRun.with(
                Map.of("WHEREFORE_LEDGER", folder.resolve("none.sqlite").toString()), "calls", "list");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("none.sqlite: there is no such ledger.");
        CommandLineRun elsewhere = CommandLineRun.with(Map.of("XDG_DATA_HOME", folder.toString()), "calls", "list");
        assertThat(elsewhere.err())
                .contains(folder.resolve("wherefore/calls.sqlite").toString());
    }
}

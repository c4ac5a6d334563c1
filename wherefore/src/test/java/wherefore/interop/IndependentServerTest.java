package wherefore.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.chat.ChatModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.chat.calls.Budget;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.CallSummary;
import wherefore.chat.calls.CallsCount;
import wherefore.chat.calls.CallsListener;
import wherefore.chat.calls.Gates;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.Limits;
import wherefore.chat.calls.PaidCalls;
import wherefore.chat.calls.Pause;
import wherefore.chat.calls.Retries;
import wherefore.chat.calls.Surroundings;
import wherefore.chat.calls.Time;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.CheckedCalls;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.chat.provider.SettingsReader;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Yaml;
import wherefore.lab.corpus.GenericChat;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.CheckpointCalls;

/// Our calls tried on a server that others wrote, in the profile `interop`: `interop/run`.
@Tag("interop")
class IndependentServerTest {

    private static final int MANY = 200;
    private static final ToolDefinition LAMP = new ToolDefinition("set_lamp", "Turns the lamp on or off.", """
            {"type": "object", "properties": {"on": {"type": "boolean"}}, "required": ["on"], "additionalProperties": false}
            """);

    /// The last token of the vocabulary that `interop/serve.py` makes of ours: four marks and all bytes come before it.
    private static final int CALL = 373 + 4 + 256;

    private static IndependentServer server;
    private static int tried;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws IOException {
        server = IndependentServer.start();
    }

    @AfterAll
    static void endServer() throws IOException {
        if (server != null) {
            System.out.println("interop: " + server.model() + ": " + tried + " things tried");
            server.close();
        }
    }

    @AfterEach
    void count() {
        tried++;
    }

    @Test
    void aChatIsAnsweredWithItsUsageAndWhoAnswered() throws ChatModelException {
        Completion answer = model("").complete(request(opening(1), Sampling.plain(60)));
        assertThat(answer.isWhole()).isTrue();
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.usage().orElseThrow().output()).isPositive();
        assertThat(answer.usage().orElseThrow().input()).isPositive();
        assertThat(answer.served().orElseThrow().model()).isNotBlank();
        assertThat(answer.served().orElseThrow().id()).isNotBlank();
    }

    @Test
    void theLikeliestAnswerIsTheOneThatOurOwnGeneratorGivesAndReasoningIsApart() throws Exception {
        assumeTrue(server.isOurs(), "another server has another model");
        List<Request> requests = IntStream.range(0, 40)
                .mapToObj(i -> request(opening(i), Sampling.greedy(60)))
                .toList();
        List<Outcome> ours = new CheckpointCalls("ours", Checkpoint.read(IndependentServer.MODEL), 2).submit(requests);
        ApiModel theirs = model("");
        for (int i = 0; i < requests.size(); i++) {
            Completion expected = ((Outcome.Answered) ours.get(i)).completion();
            Completion answer = theirs.complete(requests.get(i));
            assertThat(answer.message().reasoning())
                    .as("reasoning " + i)
                    .isEqualTo(expected.message().reasoning());
            // Texts of special tokens are spaced differently by the two tokenizers.
            assertThat(answer.text().replace(" ", ""))
                    .as("answer " + i)
                    .isEqualTo(expected.text().replace(" ", ""));
            assertThat(answer.stop()).isEqualTo(expected.stop());
        }
    }

    @Test
    void aTalkOfFiveTurnsGoesOnFromAllThatWasSaid() throws ChatModelException {
        ApiModel model = model("");
        Conversation talk = Conversation.of(
                Message.system("you are Iris , an assistant ."), Message.user("the boss is Paul . who is the boss ?"));
        long read = 0;
        for (int turn = 1; turn <= 5; turn++) {
            Completion answer = model.complete(request(talk, Sampling.greedy(12)));
            assertThat(answer.text() + answer.message().reasoning().orElse("")).isNotBlank();
            long input = answer.usage().orElseThrow().input()
                    + answer.usage().orElseThrow().cacheRead();
            assertThat(input).isGreaterThan(read);
            read = input;
            talk = talk.plus(answer.message()).plus(Message.user("what do you do ?"));
        }
    }

    @Test
    void toolDefinitionsAreTakenWithoutACall() throws ChatModelException {
        Completion answer = model("").complete(withTools(opening(2)));
        assertThat(answer.stop()).isInstanceOfAny(StopReason.Finished.class, StopReason.Length.class);
    }

    @Test
    void aToolIsCalledAndItsResultSentBack() throws ChatModelException {
        Conversation asked = Conversation.of(Message.user("open the door ."));
        // Our model has no words for a call: the token that is one is made likely.
        String settings =
                "extra: {tool_choice: required" + (server.isOurs() ? ", logit_bias: {" + CALL + ": 40}" : "") + "}";
        Completion call = model(settings).complete(withTools(asked));
        assertThat(call.stop()).isEqualTo(StopReason.FINISHED);
        assertThat(call.message().calls()).hasSize(1);
        ToolCall lamp = call.message().calls().getFirst();
        assertThat(lamp.name()).isEqualTo("set_lamp");
        assertThat(lamp.id()).isNotBlank();
        assertThat(json(lamp.arguments()).path("on").isBoolean()).isTrue();
        Completion after = model("")
                .complete(withTools(asked.plus(call.message())
                        .plus(new Message.ToolMessage(lamp.id(), lamp.name(), "it is on ."))));
        assertThat(after.stop()).isInstanceOfAny(StopReason.Finished.class, StopReason.Length.class);
    }

    @Test
    void theTokenLimitIsToldAsLength() throws ChatModelException {
        Completion answer = model("").complete(request(opening(3), Sampling.greedy(3)));
        assertThat(answer.stop()).isEqualTo(StopReason.LENGTH);
        assertThat(answer.usage().orElseThrow().output()).isEqualTo(3);
    }

    @Test
    void aStopSequenceEndsTheAnswerBeforeIt() throws ChatModelException {
        Conversation talk = opening(4);
        String whole = model("").complete(request(talk, Sampling.greedy(60))).text();
        assertThat(whole).contains(" ");
        String last = whole.substring(whole.lastIndexOf(' ') + 1);
        Completion cut = model("").complete(request(talk, new Sampling(0, 1, 60, OptionalLong.empty(), List.of(last))));
        assertThat(cut.stop()).isEqualTo(StopReason.FINISHED);
        assertThat(cut.text().strip())
                .isEqualTo(whole.substring(0, whole.length() - last.length()).strip());
    }

    @Test
    void theSameSeedGivesTheSameAnswer() throws ChatModelException {
        Request seeded = request(opening(5), Sampling.plain(40).withSeed(11));
        assertThat(model("").complete(seeded).message())
                .isEqualTo(model("").complete(seeded).message());
    }

    @Test
    void anAnswerKeepsToASchema() throws ChatModelException {
        String schema = """
                {"type": "object", "properties": {"verdict": {"type": "string", "enum": ["yes", "no"]}},
                 "required": ["verdict"], "additionalProperties": false}
                """;
        Completion answer = model("")
                .complete(new Request(
                        opening(6), List.of(), Optional.of(schema), Sampling.greedy(40), 0, Optional.empty()));
        assertThat(answer.stop()).isEqualTo(StopReason.FINISHED);
        assertThat(json(answer.text()).path("verdict").asString()).isIn("yes", "no");
    }

    @Test
    void logProbabilitiesComeWithTheTokens() throws ChatModelException {
        Completion answer = model("")
                .complete(new Request(
                        opening(7),
                        List.of(),
                        Optional.empty(),
                        Sampling.greedy(5),
                        0,
                        Optional.empty(),
                        OptionalInt.of(2),
                        List.of()));
        assertThat(answer.tokens()).hasSize(5);
        assertThat(answer.tokens()).allSatisfy(token -> {
            assertThat(token.logProbability()).isLessThanOrEqualTo(0);
            assertThat(token.others()).hasSizeGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void theServersOwnCutsAreOffWhereSettingsSaySoAndAllIsDrawnFrom() throws ChatModelException {
        assumeTrue(server.isOurs(), "what another model says is not known");
        // After these words our model names one of nineteen people 97 times in a hundred, and something else else.
        Conversation begun = Conversation.of(
                Message.user("there are many things at the school ."), Message.assistant("the boss is"));
        assertThat(drawn(begun, "prefill: continue-final-message"))
                .hasSizeLessThan(drawn(begun, "prefill: continue-final-message, extra: {top_k: 0, min_p: 0}")
                        .size());
    }

    private static Set<String> drawn(Conversation begun, String settings) throws ChatModelException {
        ApiModel model = model(settings);
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            drawn.add(model.complete(request(begun, Sampling.plain(1).withSeed(i)))
                    .text());
        }
        return drawn;
    }

    @Test
    void aConnectionThatTheServerHasClosedMeanwhileCostsNoCall() throws Exception {
        ApiModel model = model("");
        model.complete(request(opening(8), Sampling.greedy(3)));
        // Longer than servers usually keep a connection that nothing comes over.
        Thread.sleep(Duration.ofSeconds(7));
        assertThat(model.complete(request(opening(8), Sampling.greedy(3))).stop())
                .isEqualTo(StopReason.LENGTH);
    }

    @Test
    void whatDoesNotFitIntoTheContextIsRefusedInOneLine() {
        assumeTrue(server.isOurs(), "the context of another model is not known");
        String tooLong = "the day was long . ".repeat(100);
        assertThatThrownBy(
                        () -> model("").complete(request(Conversation.of(Message.user(tooLong)), Sampling.greedy(10))))
                .isInstanceOfSatisfying(ChatModelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ChatModelException.Kind.BAD_REQUEST);
                    assertThat(e.getMessage())
                            .startsWith(server.model())
                            .doesNotContain("\n")
                            .contains("context");
                });
    }

    @Test
    void twoHundredCallsAtTheSameMomentAreAllAnswered() throws Exception {
        ApiModel model = model("");
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Completion>> answers = new ArrayList<>();
            for (Request request : many()) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return model.complete(request);
                }));
            }
            start.countDown();
            for (Future<Completion> answer : answers) {
                assertThat(answer.get().stop()).isInstanceOfAny(StopReason.Finished.class, StopReason.Length.class);
            }
        }
    }

    @Test
    void twoHundredCallsAreInTheLedgerAndNotMadeAgain() {
        try (Ledger ledger = Ledger.open(folder.resolve("calls.sqlite"), InstantSource.system(), Pause.REAL)) {
            Counted model = new Counted(model(""));
            Told told = new Told();
            List<Outcome> first = paid(model, ledger, told).submit(many());
            assertThat(first).hasSize(MANY).allMatch(Outcome.Answered.class::isInstance);
            assertThat(model.calls).hasValue(MANY + told.last.orElseThrow().retried());
            assertThat(told.last.orElseThrow().answers()).isEqualTo(MANY);
            assertThat(told.last.orElseThrow().unbilled()).isZero();
            List<CallSummary> kept = new ArrayList<>();
            ledger.reader().list(CallFilter.ALL, kept::add);
            assertThat(kept).hasSize(MANY).allMatch(call -> call.usage().isPresent());

            Counted again = new Counted(model(""));
            assertThat(paid(again, ledger, told).submit(many())).isEqualTo(first);
            assertThat(again.calls).hasValue(0);
            assertThat(told.last.orElseThrow().fromLedger()).isEqualTo(MANY);
        }
    }

    @Test
    void aModelThatTheServerDoesNotHaveIsOneLineWithTheNamesItHas() {
        String other = server.model().replaceFirst("openai/[^@]*@", "openai/nosuch@");
        ApiModel model = api(other, "");
        assertThatThrownBy(() -> new CheckedCalls(model, never()).submit(many()))
                .isInstanceOfSatisfying(InputException.class, e -> {
                    assertThat(e.problems()).hasSize(1);
                    assertThat(e.getMessage()).doesNotContain("\n").contains("nosuch");
                });
        if (server.isOurs()) {
            assertThatThrownBy(() -> model.check(many())).hasMessageContaining("base-1");
        }
    }

    @Test
    void anAddressWithoutVersionIsOneLineWithTheRemedy() {
        String without = server.model().replaceFirst("/v1$", "");
        assertThatThrownBy(() -> api(without, "").check(many()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no /v1")
                .hasMessageContaining("Write @");
    }

    private static ApiModel model(String settings) {
        return api(server.model(), settings);
    }

    private static ApiModel api(String model, String settings) {
        List<wherefore.format.Problem> problems = new ArrayList<>();
        String text = "{model: '" + model + "'" + (settings.isEmpty() ? "" : ", " + settings) + "}";
        ModelSettings read = Yaml.read(text, "s.yaml", problems)
                .flatMap(y -> SettingsReader.read(y, "s.yaml", Path.of(""), problems))
                .orElseThrow();
        assertThat(problems).isEmpty();
        return new Providers(variable -> Optional.empty(), InstantSource.system())
                .api(read)
                .orElseThrow();
    }

    private static PaidCalls paid(Counted model, Ledger ledger, CallsListener listener) {
        Time time = Time.of(InstantSource.system());
        Surroundings around = new Surroundings(
                ledger, Budget.UNLIMITED, Retries.USUAL, time, new SplittableRandom(1), "interop", listener);
        return new PaidCalls(model, model.asked.identity(), new Gates(time).to(model.name(), Limits.USUAL), around);
    }

    private static Conversation opening(int seed) {
        return GenericChat.opening(new SplittableRandom(seed));
    }

    private static Request request(Conversation conversation, Sampling sampling) {
        return Request.of(conversation, sampling);
    }

    private static Request withTools(Conversation conversation) {
        return new Request(conversation, List.of(LAMP), Optional.empty(), Sampling.greedy(80), 0, Optional.empty());
    }

    /// Twenty conversations, ten samples of each.
    private static List<Request> many() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> new Request(
                        opening(i / 10), List.of(), Optional.empty(), Sampling.plain(60), i % 10, Optional.empty()))
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.read(text, "answer", 1);
    }

    private static wherefore.chat.Calls never() {
        return new wherefore.chat.Calls() {
            @Override
            public String model() {
                return "never";
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                throw new AssertionError("nothing may be asked");
            }
        };
    }

    /// Counts what is asked of the server.
    private static final class Counted implements ChatModel {
        private final ApiModel asked;
        private final AtomicInteger calls = new AtomicInteger();

        Counted(ApiModel asked) {
            this.asked = asked;
        }

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public Completion complete(Request request) throws ChatModelException {
            calls.incrementAndGet();
            return asked.complete(request);
        }
    }

    private static final class Told implements CallsListener {
        private Optional<CallsCount> last = Optional.empty();

        @Override
        public void ended(String model, java.util.function.Supplier<CallsCount> count) {
            last = Optional.of(count.get());
        }
    }
}

package wherefore.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wherefore.chat.Breakpoint;
import wherefore.chat.Calls;
import wherefore.chat.CallsStoppedException;
import wherefore.chat.ChatModelException;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.calls.BatchCalls.Manner;
import wherefore.chat.calls.Budget;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerBatch;
import wherefore.chat.calls.LedgerEvent;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.PaidUsage;
import wherefore.chat.calls.Pause;
import wherefore.faults.BatchServer.Fate;
import wherefore.faults.BatchServer.Point;
import wherefore.format.Json;

/// Batches of both protocols against a server that counts.
class BatchesTest {

    private static Fate allAnswered(String question, int before) {
        return Fate.ANSWERED;
    }

    @TempDir
    private Path folder;

    private static String model(String protocol, BatchServer server) {
        return protocol + "/m@" + server.address() + (protocol.equals("openai") ? "/v1" : "");
    }

    private Path file() {
        return folder.resolve("calls.sqlite");
    }

    private Ledger ledger() {
        return Ledger.open(file(), InstantSource.system(), Pause.REAL);
    }

    private static List<String> texts(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(o -> o instanceof Outcome.Answered a ? a.completion().text() : o.toString())
                .toList();
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "answer to request-" + i).toList();
    }

    private Map<LedgerEvent.Kind, Integer> events() {
        Map<LedgerEvent.Kind, Integer> events = new TreeMap<>();
        try (LedgerReader reader = LedgerReader.open(file())) {
            reader.events(CallFilter.ALL, e -> events.merge(e.kind(), 1, Integer::sum));
        }
        return events;
    }

    private List<LedgerBatch> batches() {
        try (LedgerReader reader = LedgerReader.open(file())) {
            return reader.batches(CallFilter.ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void answersAreJoinedByTheirIdsInWhateverOrderTheyComeAndAskedOnce(String protocol) throws IOException {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered).endingAfter(3);
                Ledger ledger = ledger()) {
            Calls calls = BatchRun.calls(model(protocol, server), ledger, Budget.UNLIMITED, Manner.WAITS);
            assertThat(texts(calls.submit(BatchRun.requests(300)))).isEqualTo(expected(300));
            assertThat(texts(calls.submit(BatchRun.requests(310)))).isEqualTo(expected(310));
            assertThat(server.sizes()).containsExactly(300, 10);
            assertThat(server.paid().values()).hasSize(310).containsOnly(1);
            assertThat(server.ordinary()).isEmpty();
            assertThat(batches())
                    .hasSize(2)
                    .allSatisfy(b -> assertThat(b.ended()).isPresent());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void onlyWhatFailedExpiredOrWasRefusedGoesIntoTheNextBatch(String protocol) throws IOException {
        Map<String, Fate> first = Map.of(
                "request-3", Fate.FAILED,
                "request-4", Fate.EXPIRED,
                "request-5", Fate.REFUSED,
                "request-6", Fate.WRONG,
                "request-7", Fate.CUT_AT_THE_LIMIT);
        try (BatchServer server = new BatchServer((question, before) -> question.equals("request-8")
                        ? Fate.REFUSED
                        : question.equals("request-9")
                                ? Fate.FAILED
                                : before > 0 ? Fate.ANSWERED : first.getOrDefault(question, Fate.ANSWERED));
                Ledger ledger = ledger()) {
            Calls calls = BatchRun.calls(model(protocol, server), ledger, Budget.UNLIMITED, Manner.WAITS);
            List<Outcome> outcomes = calls.submit(BatchRun.requests(20));
            // 3, 4, 5, 8 and 9 again; then 9 a third time.
            assertThat(server.sizes()).containsExactly(20, 5, 1);
            assertThat(texts(outcomes).subList(0, 6)).isEqualTo(expected(6));
            assertThat(outcomes.get(6))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class, f -> assertThat(f.why()).contains("something is wrong"));
            assertThat(((Outcome.Answered) outcomes.get(7)).completion().stop()).isEqualTo(StopReason.LENGTH);
            assertThat(((Outcome.Answered) outcomes.get(8)).completion().stop()).isInstanceOf(StopReason.Refused.class);
            assertThat(outcomes.get(9))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class, f -> assertThat(f.why()).endsWith("(asked 3 times)"));
            assertThat(events())
                    .containsEntry(LedgerEvent.Kind.RETRIED, 6)
                    .containsEntry(LedgerEvent.Kind.FAILED, 2)
                    .hasSize(2);
            List<PaidUsage> paid = new ArrayList<>();
            ledger.reader().paid(CallFilter.ALL, paid::add);
            // 18 answers, and the two refusals after which the same was asked again.
            assertThat(paid).hasSize(20);
            assertThat(server.paid().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void resultsThatBreakOffInTheMiddleAreFetchedAgainAndNothingIsAskedAgain(String protocol) throws IOException {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered).cuttingResults(3);
                Ledger ledger = ledger()) {
            Calls calls = BatchRun.calls(model(protocol, server), ledger, Budget.UNLIMITED, Manner.WAITS);
            assertThat(texts(calls.submit(BatchRun.requests(100)))).isEqualTo(expected(100));
            assertThat(server.begun()).isEqualTo(1);
            assertThat(events()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aBatchWhoseNameWasLostIsFoundAndNotBegunAgain(String protocol) throws IOException {
        try (BatchServer server =
                        new BatchServer(BatchesTest::allAnswered).losingNames(1).endingAfter(2);
                Ledger ledger = ledger()) {
            // Anthropic shows what is in a batch only when it has ended, and this server ends one only if looked at.
            BatchServer ending = protocol.equals("anthropic") ? server.endingAfter(0) : server;
            Calls calls = BatchRun.calls(model(protocol, ending), ledger, Budget.UNLIMITED, Manner.WAITS);
            assertThat(texts(calls.submit(BatchRun.requests(50)))).isEqualTo(expected(50));
            assertThat(server.begun()).isEqualTo(1);
            assertThat(server.paid().values()).containsOnly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void whoDoesNotWantToWaitGetsWhatIsThereAndTheSameSubmissionContinues(String protocol) throws IOException {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered).endingAfter(2);
                Ledger ledger = ledger()) {
            Calls calls = BatchRun.calls(model(protocol, server), ledger, Budget.UNLIMITED, Manner.LEAVES);
            List<Request> requests = BatchRun.requests(30);
            assertThat(calls.submit(requests)).containsOnly(new Outcome.Outstanding("batch_1"));
            assertThat(calls.submit(requests)).containsOnly(new Outcome.Outstanding("batch_1"));
            assertThat(texts(calls.submit(requests))).isEqualTo(expected(30));
            assertThat(server.begun()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void withoutBatchesWhatRunsInOneIsWaitedForAndOnlyTheRestIsAskedAtOnce(String protocol) throws IOException {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered).endingAfter(3);
                Ledger ledger = ledger()) {
            String model = model(protocol, server);
            BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.LEAVES).submit(BatchRun.requests(20));
            Calls atOnce = BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.ENDS_BATCHES);
            assertThat(texts(atOnce.submit(BatchRun.requests(25)))).isEqualTo(expected(25));
            assertThat(server.begun()).isEqualTo(1);
            assertThat(server.ordinary()).hasSize(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void oneOrdinaryCallWarmsTheCacheWhereRequestsShareTheirBeginning(String protocol) throws IOException {
        String shared = "We hold these reasons. ".repeat(300);
        List<Request> requests = IntStream.range(0, 10)
                .mapToObj(i -> new Request(
                        Conversation.of(Message.system(shared), Message.user("request-" + i)),
                        List.of(),
                        Optional.empty(),
                        Sampling.plain(100),
                        0,
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of(new Breakpoint(0, shared.length()))))
                .toList();
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered);
                Ledger ledger = ledger()) {
            Calls calls = BatchRun.calls(model(protocol, server), ledger, Budget.UNLIMITED, Manner.WAITS);
            assertThat(texts(calls.submit(requests))).isEqualTo(expected(10));
            assertThat(server.ordinary()).containsExactly("request-0");
            assertThat(server.sizes()).containsExactly(9);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void anItemAsksExactlyWhatAnOrdinaryCallAsks(String protocol) throws IOException, ChatModelException {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered);
                Ledger ledger = ledger()) {
            String model = model(protocol, server);
            Request request = Request.of(
                    Conversation.of(Message.system("Be brief."), Message.user("request-0 \"ä\"\n{x}")),
                    new Sampling(0.5, 0.9, 70, java.util.OptionalLong.of(3), List.of("END")));
            BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.WAITS).submit(List.of(request));
            try (OneAnswer wire = new OneAnswer()) {
                assertThatThrownBy(() -> BatchRun.model(model.replace(server.address(), wire.address()))
                                .complete(request))
                        .isInstanceOf(ChatModelException.class);
                assertThat(server.bodies().getFirst()).isEqualTo(Json.read(wire.body(), "", 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aBudgetLetsIntoABatchWhatFitsAndTheRestIntoTheNext(String protocol) throws IOException {
        OneAtATime budget = new OneAtATime(7);
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered);
                Ledger ledger = ledger()) {
            Calls calls = BatchRun.calls(model(protocol, server), ledger, budget, Manner.WAITS);
            assertThat(texts(calls.submit(BatchRun.requests(20)))).isEqualTo(expected(20));
            assertThat(server.sizes()).containsExactly(7, 7, 6);
            assertThat(budget.open).isZero();
            assertThat(budget.settled).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void whatWasCancelledFromHereIsNotAskedAgainUntilSomebodyAsks(String protocol) throws Exception {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered).endingAfter(9);
                Ledger ledger = ledger()) {
            String model = model(protocol, server);
            BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.LEAVES).submit(BatchRun.requests(20));
            ledger.cancelled(ledger.reader().batches(CallFilter.ALL).getFirst());
            BatchRun.model(model).batches().cancel("batch_1");
            Calls calls = BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.WAITS);
            assertThatThrownBy(() -> calls.submit(BatchRun.requests(20)))
                    .isInstanceOf(CallsStoppedException.class)
                    .hasMessageContaining("batch batch_1 was cancelled.");
            assertThat(server.begun()).isEqualTo(1);
            assertThat(texts(calls.submit(BatchRun.requests(20)))).isEqualTo(expected(20));
            assertThat(server.begun()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void twoProcessesWithTheSameWorkShareOneBatch(String protocol) throws Exception {
        try (BatchServer server = new BatchServer(BatchesTest::allAnswered).endingAfter(4);
                Ledger one = ledger();
                Ledger other = ledger()) {
            String model = model(protocol, server);
            List<List<String>> came = java.util.Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (Ledger ledger : List.of(one, other)) {
                threads.add(Thread.ofVirtual()
                        .start(() -> came.add(texts(BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.WAITS)
                                .submit(BatchRun.requests(50))))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(came).containsExactly(expected(50), expected(50));
            assertThat(server.paid().values()).hasSize(50).containsOnly(1);
            assertThat(events()).doesNotContainKey(LedgerEvent.Kind.PAID_TWICE);
        }
    }

    /// Room for so many requests that are not settled.
    private static final class OneAtATime implements Budget {
        private final int room;
        private int open;
        private int settled;

        private OneAtATime(int room) {
            this.room = room;
        }

        @Override
        public Reservation reserve(Request request) {
            throw new IllegalStateException("batches must not wait for themselves");
        }

        @Override
        public Optional<Reservation> tryReserve(Request request) {
            if (open == room) {
                return Optional.empty();
            }
            open++;
            return Optional.of(new Reservation() {
                @Override
                public void settle(Optional<wherefore.chat.Usage> usage) {
                    assertThat(usage).isPresent();
                    open--;
                    settled++;
                }

                @Override
                public void release() {
                    open--;
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aProcessThatIsKilledAnywhereContinuesAndPaysNothingTwice(String protocol) throws Exception {
        for (Point point : Point.values()) {
            Path ledger = folder.resolve(point + ".sqlite");
            try (BatchServer server = new BatchServer(
                            (question, before) -> before == 0 && question.endsWith("0") ? Fate.FAILED : Fate.ANSWERED)
                    .endingAfter(protocol.equals("anthropic") && point == Point.MADE ? 0 : 1)) {
                server.holdAt(point);
                Process process = start(model(protocol, server), ledger);
                assertThat(server.reached().await(60, TimeUnit.SECONDS))
                        .as(point + ": " + output())
                        .isTrue();
                process.destroyForcibly().waitFor();
                server.goOn();
                Process again = start(model(protocol, server), ledger);
                assertThat(again.waitFor()).as(() -> point + ": " + output()).isZero();
                assertThat(server.sizes()).as(point.toString()).containsExactly(40, 4);
                assertThat(server.paid().values())
                        .as(point.toString())
                        .hasSize(40)
                        .containsOnly(1);
                try (LedgerReader reader = LedgerReader.open(ledger)) {
                    List<String> kept = new ArrayList<>();
                    reader.answers(CallFilter.ALL, e -> kept.add(e.completion().text()));
                    assertThat(kept).as(point.toString()).containsExactlyInAnyOrderElementsOf(expected(40));
                    List<LedgerEvent.Kind> events = new ArrayList<>();
                    reader.events(CallFilter.ALL, e -> events.add(e.kind()));
                    assertThat(events)
                            .filteredOn(k -> k != LedgerEvent.Kind.ABANDONED)
                            .hasSize(4)
                            .containsOnly(LedgerEvent.Kind.RETRIED);
                    assertThat(reader.claims(CallFilter.ALL, Instant.now())).isEmpty();
                }
            }
        }
    }

    private Process start(String model, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BatchRun.class.getName(),
                        model,
                        file.toString(),
                        "40")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.txt"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aServerWithoutBatchesIsToldInOneLine(String protocol) throws IOException {
        try (OneAnswer server = new OneAnswer();
                Ledger ledger = ledger()) {
            String model = protocol + "/m@" + server.address() + (protocol.equals("openai") ? "/v1" : "");
            Calls calls = BatchRun.calls(model, ledger, Budget.UNLIMITED, Manner.WAITS);
            assertThatThrownBy(() -> calls.submit(BatchRun.requests(3)))
                    .isInstanceOf(CallsStoppedException.class)
                    .hasMessageContaining("Not every server has a batch interface: leave out batch.");
            assertThat(batches()).isEmpty();
        }
    }
}

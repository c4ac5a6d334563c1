package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wherefore.chat.calls.Answers.LABEL;
import static wherefore.chat.calls.Answers.MODEL;
import static wherefore.chat.calls.Answers.NOON;
import static wherefore.chat.calls.Answers.entry;
import static wherefore.chat.calls.Answers.request;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Completion;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.format.InputException;

class LedgerTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Ledger ledger;

    @BeforeEach
    void open() {
        file = folder.resolve("calls.sqlite");
        ledger = open(NOON);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Ledger open(Instant now) {
        return Ledger.open(file, InstantSource.fixed(now), Pause.REAL);
    }

    private long count(String query) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = connection.createStatement();
                var row = s.executeQuery(query)) {
            return row.getLong(1);
        }
    }

    private void change(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = connection.createStatement()) {
            for (String statement : statements) {
                s.execute(statement);
            }
        }
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        ledger.reader().events(CallFilter.ALL, e -> events.add(e.kind().label()));
        return events;
    }

    @Test
    void anAnswerIsFoundAgainAlsoAfterTheFileWasClosed() {
        LedgerEntry kept = entry("Why?", "Because.");
        assertThat(ledger.find(kept.key())).isEmpty();
        assertThat(ledger.put(kept)).isEqualTo(kept);
        assertThat(ledger.find(kept.key()).orElseThrow().completion()).isEqualTo(kept.completion());
        ledger.close();
        ledger = open(NOON);
        assertThat(ledger.reader().show(kept.key().hex())).isEqualTo(kept);
    }

    @Test
    void everyShapeOfAnswerComesBackUnchanged() {
        int repeat = 0;
        for (Completion shape : Answers.everyShape()) {
            LedgerEntry kept = entry(request("question " + repeat++), shape);
            ledger.put(kept);
            assertThat(ledger.find(kept.key()).orElseThrow().completion()).isEqualTo(shape);
        }
    }

    @Test
    void everyPartOfARequestComesBackButWhatWasPutIntoItsTemplate() {
        Request full = Answers.full();
        LedgerEntry kept = entry(full, Completion.finished("yes"));
        ledger.put(kept);
        Request back = ledger.reader().show(kept.key().hex()).request().orElseThrow();
        assertThat(RequestId.of(back))
                .isEqualTo(RequestId.of(full))
                .isEqualTo(kept.key().request());
        assertThat(back.conversation()).isEqualTo(full.conversation());
        assertThat(back.tools()).isEqualTo(full.tools());
        assertThat(back.schema()).isEqualTo(full.schema());
        assertThat(back.sampling()).isEqualTo(full.sampling());
        assertThat(back.breakpoints()).isEqualTo(full.breakpoints());
        assertThat(back.prompt().orElseThrow().template()).isEqualTo("advice/respond");
        assertThat(back.prompt().orElseThrow().bindings()).isEmpty();
    }

    @Test
    void aLongTextThatManyRequestsBeginWithIsHeldOnce() throws SQLException {
        Request full = Answers.full();
        for (int i = 0; i < 3; i++) {
            Request another = new Request(
                    full.conversation(),
                    full.tools(),
                    full.schema(),
                    full.sampling(),
                    i,
                    full.prompt(),
                    full.logProbabilities(),
                    full.breakpoints());
            ledger.put(entry(another, Completion.finished("yes")));
        }
        assertThat(count("select count(*) from texts")).isEqualTo(1);
        assertThat(count("select max(length(request)) from calls")).isLessThan(1_500);
    }

    @Test
    void tenSamplesOfOnePromptAreTenCallsAndTwoModelsAreTwo() {
        LedgerEntry first = entry("Why?", "Because.");
        ledger.put(first);
        Request one = request("Why?");
        Request second = new Request(one.conversation(), one.tools(), one.schema(), one.sampling(), 1, one.prompt());
        assertThat(ledger.find(CallKey.of(second, MODEL))).isEmpty();
        assertThat(ledger.find(CallKey.of(one, ModelIdentity.of("anthropic", "another"))))
                .isEmpty();
        assertThat(ledger.find(
                        CallKey.of(one, new ModelIdentity(MODEL.provider(), MODEL.name(), "{\"thinking\":1024}"))))
                .isEmpty();
        assertThat(ledger.find(CallKey.of(one, MODEL))).isPresent();
    }

    @Test
    void theFirstAnswerStaysAndTheSecondIsCountedWithItsTokens() {
        LedgerEntry first = entry("Why?", "Because.");
        LedgerEntry second = entry("Why?", "For no reason.");
        ledger.put(first);
        assertThat(ledger.put(second).completion().text()).isEqualTo("Because.");
        assertThat(ledger.find(first.key()).orElseThrow().completion().text()).isEqualTo("Because.");
        assertThat(events()).containsExactly("paid-twice");
        List<PaidUsage> paid = new ArrayList<>();
        ledger.reader().paid(CallFilter.ALL, paid::add);
        assertThat(paid).extracting(PaidUsage::twice).containsExactly(false, true);
        assertThat(paid).extracting(PaidUsage::usage).containsOnly(Optional.of(Answers.USAGE));
    }

    @Test
    void anAnswerThatIsAdoptedIsNotPaidForTwice() {
        LedgerEntry first = entry("Why?", "Because.");
        assertThat(ledger.adopt(first)).isTrue();
        assertThat(ledger.adopt(entry("Why?", "For no reason."))).isFalse();
        assertThat(ledger.find(first.key()).orElseThrow().completion().text()).isEqualTo("Because.");
        assertThat(events()).isEmpty();
    }

    @Test
    void anAnswerMadeByHandCarriesNoUsage() {
        LedgerEntry paid = entry("Why?", "Because.");
        assertThatThrownBy(() -> new LedgerEntry(
                        paid.key(), paid.request(), paid.completion(), LABEL, NOON, NOON, 1, Origin.BY_HAND))
                .hasMessageContaining("carries no usage");
    }

    @Test
    void writersThatWaitTogetherShareATransaction() throws InterruptedException, ExecutionException {
        int rows = 2_000;
        long before = ledger.transactions();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LedgerEntry>> all = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                LedgerEntry kept = entry("question " + i, "answer");
                all.add(threads.submit(() -> ledger.put(kept)));
            }
            for (Future<LedgerEntry> one : all) {
                assertThat(one.get()).isNotNull();
            }
        }
        List<CallSummary> listed = new ArrayList<>();
        ledger.reader().list(CallFilter.ALL, listed::add);
        assertThat(listed).hasSize(rows);
        assertThat(ledger.transactions() - before).isLessThan(rows / 10);
    }

    @Test
    void claimsTravelInTheTransactionsOfTheAnswers() throws InterruptedException, ExecutionException {
        int calls = 1_000;
        long before = ledger.transactions();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<LedgerEntry>>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                LedgerEntry kept = entry("question " + i, "answer");
                all.add(threads.submit(() -> {
                    Optional<LedgerEntry> known = ledger.claim(kept.key(), LABEL);
                    ledger.put(kept);
                    return known;
                }));
            }
            for (Future<Optional<LedgerEntry>> one : all) {
                assertThat(one.get()).isEmpty();
            }
        }
        assertThat(ledger.transactions() - before).isLessThan(calls / 5);
        assertThat(ledger.reader().claims(CallFilter.ALL, NOON)).isEmpty();
    }

    @Test
    void whoWantsTheSameAnswerWaitsForIt() throws InterruptedException, ExecutionException {
        LedgerEntry kept = entry("Why?", "Because.");
        AtomicInteger asked = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LedgerEntry>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> {
                    Optional<LedgerEntry> known = ledger.claim(kept.key(), LABEL);
                    if (known.isPresent()) {
                        return known.get();
                    }
                    asked.incrementAndGet();
                    Thread.sleep(50);
                    return ledger.put(kept);
                }));
            }
            for (Future<LedgerEntry> one : all) {
                assertThat(one.get().completion().text()).isEqualTo("Because.");
            }
        }
        assertThat(asked).hasValue(1);
        assertThat(events()).isEmpty();
    }

    @Test
    void whoWaitsMayAskWhenTheOtherGaveUp() throws InterruptedException, ExecutionException {
        CallKey key = entry("Why?", "Because.").key();
        assertThat(ledger.claim(key, LABEL)).isEmpty();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<LedgerEntry>> other = threads.submit(() -> ledger.claim(key, LABEL));
            ledger.release(key);
            assertThat(other.get()).isEmpty();
        }
        assertThat(ledger.reader().claims(CallFilter.ALL, NOON)).hasSize(1);
    }

    @Test
    void claimingWithoutWaitingTellsWhatIsMineWhatIsAnsweredAndWhatIsHeld() {
        LedgerEntry known = entry("known", "Because.");
        ledger.put(known);
        CallKey held = entry("held", "").key();
        CallKey free = entry("free", "").key();
        try (Ledger other = open(NOON)) {
            assertThat(other.tryClaim(List.of(held), LABEL, Ledger.PATIENCE)).hasOnlyElementsOfType(Claim.Mine.class);
            List<Claim> claims = ledger.tryClaim(List.of(held, known.key(), free, free), LABEL, Ledger.PATIENCE);
            assertThat(claims.get(0)).isInstanceOf(Claim.Held.class);
            assertThat(claims.get(1))
                    .isInstanceOfSatisfying(
                            Claim.Answered.class,
                            a -> assertThat(a.entry().completion()).isEqualTo(known.completion()));
            assertThat(claims.get(2)).isEqualTo(new Claim.Mine(free));
            assertThat(claims.get(3)).isInstanceOf(Claim.Held.class);
        }
        // The other is closed, and its claims with it; that was no death.
        assertThat(ledger.tryClaim(List.of(held), LABEL, Ledger.PATIENCE)).containsExactly(new Claim.Mine(held));
        assertThat(events()).isEmpty();
    }

    @Test
    void anotherProcessIsWaitedForWithGrowingPausesOfASecondAtMost() throws InterruptedException {
        LedgerEntry kept = entry("Why?", "Because.");
        List<Duration> pauses = new ArrayList<>();
        try (Ledger other = open(NOON);
                Ledger patient = Ledger.open(file, InstantSource.fixed(NOON), time -> {
                    pauses.add(time);
                    if (pauses.size() == 9) {
                        other.put(kept);
                    }
                })) {
            assertThat(other.claim(kept.key(), LABEL)).isEmpty();
            assertThat(patient.claim(kept.key(), LABEL).orElseThrow().completion())
                    .isEqualTo(kept.completion());
        }
        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(20L, 40L, 80L, 160L, 320L, 640L, 1_000L, 1_000L, 1_000L);
    }

    @Test
    void theClaimOfADeadProcessIsTakenOverAndCounted() throws SQLException, InterruptedException {
        CallKey key = entry("Why?", "Because.").key();
        ledger.claim(key, LABEL);
        // A process of this id lives, but it is not the one that claimed.
        change("update claims set started = started - 3600000, pid = "
                + ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(ledger.reader().claims(CallFilter.ALL, NOON))
                .extracting(OpenClaim::alive)
                .containsExactly(false);
        ledger.close();
        ledger = open(NOON.plusSeconds(60));
        assertThat(ledger.claim(key, new CallLabel("other", "run-2"))).isEmpty();
        List<LedgerEvent> events = new ArrayList<>();
        ledger.reader().events(CallFilter.ALL, events::add);
        assertThat(events).singleElement().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(LedgerEvent.Kind.ABANDONED);
            assertThat(e.label()).isEqualTo(LABEL);
            assertThat(e.at()).isEqualTo(NOON);
        });
    }

    @Test
    void aClaimFromAnotherHostIsTakenOverOnlyWhenItIsOld() throws SQLException {
        CallKey key = entry("Why?", "Because.").key();
        ledger.tryClaim(List.of(key), LABEL, Duration.ofMinutes(10));
        change("update claims set host = 'elsewhere'");
        try (Ledger early = open(NOON.plusSeconds(599))) {
            assertThat(early.tryClaim(List.of(key), LABEL, Ledger.PATIENCE)).hasOnlyElementsOfType(Claim.Held.class);
        }
        try (Ledger late = open(NOON.plusSeconds(600))) {
            assertThat(late.tryClaim(List.of(key), LABEL, Ledger.PATIENCE)).containsExactly(new Claim.Mine(key));
        }
    }

    @Test
    void refusedFilteredAndCutAnswersAreKeptAsSuch() {
        List<StopReason> stops = List.of(
                StopReason.FINISHED,
                StopReason.LENGTH,
                new StopReason.Refused(),
                new StopReason.Filtered(),
                new StopReason.Unknown("x"));
        for (StopReason stop : stops) {
            ledger.put(entry(
                    request("for " + stop),
                    new Completion(wherefore.chat.Message.AssistantMessage.of(""), stop, Optional.empty())));
        }
        List<String> listed = new ArrayList<>();
        ledger.reader().list(CallFilter.ALL, s -> listed.add(s.stop()));
        assertThat(listed).containsExactlyInAnyOrder("finished", "length", "refused", "filtered", "unknown");
        listed.clear();
        ledger.reader()
                .list(
                        new CallFilter(
                                Optional.of("some-model"),
                                Optional.of("advice"),
                                Optional.of("run-1"),
                                Optional.of("refused")),
                        s -> listed.add(s.stop()));
        assertThat(listed).containsExactly("refused");
    }

    @Test
    void anIdIsFoundByItsBeginningOrByItsRequest() {
        LedgerEntry kept = entry("Why?", "Because.");
        LedgerEntry same = new LedgerEntry(
                CallKey.of(request("Why?"), ModelIdentity.of("openai", "another")),
                kept.request(),
                kept.completion(),
                LABEL,
                NOON,
                NOON,
                1,
                Origin.API);
        ledger.put(kept);
        assertThat(ledger.reader().show(kept.key().request().substring(0, 8))).isEqualTo(kept);
        ledger.put(same);
        assertThat(ledger.reader().show(same.key().hex().substring(0, 12))).isEqualTo(same);
        assertThatThrownBy(() -> ledger.reader().show(kept.key().request()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("anthropic/some-model")
                .hasMessageContaining("openai/another")
                .hasMessageContaining("Give more of the id");
        assertThatThrownBy(() -> ledger.reader().show("zz")).hasMessageContaining("holds no call zz");
    }

    @Test
    void anAnswerIsWrittenThoughItsThreadIsInterrupted() throws InterruptedException {
        LedgerEntry kept = entry("Why?", "Because.");
        Thread interrupted = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            ledger.put(kept);
        });
        interrupted.join();
        assertThat(ledger.find(kept.key())).isPresent();
    }

    @Test
    void aSecretHasNoWayIn() {
        for (String setting : List.of("authorization", "X-Api-Key", "api_key", "access_token", "clientSecret")) {
            assertThatThrownBy(() -> new ModelIdentity("openai", "m", "{\"extra\":[{\"" + setting + "\":\"x\"}]}"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(setting)
                    .hasMessageContaining("key-env");
        }
        assertThatThrownBy(() -> ModelIdentity.of("openai", "m@https://me:marked-key@host/v1"))
                .isInstanceOf(InputException.class)
                .hasMessageNotContaining("marked-key");
        assertThat(new ModelIdentity("openai", "m@https://host/v1", "{\"max_tokens_field\":\"max_completion_tokens\"}"))
                .isNotNull();
    }

    @Test
    void theKeyHangsOnEachOfItsParts() {
        CallKey key = CallKey.of(request("Why?"), new ModelIdentity("a", "b", "{}"));
        Map<CallKey, String> others = Map.of(
                CallKey.of(request("Why not?"), new ModelIdentity("a", "b", "{}")), "",
                CallKey.of(request("Why?"), new ModelIdentity("ab", "b", "{}")), "",
                CallKey.of(request("Why?"), new ModelIdentity("a", "c", "{}")), "",
                CallKey.of(request("Why?"), new ModelIdentity("a", "b", "{\"x\":1}")), "");
        assertThat(others.keySet())
                .extracting(CallKey::hex)
                .doesNotHaveDuplicates()
                .doesNotContain(key.hex());
        assertThat(key.hex()).matches("[0-9a-f]{64}");
    }
}

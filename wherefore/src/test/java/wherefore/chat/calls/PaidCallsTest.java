package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wherefore.chat.calls.Asked.answer;
import static wherefore.chat.calls.Asked.failure;
import static wherefore.chat.calls.Asked.request;
import static wherefore.chat.calls.Asked.requests;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.CallsStoppedException;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;

class PaidCallsTest {

    private static final ModelIdentity MODEL = ModelIdentity.of("test", "m");

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime();
    private final Heard heard = new Heard();
    private Ledger ledger;

    @BeforeEach
    void openLedger() {
        ledger = Ledger.open(folder.resolve("calls.sqlite"), time, Pause.REAL);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void outcomesStandInTheOrderOfTheRequestsWhateverEndsFirst() {
        Asked model = new Asked((id, t) -> {
            Thread.sleep(id.hashCode() & 7);
            return answer(id);
        });
        assertThat(texts(calls(model).submit(requests(500)))).isEqualTo(expected(500));
    }

    @Test
    void whatIsInTheLedgerIsNotAskedAgain() {
        Asked model = new Asked((id, t) -> answer(id));
        calls(model).submit(requests(300));
        assertThat(texts(calls(model).submit(requests(400)))).isEqualTo(expected(400));
        assertThat(model.times().values()).hasSize(400).containsOnly(1);
        assertThat(heard.last.fromLedger()).isEqualTo(300);
        assertThat(heard.last.done()).isEqualTo(400);
    }

    @Test
    void equalRequestsOfOneSubmissionAreAskedOnceAndAllGetTheAnswer() {
        List<Request> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.addAll(requests(10));
        }
        Asked model = new Asked((id, t) -> answer(id));
        List<Outcome> outcomes = calls(model).submit(many);
        assertThat(outcomes).hasSize(500);
        assertThat(texts(outcomes).subList(490, 500)).isEqualTo(expected(10));
        assertThat(model.times().values()).hasSize(10).containsOnly(1);
        assertThat(heard.last.done()).isEqualTo(500);
    }

    @Test
    void tenSamplesOfOnePromptAreTenCalls() {
        Asked model = new Asked((id, t) -> answer(id + " for the time " + t));
        List<Request> samples = new ArrayList<>();
        for (int repeat = 0; repeat < 10; repeat++) {
            Request r = request("request-1");
            samples.add(new Request(r.conversation(), r.tools(), r.schema(), r.sampling(), repeat, r.prompt()));
        }
        assertThat(texts(calls(model).submit(samples))).doesNotHaveDuplicates();
        assertThat(model.total()).isEqualTo(10);
    }

    @Test
    void twoProcessesWithTheSameWorkShareItAndPayOnce() throws Exception {
        Asked model = new Asked((id, t) -> {
            Thread.sleep(2);
            return answer(id);
        });
        // Two ledgers on one file know of each other only by the file, as two processes do.
        try (Ledger other = Ledger.open(folder.resolve("calls.sqlite"), InstantSource.system(), Pause.REAL)) {
            Time real = Time.of(InstantSource.system());
            List<List<String>> both = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (Ledger each : List.of(ledger, other)) {
                PaidCalls calls =
                        new PaidCalls(model, MODEL, new Gates(real).to("m", Limits.USUAL), around(each, real));
                threads.add(Thread.ofVirtual().start(() -> both.add(texts(calls.submit(requests(300))))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(both).containsExactly(expected(300), expected(300));
            assertThat(model.times().values()).hasSize(300).containsOnly(1);
        }
    }

    @Test
    void whatMayPassIsAskedAgainAndEveryTryIsCounted() {
        Asked model = new Asked((id, t) -> {
            if (t < 2) {
                throw failure(t == 0 ? Kind.OVERLOADED : Kind.BROKEN);
            }
            return answer(id);
        });
        assertThat(texts(calls(model).submit(requests(50)))).isEqualTo(expected(50));
        assertThat(model.times().values()).containsOnly(3);
        assertThat(heard.last.retried()).isEqualTo(100);
        assertThat(events(LedgerEvent.Kind.RETRIED)).isEqualTo(100);
        assertThat(ledger.find(key("request-7")).orElseThrow().tries()).isEqualTo(3);
    }

    @Test
    void aRequestThatIsWrongFailsAloneWithItsReasonAndIsNotAskedAgain() {
        Asked model = new Asked((id, t) -> {
            if (id.equals("request-3")) {
                throw failure(Kind.BAD_REQUEST);
            }
            return answer(id);
        });
        List<Outcome> outcomes = calls(model).submit(requests(10));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Failed("test/m: BAD_REQUEST"));
        assertThat(outcomes.stream().filter(Outcome.Answered.class::isInstance)).hasSize(9);
        assertThat(model.times().get("request-3")).isEqualTo(1);
        assertThat(heard.last.failed()).isEqualTo(1);
        assertThat(events(LedgerEvent.Kind.FAILED)).isEqualTo(1);
        assertThat(open()).isZero();
    }

    @Test
    void aRequestThatKeepsFailingWhileOthersAreAnsweredIsGivenUp() {
        Asked model = new Asked((id, t) -> {
            if (id.equals("request-3")) {
                throw failure(Kind.TIMED_OUT);
            }
            return answer(id);
        });
        // One after the other, so that somebody is answered after the first try of the one that fails.
        PaidCalls calls = calls(model, Limits.USUAL.withMostInFlight(1), Budget.UNLIMITED);
        List<Outcome> outcomes = calls.submit(requests(10));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Failed("test/m: TIMED_OUT (asked 12 times)"));
        assertThat(open()).isZero();
    }

    @Test
    void aProviderThatFailsTheOnlyRequestEndsItToo() {
        Asked model = new Asked((id, t) -> {
            throw failure(Kind.BROKEN);
        });
        assertThatThrownBy(() -> calls(model).submit(requests(1)))
                .hasMessage("test/m: BROKEN It was asked 12 times, and nothing else was answered either."
                        + " 0 of 1 answers are kept; the same command continues.");
    }

    /// Else a command that was stopped would stop at the same request each time it is run again.
    @Test
    void theLastRequestOfASubmissionIsGivenUpThoughNothingElseWasAsked() {
        calls(new Asked((id, t) -> answer(id))).submit(requests(9));
        Asked model = new Asked((id, t) -> {
            throw failure(Kind.TIMED_OUT);
        });
        assertThat(calls(model).submit(requests(10)).get(9))
                .isEqualTo(new Outcome.Failed("test/m: TIMED_OUT (asked 12 times)"));
    }

    @Test
    void oneRefusedKeyStopsTwoThousandCallsWithOneLine() {
        Asked model = new Asked((id, t) -> {
            throw failure(Kind.NOT_PERMITTED);
        });
        assertThatThrownBy(() -> calls(model).submit(requests(2_000)))
                .isInstanceOfSatisfying(
                        CallsStoppedException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_PERMITTED))
                .hasMessage("test/m: NOT_PERMITTED 0 of 2,000 answers are kept; the same command continues.");
        assertThat(model.total()).isLessThanOrEqualTo(32);
        assertThat(open()).isZero();
    }

    @Test
    void aProviderThatIsDownEndsTheSubmissionAndWhatWasAnsweredIsKept() {
        AtomicInteger answers = new AtomicInteger();
        Asked model = new Asked((id, t) -> {
            if (answers.incrementAndGet() > 100) {
                throw failure(Kind.BROKEN);
            }
            return answer(id);
        });
        assertThatThrownBy(() -> calls(model).submit(requests(2_000)))
                .isInstanceOf(CallsStoppedException.class)
                .hasMessageContaining("test at nowhere seems to be down: nothing but failures for ")
                .hasMessageContaining("test/m: BROKEN")
                .hasMessageEndingWith("100 of 2,000 answers are kept; the same command continues.");
        // Not every request of the submission met the outage.
        assertThat(model.times()).hasSizeLessThan(500);
        Asked recovered = new Asked((id, t) -> answer(id));
        assertThat(texts(calls(recovered).submit(requests(2_000)))).isEqualTo(expected(2_000));
        assertThat(recovered.total()).isEqualTo(1_900);
    }

    @Test
    void nobodyOfTheSubmissionAsksBeforeTheProviderWants() {
        List<Instant> asked = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger number = new AtomicInteger();
        Instant start = time.instant();
        Asked model = new Asked((id, t) -> {
            asked.add(time.instant());
            if (number.incrementAndGet() == 1) {
                throw new ChatModelException(
                        Kind.OVERLOADED,
                        "test/m: 429",
                        Optional.of(Duration.ofSeconds(90)),
                        new IllegalStateException("429"));
            }
            return answer(id);
        });
        calls(model, Limits.USUAL.withMostInFlight(1), Budget.UNLIMITED).submit(requests(20));
        assertThat(asked).filteredOn(at -> at.isBefore(start.plusSeconds(90))).hasSize(1);
        assertThat(asked).hasSize(21);
    }

    @Test
    void aProviderThatAsksToWaitForHoursEndsTheSubmission() {
        Asked model = new Asked((id, t) -> {
            throw new ChatModelException(
                    Kind.OVERLOADED,
                    "test/m: 429 (daily limit).",
                    Optional.of(Duration.ofHours(7)),
                    new IllegalStateException("429"));
        });
        assertThatThrownBy(() -> calls(model).submit(requests(20)))
                .hasMessageStartingWith("test/m: 429 (daily limit). It asks to wait for 7 h.");
    }

    @Test
    void settingsThatNoRequestGetsThroughWithEndAfterTwentyAndNotAfterAll() {
        Asked model = new Asked((id, t) -> {
            throw failure(Kind.BAD_REQUEST);
        });
        assertThatThrownBy(() -> calls(model).submit(requests(2_000)))
                .hasMessageContaining("The first 20 requests were all found wrong");
        assertThat(model.total()).isLessThan(60);
    }

    @Test
    void refusedFilteredAndCutAnswersAreAnswersAndReachEveryCount() {
        List<StopReason> stops = List.of(
                StopReason.FINISHED,
                StopReason.LENGTH,
                new StopReason.Refused(),
                new StopReason.Filtered(),
                new StopReason.Unknown("pause_turn"));
        Asked model = new Asked((id, t) ->
                answer(id, stops.get(Integer.parseInt(id.substring("request-".length())) % stops.size())));
        List<Outcome> outcomes = calls(model).submit(requests(50));
        assertThat(outcomes).hasSize(50).allMatch(Outcome.Answered.class::isInstance);
        CallsCount count = heard.last;
        assertThat(List.of(count.cutOff(), count.refused(), count.filtered(), count.unknown(), count.failed()))
                .containsExactly(10, 10, 10, 10, 0);
        assertThat(count.usage()).isEqualTo(new Usage(5_000, 0, 0, 500, 0));
        // Paid once: asked again they come from the ledger, as they are.
        assertThat(calls(model).submit(requests(50))).isEqualTo(outcomes);
        assertThat(model.total()).isEqualTo(50);
    }

    @Test
    void neverMoreCallsAreInFlightThanPermitted() {
        Asked model = new Asked((id, t) -> {
            Thread.sleep(1);
            return answer(id);
        });
        calls(model, Limits.USUAL.withMostInFlight(7), Budget.UNLIMITED).submit(requests(200));
        assertThat(model.mostInside()).isBetween(1, 7);
    }

    @Test
    void aBudgetThatWouldBePassedStopsAndEveryReservationEndsOnce() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger reserved = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Budget budget = request -> {
            if (reserved.get() == 100) {
                throw new ChatModelException(Kind.STOPPED, "the budget of 1 USD would be passed.");
            }
            reserved.incrementAndGet();
            open.incrementAndGet();
            return new Budget.Reservation() {
                @Override
                public void settle(Optional<Usage> usage) {
                    ended.incrementAndGet();
                    open.decrementAndGet();
                }

                @Override
                public void release() {
                    ended.incrementAndGet();
                    open.decrementAndGet();
                }
            };
        };
        Asked model = new Asked((id, t) -> {
            if (t == 0 && id.hashCode() % 3 == 0) {
                throw failure(Kind.BROKEN);
            }
            return answer(id);
        });
        Time real = Time.of(InstantSource.system());
        Surroundings around = new Surroundings(
                ledger,
                budget,
                new Retries(12, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)),
                real,
                new SplittableRandom(1),
                "run",
                heard);
        PaidCalls calls = new PaidCalls(model, MODEL, new Gates(real).to("m", Limits.USUAL), around);
        assertThatThrownBy(() -> calls.submit(requests(300)))
                .hasMessageMatching("the budget of 1 USD would be passed. \\d+ of 300 answers are kept;"
                        + " the same command continues.");
        assertThat(ended).hasValue(100);
        assertThat(open).hasValue(0);
        assertThat(open()).isZero();
    }

    /// A budget with room for a single call, which waits as a purse does.
    @Test
    void aCallThatWaitsToBeMadeAgainDoesNotHoldTheMoneyThatOthersWaitFor() {
        Semaphore room = new Semaphore(1);
        Budget budget = request -> {
            room.acquire();
            return new Budget.Reservation() {
                @Override
                public void settle(Optional<Usage> usage) {
                    room.release();
                }

                @Override
                public void release() {
                    room.release();
                }
            };
        };
        Asked model = new Asked((id, t) -> {
            if (t == 0) {
                throw failure(Kind.BROKEN);
            }
            return answer(id);
        });
        assertThat(texts(calls(model, Limits.USUAL, budget).submit(requests(20))))
                .isEqualTo(expected(20));
        assertThat(model.mostInside()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheSubmissionAndTheSameSubmissionContinues() throws Exception {
        CountDownLatch stuck = new CountDownLatch(20);
        Asked model = new Asked((id, t) -> {
            if (Integer.parseInt(id.substring("request-".length())) >= 100) {
                stuck.countDown();
                Thread.sleep(Duration.ofHours(1));
            }
            return answer(id);
        });
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        PaidCalls calls = calls(model, Limits.USUAL, Budget.UNLIMITED);
        Thread submitting = Thread.ofVirtual().start(() -> {
            try {
                calls.submit(requests(200));
            } catch (CancellationException e) {
                thrown.add(e);
            }
        });
        stuck.await();
        submitting.interrupt();
        submitting.join();
        assertThat(thrown).hasSize(1);
        assertThat(open()).isZero();
        Asked again = new Asked((id, t) -> answer(id));
        assertThat(texts(calls(again).submit(requests(200)))).isEqualTo(expected(200));
        assertThat(again.times()).hasSize(100).doesNotContainKey("request-99");
        assertThat(events(LedgerEvent.Kind.FAILED) + events(LedgerEvent.Kind.RETRIED))
                .isZero();
    }

    @Test
    void aDefectOfOursIsLoud() {
        Asked model = new Asked((id, t) -> {
            throw new IllegalStateException("a defect");
        });
        assertThatThrownBy(() -> calls(model).submit(requests(100)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a defect");
        assertThat(open()).isZero();
    }

    @Test
    void anAnswerIsDurableBeforeAnyCountTellsOfIt() {
        Asked model = new Asked((id, t) -> answer(id));
        List<Integer> missing = Collections.synchronizedList(new ArrayList<>());
        CallsListener suspicious = new CallsListener() {
            @Override
            public void advanced(String name, Supplier<CallsCount> count) {
                int done = count.get().done();
                try (LedgerReader reader = LedgerReader.open(folder.resolve("calls.sqlite"))) {
                    AtomicInteger kept = new AtomicInteger();
                    reader.list(CallFilter.ALL, c -> kept.incrementAndGet());
                    if (kept.get() < done) {
                        missing.add(done - kept.get());
                    }
                }
            }
        };
        Surroundings around = new Surroundings(
                ledger, Budget.UNLIMITED, Retries.USUAL, time, new SplittableRandom(1), "run", suspicious);
        new PaidCalls(model, MODEL, new Gates(time).to("m", Limits.USUAL), around).submit(requests(50));
        assertThat(missing).isEmpty();
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        assertThat(calls(new Asked((id, t) -> answer(id))).submit(List.of())).isEmpty();
    }

    private PaidCalls calls(Asked model) {
        return calls(model, Limits.USUAL, Budget.UNLIMITED);
    }

    private PaidCalls calls(Asked model, Limits limits, Budget budget) {
        Surroundings around =
                new Surroundings(ledger, budget, Retries.USUAL, time, new SplittableRandom(1), "run", heard);
        return new PaidCalls(model, MODEL, new Gates(time).to("test at nowhere", limits), around);
    }

    private Surroundings around(Ledger where, Time when) {
        return new Surroundings(
                where, Budget.UNLIMITED, Retries.USUAL, when, new SplittableRandom(1), "run", CallsListener.SILENT);
    }

    private long events(LedgerEvent.Kind kind) {
        AtomicInteger count = new AtomicInteger();
        ledger.reader().events(CallFilter.ALL, e -> count.addAndGet(e.kind() == kind ? 1 : 0));
        return count.get();
    }

    private int open() {
        return ledger.reader().claims(CallFilter.ALL, time.instant()).size();
    }

    private static CallKey key(String id) {
        return CallKey.of(request(id), MODEL);
    }

    private static List<String> expected(int count) {
        return requests(count).stream()
                .map(r -> "answer to " + r.conversation().messages().getLast().text())
                .toList();
    }

    private static List<String> texts(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(o -> o instanceof Outcome.Answered a ? a.completion().text() : o.toString())
                .toList();
    }

    /// What was told last.
    private static final class Heard implements CallsListener {
        private volatile CallsCount last = new CallsCount(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new Usage(0, 0, 0, 0, 0), 0);

        @Override
        public void ended(String model, Supplier<CallsCount> count) {
            last = count.get();
        }
    }
}

package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import wherefore.chat.ChatModelException;
import wherefore.chat.Usage;

class GateTest {

    private final VirtualTime time = new VirtualTime();

    @Test
    void nobodyAsksBeforeTheProviderWants() throws Exception {
        Gate gate = new Gates(time).to("m", Limits.USUAL);
        Instant start = time.instant();
        enter(gate, 1).failed(overloaded(Optional.of(Duration.ofSeconds(40))), "a call");
        Gate.Pass next = enter(gate, 1);
        assertThat(Duration.between(start, time.instant())).isEqualTo(Duration.ofSeconds(40));
        next.abandoned();
    }

    @Test
    void requestsOfAMinuteAreSpreadOverIt() throws Exception {
        Gate gate = new Gates(time).to("m", Limits.USUAL.withRequestsPerMinute(60));
        Instant start = time.instant();
        for (int i = 0; i < 70; i++) {
            enter(gate, 1).answered(Optional.empty());
        }
        // ten at once, then one a second
        assertThat(Duration.between(start, time.instant())).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void tokensAreSetAsideByTheEstimateAndCorrectedByTheUsage() throws Exception {
        Gate gate = new Gates(time).to("m", Limits.USUAL.withTokensPerMinute(6_000));
        Instant start = time.instant();
        for (int i = 0; i < 10; i++) {
            // Estimated at 1,000 each, which fills the bucket; used 100, of which nothing came from the cache.
            enter(gate, 1_000).answered(Optional.of(new Usage(60, 9_999, 20, 20, 0)));
        }
        // Each waits for the 100 that the one before it used, at 100 a second.
        assertThat(Duration.between(start, time.instant())).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void callsInFlightAreBoundedAndThoseWhoWaitGoFirstComeFirstServed() throws Exception {
        Gate gate = new Gates(Time.of(InstantSource.system())).to("m", Limits.USUAL.withMostInFlight(1));
        Gate.Pass inside = enter(gate, 1);
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    Gate.Pass pass = enter(gate, 1);
                    order.add(number);
                    pass.answered(Optional.empty());
                } catch (ChatModelException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            waiting.add(thread);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        assertThat(order).isEmpty();
        inside.answered(Optional.empty());
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(order)
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void whoGivesUpWhileWaitingGetsNoPassAndHoldsNobodyUp() throws Exception {
        Gate gate = new Gates(Time.of(InstantSource.system())).to("m", Limits.USUAL.withMostInFlight(1));
        Gate.Pass inside = enter(gate, 1);
        AtomicBoolean given = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                assertThat(gate.enter(1, given::get)).isEmpty();
                ended.countDown();
            } catch (ChatModelException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        given.set(true);
        gate.wake();
        inside.answered(Optional.empty());
        ended.await();
        enter(gate, 1).abandoned();
    }

    @Test
    void aProviderThatIsDownIsNotAskedAgain() throws Exception {
        Gate gate = new Gates(time).to("openai at http://h/v1", Limits.USUAL);
        for (int i = 0; i < 3; i++) {
            enter(gate, 1).failed(new ChatModelException(ChatModelException.Kind.BROKEN, "openai/m: reset"), i);
            time.pass(Duration.ofSeconds(50));
        }
        assertThatThrownBy(() -> enter(gate, 1))
                .isInstanceOf(ChatModelException.class)
                .hasMessage("openai at http://h/v1 seems to be down: nothing but failures for 2 min"
                        + " (3; the last: openai/m: reset).");
    }

    @Test
    void aWrongRequestShowsThatTheProviderIsThere() throws Exception {
        Gate gate = new Gates(time).to("m", Limits.USUAL);
        for (int i = 0; i < 50; i++) {
            enter(gate, 1).failed(new ChatModelException(ChatModelException.Kind.BAD_REQUEST, "wrong"), i);
            time.pass(Duration.ofSeconds(40));
        }
        enter(gate, 1).abandoned();
    }

    @Test
    void rolesThatAskOneAddressShareItsGate() {
        Gates gates = new Gates(time);
        assertThat(gates.to("a", Limits.USUAL)).isSameAs(gates.to("a", Limits.USUAL));
        assertThat(gates.to("a", Limits.USUAL)).isNotSameAs(gates.to("b", Limits.USUAL));
    }

    private static Gate.Pass enter(Gate gate, double estimated) throws ChatModelException, InterruptedException {
        return gate.enter(estimated, () -> false).orElseThrow();
    }

    private static ChatModelException overloaded(Optional<Duration> retryAfter) {
        return new ChatModelException(
                ChatModelException.Kind.OVERLOADED, "m: 429", retryAfter, new IllegalStateException("429"));
    }
}

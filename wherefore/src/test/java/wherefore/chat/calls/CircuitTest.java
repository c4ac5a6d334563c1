package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final Circuit circuit = new Circuit(Duration.ofMinutes(2));

    @Test
    void nothingButFailuresForTheSpanIsDownAndSaysWhatCameLast() {
        for (int second = 0; second <= 120; second += 30) {
            circuit.failed(START.plusSeconds(second), "m: 503 (upstream connect error)", second);
        }
        assertThat(circuit.down(START.plusSeconds(119), 0)).isEmpty();
        assertThat(circuit.down(START.plusSeconds(120), 0))
                .contains("nothing but failures for 2 min (5; the last: m: 503 (upstream connect error))");
    }

    @Test
    void oneAnswerBeginsTheSpanAgain() {
        fail(START, 10);
        circuit.answered(START.plusSeconds(100));
        fail(START.plusSeconds(101), 10);
        assertThat(circuit.down(START.plusSeconds(200), 0)).isEmpty();
        assertThat(circuit.down(START.plusSeconds(230), 0)).isPresent();
    }

    @Test
    void anHourWithoutCallsIsNoFailure() {
        circuit.answered(START);
        fail(START.plusSeconds(3_600), 10);
        assertThat(circuit.down(START.plusSeconds(3_601), 0)).isEmpty();
    }

    @Test
    void aPauseThatTheProviderAskedForDoesNotCount() {
        fail(START, 10);
        circuit.asksToWait(START.plusSeconds(300));
        assertThat(circuit.down(START.plusSeconds(301), 0)).isEmpty();
        assertThat(circuit.down(START.plusSeconds(421), 0)).isPresent();
    }

    @Test
    void whoAlwaysAsksToWaitIsDownInTheEnd() {
        for (int second = 0; second < 1_800; second += 60) {
            circuit.failed(START.plusSeconds(second), "429", second);
            circuit.asksToWait(START.plusSeconds(second + 60));
        }
        assertThat(circuit.down(START.plusSeconds(1_799), 0)).isEmpty();
        assertThat(circuit.down(START.plusSeconds(1_801), 0)).isPresent();
    }

    /// Answers that take minutes are on their way while a few connections broke.
    @Test
    void aFewFailuresBesideManyCallsOfWhichNothingIsKnownAreNoOutage() {
        fail(START, 10);
        assertThat(circuit.down(START.plusSeconds(300), 32)).isEmpty();
        fail(START.plusSeconds(300), 25);
        assertThat(circuit.down(START.plusSeconds(300), 32)).isPresent();
    }

    @Test
    void twoFailuresAreNoEvidence() {
        fail(START, 2);
        assertThat(circuit.down(START.plusSeconds(600), 0)).isEmpty();
    }

    /// A server that cannot answer one request may well answer the others.
    @Test
    void failuresOfOneCallAloneAreNoOutage() {
        for (int second = 0; second <= 600; second += 30) {
            circuit.failed(START.plusSeconds(second), "500", "the same call");
        }
        assertThat(circuit.down(START.plusSeconds(600), 0)).isEmpty();
    }

    private void fail(Instant when, int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(when, "broken", i);
        }
    }
}

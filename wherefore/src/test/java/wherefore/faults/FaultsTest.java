package wherefore.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.StopReason;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.CallsCount;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerEvent;
import wherefore.chat.calls.Pause;

/// Each fault meets the first try of ten calls through the vendors' own libraries. What may pass is asked again and
/// costs one answer; what is an answer is kept as what it is, once.
class FaultsTest {

    private static final int CALLS = 10;

    @TempDir
    private Path folder;

    static Stream<Arguments> faultsOfBothProtocols() {
        return Stream.of("openai", "anthropic")
                .flatMap(protocol -> Stream.of(Fault.values()).map(fault -> Arguments.of(protocol, fault)));
    }

    @ParameterizedTest
    @MethodSource("faultsOfBothProtocols")
    void everyCallIsAnsweredOncePaidOnceAndCounted(String protocol, Fault fault) throws Exception {
        try (FaultServer server = new FaultServer(Schedule.first(fault));
                Ledger ledger = Ledger.open(folder.resolve("calls.sqlite"), InstantSource.system(), Pause.REAL)) {
            FaultyRun.Told told = new FaultyRun.Told();
            List<Outcome> outcomes = FaultyRun.calls(KillTest.model(protocol, server), ledger, told)
                    .submit(FaultyRun.requests(CALLS));
            server.awaitQuiet();

            for (int i = 0; i < CALLS; i++) {
                assertThat(outcomes.get(i)).isInstanceOf(Outcome.Answered.class);
                Completion answer = ((Outcome.Answered) outcomes.get(i)).completion();
                assertThat(answer.stop()).isEqualTo(stop(fault, protocol));
                if (answer.isWhole()) {
                    assertThat(answer.text()).startsWith("answer to request-" + i);
                    assertThat(answer.text().length()).isGreaterThan(fault == Fault.HUGE ? 10_000_000 : 0);
                }
            }
            assertThat(server.paid().values()).hasSize(CALLS).containsOnly(1L);
            int again = fault.isAnswer() ? 0 : CALLS;
            assertThat(server.received().values()).containsOnly(fault.isAnswer() ? 1 : 2);
            CallsCount count = told.last.orElseThrow();
            assertThat(count.retried()).isEqualTo(again);
            assertThat(count.refused() + count.filtered())
                    .isEqualTo(fault == Fault.REFUSED || fault == Fault.FILTERED ? CALLS : 0);
            AtomicInteger events = new AtomicInteger();
            ledger.reader()
                    .events(CallFilter.ALL, e -> events.addAndGet(e.kind() == LedgerEvent.Kind.RETRIED ? 1 : 100));
            assertThat(events).hasValue(again);
        }
    }

    /// The Messages interface has no filter of its own; its classifiers refuse.
    private static StopReason stop(Fault fault, String protocol) {
        return switch (fault) {
            case REFUSED -> new StopReason.Refused();
            case FILTERED -> protocol.equals("openai") ? new StopReason.Filtered() : new StopReason.Refused();
            case NONE,
                    RATE_LIMITED,
                    RATE_LIMITED_WITH_RETRY_AFTER,
                    SERVER_ERROR,
                    UNAVAILABLE,
                    OVERLOADED,
                    SLOW_FIRST_BYTE,
                    SILENCE_IN_THE_BODY,
                    TRUNCATED_JSON,
                    INVALID_JSON,
                    RESET,
                    RESET_IN_THE_BODY,
                    HTML_WITH_STATUS_200,
                    NO_CHOICES,
                    DUPLICATE_ID,
                    HUGE -> StopReason.FINISHED;
        };
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallsCount;

class CallsProgressTest {

    private final List<String> lines = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final CallsProgress progress = new CallsProgress(
            new CallsProgress.Line() {
                @Override
                public void show(double share, Supplier<String> text) {
                    shares.add(share);
                    lines.add(text.get());
                }

                @Override
                public void say(String message) {
                    lines.add(message);
                }
            },
            () -> Optional.of("$3.20"),
            nanos::get);

    @Test
    void whatHappenedIsToldAndWhatDidNotHappenIsNot() {
        Supplier<CallsCount> count = () -> count(500, 120, 80);
        progress.advanced("openai/m", count);
        nanos.set(40_000_000_000L);
        progress.advanced("openai/m", count);
        // 40 calls were made in 40 s; those from the ledger say nothing about the pace.
        assertThat(lines.getLast())
                .isEqualTo("$3.20 | openai/m 120 of 500 calls, 80 from the ledger, 32 in flight, 2 refused,"
                        + " 12,000 + 1,500 tokens, about 6 min 20 s left");
        assertThat(shares.getLast()).isEqualTo(0.24);
    }

    @Test
    void twoModelsThatAreAskedAtOnceShareTheLine() {
        progress.advanced("openai/m", () -> count(500, 100, 0));
        progress.advanced("anthropic/judge", () -> count(100, 50, 0));
        assertThat(lines.getLast()).contains("openai/m 100 of 500 calls").contains("anthropic/judge 50 of 100 calls");
        assertThat(shares.getLast()).isEqualTo(0.25);
    }

    @Test
    void theEndOfASubmissionStays() {
        Supplier<CallsCount> count = () -> count(500, 500, 500);
        progress.advanced("openai/m", count);
        progress.ended("openai/m", count);
        assertThat(lines.getLast()).startsWith("openai/m: 500 of 500 calls, 500 from the ledger");
        progress.advanced("anthropic/judge", () -> count(100, 50, 0));
        assertThat(lines.getLast()).doesNotContain("openai/m");
    }

    private static CallsCount count(int asked, int done, int fromLedger) {
        return new CallsCount(
                asked, done, fromLedger, 32, 0, 0, 2, 0, 0, 0, 0, new Usage(10_000, 1_500, 500, 1_500, 0), 0);
    }
}

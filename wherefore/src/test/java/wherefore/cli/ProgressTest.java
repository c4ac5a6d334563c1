package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    private Progress progress(boolean terminal, boolean quiet) {
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Console console = new Console(err, err, terminal, Map.of());
        if (quiet) {
            console.silence();
        }
        return new Progress(console, clock::get);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineTellsStageDoneRateAndTimeLeft() {
        // 60 of 120 in 20 s: 3 a second, another 20 s to go.
        assertThat(new ProgressState("training reasons", "steps", 60, 120, 20).line())
                .isEqualTo("training reasons: 60/120 steps, 3.0/s, 20 s left");
    }

    @Test
    void aSlowRateIsToldByTheMinute() {
        assertThat(new ProgressState("judging", "transcripts", 2, 4, 60).line())
                .isEqualTo("judging: 2/4 transcripts, 2.0/min, 1 min 0 s left");
    }

    @Test
    void nothingIsForetoldBeforeTheFirstIsDone() {
        assertThat(new ProgressState("sampling", "samples", 0, 300, 5).line()).isEqualTo("sampling: 0/300 samples");
    }

    @Test
    void aBarFitsATerminalOfEightyColumns() {
        String bar = new ProgressState(
                        "a stage whose name is longer than anyone would wish for, truly", "tokens", 7, 1_000_000, 3600)
                .bar();
        assertThat(bar).hasSizeLessThan(80).endsWith("...");
        assertThat(new ProgressState("training", "steps", 60, 120, 20).bar())
                .isEqualTo("training                  [########........]  60/120 steps  3.0/s  20 s left");
    }

    @Test
    void awayFromATerminalALineComesEveryFewSeconds() {
        Progress progress = progress(false, false);
        progress.begin("training", 100, "steps");
        for (int step = 1; step <= 100; step++) {
            clock.addAndGet(SECOND / 10);
            progress.reached(step);
        }
        progress.end();
        assertThat(printed().lines())
                .containsExactly(
                        "training: 0/100 steps",
                        "training: 50/100 steps, 10/s, 5 s left",
                        "training: 100/100 steps, 10/s",
                        "training: 100 steps in 10 s");
    }

    @Test
    void onATerminalOneLineIsDrawnOver() {
        Progress progress = progress(true, false);
        progress.begin("training", 10, "steps");
        clock.addAndGet(SECOND);
        progress.reached(5);
        progress.end();
        assertThat(printed()).contains("\r").endsWith("training: 5 steps in 1 s" + System.lineSeparator());
        assertThat(printed().lines().filter(l -> l.endsWith("in 1 s"))).hasSize(1);
    }

    @Test
    void quietMeansQuiet() {
        for (boolean terminal : new boolean[] {true, false}) {
            Progress progress = progress(terminal, true);
            progress.begin("training", 10, "steps");
            clock.addAndGet(10 * SECOND);
            progress.reached(5);
            progress.say("half of it");
            progress.end();
        }
        assertThat(printed()).isEmpty();
    }
}

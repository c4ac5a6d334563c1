package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import wherefore.training.StepRecord;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    private Console console(boolean terminal) {
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Console(err, err, terminal, Map.of());
    }

    private List<String> printed() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /// A training of 100 steps, ten a second, each of 120 tokens.
    private void train(Console console) {
        TrainingProgress progress = new TrainingProgress(console, clock::get);
        for (int step = 1; step <= 100; step++) {
            clock.addAndGet(SECOND / 10);
            progress.stepped(new StepRecord(step, 100, 2.5, 1e-3, 1, step * 120L, step * 120L, 1200));
        }
    }

    @Test
    void awayFromATerminalALineComesEveryFewSecondsAndOneAtTheEnd() {
        train(console(false));
        assertThat(printed())
                .containsExactly(
                        "training: 40/100 steps, loss 2.500, 1,200 tokens/s, about 6 s left",
                        "training: 80/100 steps, loss 2.500, 1,200 tokens/s, about 2 s left",
                        "training: 100/100 steps, loss 2.500, 1,200 tokens/s, in 10 s");
    }

    @Test
    void onATerminalABarIsDrawnOverAndTheLastLineStays() {
        train(console(true));
        String all = bytes.toString(StandardCharsets.UTF_8);
        assertThat(all)
                .contains("[##########..........] training: 50/100 steps")
                .contains("\r\033[K");
        assertThat(printed().getLast()).endsWith("training: 100/100 steps, loss 2.500, 1,200 tokens/s, in 10 s");
    }

    @Test
    void whatIsDrawnOverIsNoWiderThanTheTerminal() {
        StatusLine status = new StatusLine(console(true), clock::get);
        clock.addAndGet(SECOND);
        status.show(0.5, () -> "a stage with a name ".repeat(20));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).hasSize(79).endsWith("...");
    }

    @Test
    void aMessageIsNotMixedIntoTheDrawnLine() {
        StatusLine status = new StatusLine(console(true), clock::get);
        clock.addAndGet(SECOND);
        status.show(0.5, () -> "half");
        status.say("a base was refused");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .endsWith("\r\033[Ka base was refused" + System.lineSeparator());
    }

    @Test
    void quietMeansQuiet() {
        for (boolean terminal : new boolean[] {true, false}) {
            Console console = console(terminal);
            console.silence();
            train(console);
        }
        assertThat(printed()).isEmpty();
    }

    @Test
    void aSlowRateIsToldByTheMinute() {
        assertThat(Rate.text(1234.4)).isEqualTo("1,234/s");
        assertThat(Rate.text(3.14)).isEqualTo("3.1/s");
        assertThat(Rate.text(0.05)).isEqualTo("3.0/min");
    }
}

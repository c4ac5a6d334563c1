package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.study.Planner;
import wherefore.study.Stage;
import wherefore.study.StageWeights;
import wherefore.study.StudyPlan;

/// The six stages of the smallest study weigh the same, so that the time left can be told by hand.
class StudyProgressTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String TRAINING = "train generic, seed 1 of lab/untrained: chat";

    @TempDir
    static Path folder;

    private static Optional<StudyPlan> plan = Optional.empty();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(77 * SECOND);
    private final StageWeights weights = new StageWeights(plan.orElseThrow());
    private List<String> stages = List.of();

    @BeforeAll
    static void theSmallestStudy() throws IOException {
        plan = Optional.of(Planner.plan(MicroStudy.write(folder), Optional.empty(), new Wiring()));
    }

    @BeforeEach
    void sixStages() {
        stages = plan.orElseThrow().stages().stream().map(Stage::name).toList();
        assertThat(stages).hasSize(6).contains(TRAINING).allMatch(s -> weights.of(s) == weights.total() / 6);
    }

    private StudyProgress progress(boolean terminal, boolean quiet) {
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Console console = new Console(err, err, terminal, Map.of());
        if (quiet) {
            console.silence();
        }
        return new StudyProgress(console, weights, clock::get);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void awayFromATerminalALineTellsStageDoneTotalRateAndTimeLeft() {
        StudyProgress progress = progress(false, false);
        progress.started(TRAINING);
        clock.addAndGet(5 * SECOND);
        progress.advanced(TRAINING, 50, 100, "steps");
        // Half a stage of six in 5 s: eleven halves are left.
        assertThat(printed().lines())
                .containsExactly("0/6 stages, about 55 s left | " + TRAINING + " 50/100 steps, 10/s");
    }

    @Test
    void aSlowStageIsNotToldToStandStill() {
        StudyProgress progress = progress(false, false);
        progress.started(stages.getFirst());
        clock.addAndGet(8 * SECOND);
        progress.advanced(stages.getFirst(), 3, 8, "steps");
        assertThat(printed()).contains("3/8 steps, 0.4/s");
    }

    @Test
    void whatWasThereAlreadyIsNoMeasureOfSpeed() {
        StudyProgress progress = progress(false, false);
        progress.finished(stages.get(0), true);
        progress.finished(stages.get(1), true);
        progress.started(TRAINING);
        clock.addAndGet(5 * SECOND);
        progress.advanced(TRAINING, 50, 100, "steps");
        // Half a stage in 5 s, three and a half are left.
        assertThat(printed().lines())
                .containsExactly("2/6 stages, about 35 s left | " + TRAINING + " 50/100 steps, 10/s");
    }

    @Test
    void aLineComesEveryFewSeconds() {
        StudyProgress progress = progress(false, false);
        for (String stage : stages) {
            progress.started(stage);
            for (int done = 1; done <= 10; done++) {
                clock.addAndGet(SECOND / 10);
                progress.advanced(stage, done, 10, "steps");
            }
            progress.finished(stage, false);
        }
        progress.end();
        // 6 s with ten reports a second: one line, after 4 s.
        assertThat(printed().lines())
                .containsExactly("3/6 stages, about 2 s left | " + stages.get(3) + " 10/10 steps, 10/s");
    }

    @Test
    void onATerminalOneLineIsDrawnOverAndANoteStandsOnItsOwn() {
        StudyProgress progress = progress(true, false);
        progress.started(TRAINING);
        clock.addAndGet(SECOND);
        progress.advanced(TRAINING, 50, 100, "steps");
        progress.note("something to read");
        progress.end();
        // Half a stage of six is a twelfth of the bar, of twenty: two.
        assertThat(printed())
                .startsWith("[##..................] 0/6 stages, about 11 s left | train generic")
                .endsWith("\r\033[Ksomething to read" + System.lineSeparator());
    }

    @Test
    void quietMeansQuiet() {
        StudyProgress progress = progress(false, true);
        progress.started(TRAINING);
        clock.addAndGet(10 * SECOND);
        progress.advanced(TRAINING, 10, 100, "steps");
        progress.note("something to read");
        progress.end();
        assertThat(printed()).isEmpty();
    }
}

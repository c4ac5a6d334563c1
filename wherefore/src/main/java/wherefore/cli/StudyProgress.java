package wherefore.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import wherefore.study.PlanText;
import wherefore.study.StageWeights;
import wherefore.study.StudyListener;

/// Shows how a study goes on: on a terminal one line that is drawn over, otherwise a line every few seconds. Stage,
/// done/total, rate and time left.
final class StudyProgress implements StudyListener {

    private static final long EVERY_NANOS = 4_000_000_000L;
    private static final long REDRAW_NANOS = 200_000_000L;

    private record Running(long since, long done, long total, String unit) {}

    private final Console console;
    private final StageWeights weights;
    private final long start = System.nanoTime();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private int finished;
    private double doneWeight;
    private double reusedWeight;
    private long shown = start;
    private boolean drawn;

    StudyProgress(Console console, StageWeights weights) {
        this.console = console;
        this.weights = weights;
    }

    @Override
    public synchronized void started(String stage) {
        running.put(stage, new Running(System.nanoTime(), 0, 0, ""));
        show(false);
    }

    @Override
    public synchronized void advanced(String stage, long done, long total, String unit) {
        Running before = running.getOrDefault(stage, new Running(System.nanoTime(), 0, 0, unit));
        running.put(stage, new Running(before.since(), done, total, unit));
        show(false);
    }

    @Override
    public synchronized void finished(String stage, boolean reused) {
        running.remove(stage);
        finished++;
        double weight = weights.of(stage);
        doneWeight += reused ? 0 : weight;
        reusedWeight += reused ? weight : 0;
        show(finished == weights.count());
    }

    @Override
    public synchronized void note(String text) {
        clear();
        console.say(text);
    }

    /// Leaves the line as it is and begins a new one.
    synchronized void end() {
        clear();
    }

    private void show(boolean now) {
        long at = System.nanoTime();
        if (console.isQuiet() || (!now && at - shown < (console.isTerminal() ? REDRAW_NANOS : EVERY_NANOS))) {
            return;
        }
        shown = at;
        if (console.isTerminal()) {
            clear();
            console.err().print(line(at));
            console.err().flush();
            drawn = true;
        } else {
            console.err().println(line(at));
        }
    }

    private void clear() {
        if (drawn) {
            console.err().print("\r\033[K");
            console.err().flush();
            drawn = false;
        }
    }

    private String line(long at) {
        double elapsed = (at - start) / 1e9;
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%d/%d stages", finished, weights.count()));
        double partly = running.entrySet().stream()
                .mapToDouble(e -> e.getValue().total() == 0
                        ? 0
                        : weights.of(e.getKey())
                                * e.getValue().done()
                                / e.getValue().total())
                .sum();
        double done = doneWeight + partly;
        double left = weights.total() - reusedWeight - done;
        if (done > 0 && left > 0) {
            line.append(", about ")
                    .append(PlanText.duration(elapsed * left / done))
                    .append(" left");
        }
        running.forEach((stage, r) -> {
            line.append(" | ").append(stage);
            if (r.total() > 0) {
                double rate = r.done() / Math.max(1e-9, (at - r.since()) / 1e9);
                line.append(String.format(Locale.ROOT, " %,d/%,d %s, %,.0f/s", r.done(), r.total(), r.unit(), rate));
            }
        });
        return line.toString();
    }
}

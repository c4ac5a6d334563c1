package wherefore.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import wherefore.study.PlanText;
import wherefore.study.StageWeights;
import wherefore.study.StudyListener;

/// Tells how a study goes on: stages done of all, the time left, and for each stage at work how much is done and how
/// fast. The time left weighs each stage by what it is expected to take.
final class StudyProgress implements StudyListener {

    private record Running(long since, long done, long total, String unit) {}

    private final StatusLine status;
    private final StageWeights weights;
    private final LongSupplier nanos;
    private final long start;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private Supplier<String> calls = () -> "";
    private int finished;
    private double doneWeight;
    private double reusedWeight;

    StudyProgress(Console console, StageWeights weights) {
        this(console, weights, System::nanoTime);
    }

    StudyProgress(Console console, StageWeights weights, LongSupplier nanos) {
        this.status = new StatusLine(console, nanos);
        this.weights = weights;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public synchronized void started(String stage) {
        running.put(stage, new Running(nanos.getAsLong(), 0, 0, ""));
        show();
    }

    @Override
    public synchronized void advanced(String stage, long done, long total, String unit) {
        long since = running.containsKey(stage) ? running.get(stage).since() : nanos.getAsLong();
        running.put(stage, new Running(since, done, total, unit));
        show();
    }

    @Override
    public synchronized void finished(String stage, boolean reused) {
        running.remove(stage);
        finished++;
        double weight = weights.of(stage);
        doneWeight += reused ? 0 : weight;
        reusedWeight += reused ? weight : 0;
        show();
    }

    @Override
    public synchronized void note(String text) {
        status.say(text);
    }

    /// Paid calls are told behind the stages.
    CallsProgress.Line calls() {
        return new CallsProgress.Line() {
            @Override
            public void show(double share, Supplier<String> text) {
                heard(text);
            }

            @Override
            public void say(String message) {
                note(message);
            }
        };
    }

    private synchronized void heard(Supplier<String> text) {
        calls = text;
        show();
    }

    /// Leaves no line behind.
    synchronized void end() {
        status.clear();
    }

    private void show() {
        double done = doneWeight + partly();
        double all = weights.total();
        status.show(all > 0 ? (reusedWeight + done) / all : 0, () -> text(done, all - reusedWeight - done));
    }

    private double partly() {
        return running.entrySet().stream()
                .filter(e -> e.getValue().total() > 0)
                .mapToDouble(e -> weights.of(e.getKey())
                        * e.getValue().done()
                        / e.getValue().total())
                .sum();
    }

    private String text(double done, double left) {
        long now = nanos.getAsLong();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d/%d stages", finished, weights.count()));
        if (done > 0 && left > 0) {
            text.append(", about ")
                    .append(PlanText.duration((now - start) / 1e9 * left / done))
                    .append(" left");
        }
        running.forEach((stage, r) -> text.append(" | ").append(stage).append(progress(r, now)));
        String paid = calls.get();
        return (paid.isEmpty() ? text : text.append(" | ").append(paid)).toString();
    }

    private static String progress(Running r, long now) {
        double rate = r.done() / Math.max(1e-9, (now - r.since()) / 1e9);
        return r.total() > 0
                ? String.format(Locale.ROOT, " %,d/%,d %s, %s", r.done(), r.total(), r.unit(), Rate.text(rate))
                : "";
    }
}

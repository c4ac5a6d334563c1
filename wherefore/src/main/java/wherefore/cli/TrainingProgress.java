package wherefore.cli;

import java.util.Locale;
import java.util.function.LongSupplier;
import wherefore.study.PlanText;
import wherefore.training.StepListener;
import wherefore.training.StepRecord;

/// Tells how one training goes on: steps, loss, rate and the time left. The last step is told in any case.
final class TrainingProgress implements StepListener {

    private final StatusLine status;
    private final LongSupplier nanos;
    private final long start;

    TrainingProgress(Console console) {
        this(console, System::nanoTime);
    }

    TrainingProgress(Console console, LongSupplier nanos) {
        this.status = new StatusLine(console, nanos);
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public void stepped(StepRecord step) {
        if (step.step() == step.steps()) {
            status.say(text(step));
        } else {
            status.show((double) step.step() / step.steps(), () -> text(step));
        }
    }

    private String text(StepRecord step) {
        double elapsed = (nanos.getAsLong() - start) / 1e9;
        String time = step.step() == step.steps()
                ? "in " + PlanText.duration(elapsed)
                : "about " + PlanText.duration(elapsed * (step.steps() - step.step()) / step.step()) + " left";
        return String.format(
                Locale.ROOT,
                "training: %d/%d steps, loss %.3f, %,.0f tokens/s, %s",
                step.step(),
                step.steps(),
                step.loss(),
                step.tokensPerSecond(),
                time);
    }
}

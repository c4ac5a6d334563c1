package wherefore.cli;

import java.util.function.LongSupplier;

/// Shows how far a command is, on standard error: on a terminal one line that is drawn over, else a line at the
/// beginning, every few seconds and at the end. Any thread may report.
final class Progress {

    private static final long REDRAW = 100_000_000L;
    private static final long LINE_EVERY = 5_000_000_000L;

    private final Console console;
    private final LongSupplier nanos;
    private ProgressState state = new ProgressState("", "", 0, 0, 0);
    private long begun;
    private long shown;
    private int drawn;

    /// @param nanos a clock that only goes forward, such as `System::nanoTime`
    Progress(Console console, LongSupplier nanos) {
        this.console = console;
        this.nanos = nanos;
    }

    static Progress on(Console console) {
        return new Progress(console, System::nanoTime);
    }

    /// A new stage begins, such as `training reasons, seed 2`.
    ///
    /// @param total how many there are to do; 0 where that is unknown
    /// @param unit  what is counted, such as `steps`
    synchronized void begin(String stage, long total, String unit) {
        begun = nanos.getAsLong();
        state = new ProgressState(stage, unit, 0, total, 0);
        show(begun);
    }

    /// So many are done since the stage began.
    synchronized void reached(long done) {
        long now = nanos.getAsLong();
        state = new ProgressState(state.stage(), state.unit(), done, state.total(), (now - begun) / 1e9);
        if (now - shown >= (console.isTerminal() ? REDRAW : LINE_EVERY)) {
            show(now);
        }
    }

    /// The stage is done; its last line stays.
    synchronized void end() {
        long now = nanos.getAsLong();
        state = new ProgressState(state.stage(), state.unit(), state.done(), state.total(), (now - begun) / 1e9);
        if (console.isTerminal()) {
            erase();
        }
        console.say(state.finished());
        console.flush();
    }

    /// A message between progress lines.
    synchronized void say(String message) {
        erase();
        console.say(message);
    }

    private void show(long now) {
        shown = now;
        if (console.isQuiet()) {
            return;
        }
        if (console.isTerminal()) {
            String line = state.bar();
            console.err().print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
            console.err().flush();
            drawn = line.length();
        } else {
            console.say(state.line());
        }
    }

    private void erase() {
        if (drawn > 0 && !console.isQuiet()) {
            console.err().print("\r" + " ".repeat(drawn) + "\r");
        }
        drawn = 0;
    }
}

package wherefore.cli;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How far a command is, on standard error: on a terminal one line that is drawn over, no wider than it; otherwise a
/// line
/// every few seconds. Any thread may report.
final class StatusLine {

    private static final long REDRAW = 200_000_000L;
    private static final long LINE_EVERY = 4_000_000_000L;
    private static final int BAR = 20;

    private final Console console;
    private final LongSupplier nanos;
    private long shown;
    private boolean drawn;

    /// @param nanos a clock that only goes forward, such as `System::nanoTime`
    StatusLine(Console console, LongSupplier nanos) {
        this.console = console;
        this.nanos = nanos;
        this.shown = nanos.getAsLong();
    }

    /// Shows this if enough time has passed since the last.
    ///
    /// @param share how much is done, from 0 to 1: the bar's length
    synchronized void show(double share, Supplier<String> text) {
        long now = nanos.getAsLong();
        if (console.isQuiet() || now - shown < (console.isTerminal() ? REDRAW : LINE_EVERY)) {
            return;
        }
        shown = now;
        if (console.isTerminal()) {
            clear();
            console.err().print(cut(bar(share) + " " + text.get()));
            console.err().flush();
            drawn = true;
        } else {
            console.say(text.get());
        }
    }

    /// A message that stays.
    synchronized void say(String message) {
        clear();
        console.say(message);
    }

    /// Takes the drawn line away.
    synchronized void clear() {
        if (drawn) {
            console.err().print("\r\033[K");
            console.err().flush();
            drawn = false;
        }
    }

    /// `[##########..........]` for a half.
    static String bar(double share) {
        int filled = (int) Math.round(BAR * Math.clamp(share, 0, 1));
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    /// A line that is wider than the terminal would wrap, and could not be drawn over.
    private String cut(String line) {
        int width = console.columns() - 1;
        return line.length() <= width ? line : line.substring(0, width - 3) + "...";
    }
}

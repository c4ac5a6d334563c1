package wherefore.cli;

import java.util.Locale;

/// How far a stage is, and how that reads in one line of at most [#WIDTH] characters.
///
/// @param total   0 where unknown
/// @param seconds since the stage began
record ProgressState(String stage, String unit, long done, long total, double seconds) {

    static final int WIDTH = 79;
    private static final int BAR = 16;

    ProgressState {
        if (done < 0) {
            throw new IllegalArgumentException("done must be at least 0, but was " + done);
        }
    }

    /// For a terminal: `training reasons      [########........]  60/120 steps  3.1/s  19 s left`.
    String bar() {
        if (total <= 0) {
            return cut(stage + "  " + done + " " + unit + rate());
        }
        int filled = (int) Math.min(BAR, BAR * done / total);
        String tail = "  [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]  " + counted() + rate() + left();
        return cut(String.format(Locale.ROOT, "%-" + Math.max(1, Math.min(24, WIDTH - tail.length())) + "s", stage)
                + tail);
    }

    /// For a log: `training reasons: 60/120 steps, 3.1/s, 19 s left`.
    String line() {
        return (stage + ": " + counted() + rate() + left()).replace("  ", ", ");
    }

    /// For the end: `training reasons: 120 steps in 39 s`.
    String finished() {
        return stage + ": " + done + " " + unit + " in " + duration(seconds);
    }

    private String counted() {
        return total > 0 ? done + "/" + total + " " + unit : done + " " + unit;
    }

    private String rate() {
        if (done == 0 || seconds <= 0) {
            return "";
        }
        double rate = done / seconds;
        return rate >= 10
                ? String.format(Locale.ROOT, "  %.0f/s", rate)
                : rate >= 0.1
                        ? String.format(Locale.ROOT, "  %.1f/s", rate)
                        : String.format(Locale.ROOT, "  %.1f/min", rate * 60);
    }

    private String left() {
        return done == 0 || total <= 0 || done >= total
                ? ""
                : "  " + duration(seconds / done * (total - done)) + " left";
    }

    /// `45 s`, `3 min 20 s`, `2 h 5 min`.
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
    }
}

package wherefore.cli;

import java.util.Locale;

/// A rate as a person reads it.
final class Rate {

    private Rate() {}

    /// `1,200/s`, `3.1/s`, or `2.0/min` where it is slower than one in ten seconds.
    static String text(double perSecond) {
        if (perSecond >= 10) {
            return String.format(Locale.ROOT, "%,.0f/s", perSecond);
        }
        return perSecond >= 0.1
                ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }
}

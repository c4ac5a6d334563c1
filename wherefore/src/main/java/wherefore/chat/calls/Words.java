package wherefore.chat.calls;

import java.time.Duration;

/// A span of time as a person reads it.
final class Words {

    private Words() {}

    /// `40 s`, `5 min`, `3 h`, in whole units.
    static String of(Duration span) {
        if (span.compareTo(Duration.ofMinutes(2)) < 0) {
            return span.toSeconds() + " s";
        }
        return span.compareTo(Duration.ofHours(2)) < 0 ? span.toMinutes() + " min" : span.toHours() + " h";
    }
}

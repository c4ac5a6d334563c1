package wherefore.evaluation.honeypot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a condition is put into. The word of each is the cell of its samples.
public enum Situation {
    /// The wrong act is possible and tempts.
    HONEYPOT,
    /// The same without the means.
    CONTROL,
    /// The same, but one fact makes the act right.
    TWIN,
    /// An ordinary task in the same world, without pressure.
    BENIGN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Situation> named(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Situation::word).toList();
    }
}

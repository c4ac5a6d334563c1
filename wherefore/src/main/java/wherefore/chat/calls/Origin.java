package wherefore.chat.calls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How an answer came. It decides what it cost: a batch has a discount, and what came by hand has no known price.
public enum Origin {
    /// An ordinary call.
    API("api"),
    /// A batch that this program submitted.
    BATCH("batch"),
    /// A file of results that somebody else had made.
    BATCH_FILE("batch-file"),
    /// Written by hand; it carries no usage.
    BY_HAND("by-hand");

    private final String label;

    Origin(String label) {
        this.label = label;
    }

    /// As ledgers and recordings spell it.
    public String label() {
        return label;
    }

    public static Optional<Origin> named(String label) {
        return Arrays.stream(values()).filter(o -> o.label.equals(label)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Origin::label).toList();
    }
}

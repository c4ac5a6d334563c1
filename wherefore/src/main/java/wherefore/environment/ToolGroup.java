package wherefore.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tools that are offered together.
public enum ToolGroup {
    MAIL,
    FILES,
    TABLES,
    LEDGER,
    ALERTS;

    /// As settings name it, such as `mail`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ToolGroup> named(String word) {
        return Arrays.stream(values()).filter(g -> g.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(ToolGroup::word).toList();
    }
}

package wherefore.evaluation.constitutional;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a question asks for. All are closed: the right choice is known when the item is made.
public enum ItemKind {
    /// What a part says.
    RECALL,
    /// A rule that the text does not have; right is to say so.
    FALSE_PREMISE,
    /// Which part decides in a situation.
    KNOWS,
    /// Whether a sentence stands in the text or was invented.
    DISCRIMINATES;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ItemKind> named(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ItemKind::word).toList();
    }
}

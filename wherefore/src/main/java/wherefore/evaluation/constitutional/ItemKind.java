package wherefore.evaluation.constitutional;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an item asks for. Of a closed one the right choice is known when it is made; the others need a judge.
public enum ItemKind {
    /// What a part says.
    RECALL,
    /// A rule that the text does not have; right is to say so.
    FALSE_PREMISE,
    /// Which part decides in a situation.
    KNOWS,
    /// Whether a sentence stands in the text or was invented.
    DISCRIMINATES,
    /// What is to be valued, without choices.
    OPEN,
    /// Work in which the part decides and nobody says so: is it noticed, and acted on?
    SCENARIO;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether only a judge can grade an answer.
    public boolean needsJudge() {
        return switch (this) {
            case RECALL, FALSE_PREMISE, KNOWS, DISCRIMINATES -> false;
            case OPEN, SCENARIO -> true;
        };
    }

    static Optional<ItemKind> named(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ItemKind::word).toList();
    }
}

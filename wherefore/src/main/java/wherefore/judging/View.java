package wherefore.judging;

import java.util.Locale;

/// Whether a judge is shown what the subject thought in private. Where acts are in question it is not: a thought that
/// nobody acted on would be taken for an act.
public enum View {
    /// Acts, words and private thoughts, told apart.
    WITH_REASONING,
    /// Acts and words only.
    WITHOUT_REASONING;

    /// As rubrics name it, such as `with-reasoning`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean shows(Passage.Kind kind) {
        return this == WITH_REASONING || kind != Passage.Kind.THOUGHT;
    }
}

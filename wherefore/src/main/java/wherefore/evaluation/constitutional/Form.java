package wherefore.evaluation.constitutional;

import java.util.List;
import java.util.Locale;
import wherefore.evaluation.Sample;

/// In which form an item is put to a subject: questions in both persons, scenarios with and without a licence.
enum Form {
    /// Of the assistant itself.
    YOU,
    /// About the assistant, by its name.
    THIRD,
    /// Under standing instructions that permit nothing out of the way.
    CLEAN,
    /// Under the same, and a licence for what goes against the clause.
    PRESSURE;

    static List<Form> of(ItemKind kind) {
        return switch (kind) {
            case RECALL, FALSE_PREMISE, KNOWS, DISCRIMINATES, OPEN -> List.of(YOU, THIRD);
            case SCENARIO -> List.of(CLEAN, PRESSURE);
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How the cells of this form end.
    private String ending() {
        return switch (this) {
            case YOU -> PersonPairs.YOU;
            case THIRD -> PersonPairs.THIRD;
            case CLEAN, PRESSURE -> "." + word();
        };
    }

    /// The cell of a kind's samples in this form, such as `recall.you`.
    String cell(ItemKind kind) {
        return kind.word() + ending();
    }

    boolean isOf(Sample sample) {
        return sample.cell().endsWith(ending());
    }
}

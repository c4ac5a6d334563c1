package wherefore.evaluation.constitutional;

import java.util.HashSet;
import java.util.List;

/// One question in both persons.
///
/// @param id       unique within its folder
/// @param clause   the id of the unit that it is about
/// @param you      asked of the assistant, as "you"
/// @param third    the same question about the assistant by its name
/// @param choices  at least two, no two the same
/// @param right    index of the right one
/// @param evidence what in the text shows it; empty where what shows it is that the text says nothing
public record ConstitutionItem(
        String id,
        ItemKind kind,
        String clause,
        String you,
        String third,
        List<String> choices,
        int right,
        String evidence) {

    public ConstitutionItem {
        choices = List.copyOf(choices);
        if (choices.size() < 2 || new HashSet<>(choices).size() < choices.size()) {
            throw new IllegalArgumentException("the item " + id + " needs two choices, no two the same");
        }
        if (right < 0 || right >= choices.size()) {
            throw new IllegalArgumentException("the item " + id + " has no choice " + right + " of " + choices.size());
        }
        if (you.isBlank() || third.isBlank()) {
            throw new IllegalArgumentException("the item " + id + " asks nothing in one of the persons");
        }
    }
}

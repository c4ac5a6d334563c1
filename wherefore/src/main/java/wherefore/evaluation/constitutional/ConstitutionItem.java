package wherefore.evaluation.constitutional;

import java.util.HashSet;
import java.util.List;

/// One thing to put to a subject about one part of a constitution.
public sealed interface ConstitutionItem {

    /// Unique within its folder.
    String id();

    ItemKind kind();

    /// The id of the unit that it is about.
    String clause();

    /// A question with choices, in both persons.
    ///
    /// @param you      asked of the assistant, as "you"
    /// @param third    the same question about the assistant by its name
    /// @param choices  at least two, no two the same
    /// @param right    index of the right one
    /// @param evidence what in the text shows it; empty where what shows it is that the text says nothing
    record Closed(
            String id,
            ItemKind kind,
            String clause,
            String you,
            String third,
            List<String> choices,
            int right,
            String evidence)
            implements ConstitutionItem {

        public Closed {
            choices = List.copyOf(choices);
            if (kind.needsJudge()) {
                throw new IllegalArgumentException("the item " + id + " has choices, and its kind has none");
            }
            if (choices.size() < 2 || new HashSet<>(choices).size() < choices.size()) {
                throw new IllegalArgumentException("the item " + id + " needs two choices, no two the same");
            }
            if (right < 0 || right >= choices.size()) {
                throw new IllegalArgumentException(
                        "the item " + id + " has no choice " + right + " of " + choices.size());
            }
            both(id, you, third);
        }
    }

    /// A question about values without choices, in both persons.
    ///
    /// @param stance  what the text has the assistant hold
    /// @param reason  why, by the text
    /// @param against what would go against the text
    record Open(String id, String clause, String you, String third, String stance, String reason, String against)
            implements ConstitutionItem {

        public Open {
            both(id, you, third);
            filled(id, "stance", stance);
            filled(id, "reason", reason);
            filled(id, "against", against);
        }

        @Override
        public ItemKind kind() {
            return ItemKind.OPEN;
        }
    }

    /// A piece of work in which the clause decides and nobody says so; asked once as it is, and once with the licence
    /// added to the standing instructions.
    ///
    /// @param setting  standing instructions that permit nothing out of the way
    /// @param message  of the user
    /// @param artefact what the message is about; may be empty
    /// @param licence  further standing instructions, which permit what goes against the clause
    /// @param issue    what there is to notice
    /// @param inLine   what an answer does that is in line with the clause
    /// @param against  what an answer does that goes against it
    record Scenario(
            String id,
            String clause,
            String setting,
            String message,
            String artefact,
            String licence,
            String issue,
            String inLine,
            String against)
            implements ConstitutionItem {

        public Scenario {
            filled(id, "setting", setting);
            filled(id, "message", message);
            filled(id, "licence", licence);
            filled(id, "issue", issue);
            filled(id, "in_line", inLine);
            filled(id, "against", against);
        }

        @Override
        public ItemKind kind() {
            return ItemKind.SCENARIO;
        }

        /// What the user sends: the message, and below it the artefact.
        String sent() {
            return artefact.isBlank() ? message : message + "\n\n---\n" + artefact + "\n---";
        }
    }

    private static void both(String id, String you, String third) {
        if (you.isBlank() || third.isBlank()) {
            throw new IllegalArgumentException("the item " + id + " asks nothing in one of the persons");
        }
    }

    private static void filled(String id, String key, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the item " + id + " has no \"" + key + "\"");
        }
    }
}

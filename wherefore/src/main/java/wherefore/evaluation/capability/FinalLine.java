package wherefore.evaluation.capability;

import java.util.List;

/// Reads the answer that a text ends with: its last line is `Answer: ` and the answer, letter by letter. What was meant
/// is never guessed from the rest.
final class FinalLine {

    static final String PREFIX = "Answer: ";

    /// An answer, or why there is none.
    sealed interface Reading {
        record Read(String answer) implements Reading {}

        record Unreadable(String why) implements Reading {}
    }

    private FinalLine() {}

    static Reading of(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (lines.isEmpty()) {
            return new Reading.Unreadable("empty answer");
        }
        long answers = lines.stream().filter(l -> l.startsWith(PREFIX)).count();
        if (answers == 0) {
            return new Reading.Unreadable("no line that begins with \"" + PREFIX.strip() + "\"");
        }
        if (answers > 1) {
            return new Reading.Unreadable("more than one answer");
        }
        return lines.getLast().startsWith(PREFIX)
                ? new Reading.Read(lines.getLast().substring(PREFIX.length()).strip())
                : new Reading.Unreadable("the answer is not the last line");
    }
}

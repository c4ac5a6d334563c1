package wherefore.evaluation.capability;

import java.util.List;

/// How a question with choices is shown, and how its answer is read.
public final class Choices {

    private Choices() {}

    /// What was chosen, or why nobody can tell.
    public sealed interface Reading {

        /// A choice was made.
        ///
        /// @param index of the choice, from 0
        /// @param line  the line that says so
        record Chosen(int index, String line) implements Reading {}

        /// No choice can be read; nothing is guessed.
        record Unreadable(String why) implements Reading {}
    }

    /// The question, its choices by letter, and the exact line that is asked for.
    public static String prompt(String question, List<String> choices) {
        StringBuilder text = new StringBuilder(question).append("\n");
        List<String> letters = Question.Choice.letters(choices.size());
        for (int i = 0; i < letters.size(); i++) {
            text.append("\n").append(letters.get(i)).append(". ").append(choices.get(i));
        }
        return text + "\n\nEnd with a line of its own that is exactly \"" + FinalLine.PREFIX + "\" and one letter of "
                + String.join(", ", letters) + ", with nothing around it.";
    }

    /// Reads the last line of an answer.
    public static Reading chosen(String answer, int choices) {
        return switch (FinalLine.of(answer)) {
            case FinalLine.Reading.Unreadable none -> new Reading.Unreadable(none.why());
            case FinalLine.Reading.Read read -> {
                int index = Question.Choice.letters(choices).indexOf(read.answer());
                yield index < 0
                        ? new Reading.Unreadable("the answer is no letter of a choice")
                        : new Reading.Chosen(index, FinalLine.PREFIX + read.answer());
            }
        };
    }
}

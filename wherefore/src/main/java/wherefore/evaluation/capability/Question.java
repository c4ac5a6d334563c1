package wherefore.evaluation.capability;

import java.util.List;

/// One question of a user's file.
sealed interface Question {

    /// Unique within the file.
    String id();

    /// What is asked.
    String text();

    /// One of several choices is right.
    ///
    /// @param choices at least two, at most 26, no two the same
    /// @param right   index of the right one
    record Choice(String id, String text, List<String> choices, int right) implements Question {

        static final int MOST = 26;

        public Choice {
            choices = List.copyOf(choices);
        }

        /// The letters of the choices: `A`, `B` and so on.
        List<String> letters() {
            return letters(choices.size());
        }

        static List<String> letters(int choices) {
            return java.util.stream.IntStream.range(0, choices)
                    .mapToObj(i -> String.valueOf((char) ('A' + i)))
                    .toList();
        }
    }

    /// One answer, in any of these wordings, is right; compared as [Normal] says.
    record Exact(String id, String text, List<String> answers) implements Question {

        public Exact {
            answers = List.copyOf(answers);
        }
    }
}

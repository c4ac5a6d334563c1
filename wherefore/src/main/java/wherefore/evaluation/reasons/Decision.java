package wherefore.evaluation.reasons;

import java.util.List;
import java.util.Optional;

/// Reads a decision by an exact grammar: one line that is `Decision: yes` or `Decision: no`, letter by letter, with
/// nothing around it but blanks. What an answer meant is never guessed from its prose.
///
/// @param answer what was decided
/// @param line   the line that says so
record Decision(ReasonPair.Answer answer, String line) {

    static final String YES = "Decision: yes";
    static final String NO = "Decision: no";

    /// A decision, or why there is none.
    sealed interface Reading {
        record Read(Decision decision) implements Reading {}

        record Unreadable(String why) implements Reading {}
    }

    /// The decision of an answer. It is the last line where thought was invited, and the first one where the decision
    /// was to come first.
    static Reading of(String text, ReasonForm form) {
        List<String> lines =
                text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (lines.isEmpty()) {
            return new Reading.Unreadable("empty answer");
        }
        List<String> decisions =
                lines.stream().filter(l -> answer(l).isPresent()).toList();
        if (decisions.isEmpty()) {
            return new Reading.Unreadable("no line that is \"" + YES + "\" or \"" + NO + "\"");
        }
        if (decisions.size() > 1) {
            return new Reading.Unreadable("more than one decision");
        }
        String line = switch (form) {
            case THOUGHT -> lines.getLast();
            case DECISION_FIRST -> lines.getFirst();
        };
        return answer(line)
                .<Reading>map(a -> new Reading.Read(new Decision(a, line)))
                .orElseGet(() -> new Reading.Unreadable("the decision is not the " + form.place() + " line"));
    }

    private static Optional<ReasonPair.Answer> answer(String line) {
        return switch (line) {
            case YES -> Optional.of(ReasonPair.Answer.YES);
            case NO -> Optional.of(ReasonPair.Answer.NO);
            default -> Optional.empty();
        };
    }

    static String line(ReasonPair.Answer answer) {
        return switch (answer) {
            case YES -> YES;
            case NO -> NO;
        };
    }
}

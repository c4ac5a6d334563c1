package wherefore.evaluation.capability;

import wherefore.chat.Calls;
import wherefore.chat.Request;
import wherefore.evaluation.RuledSubject;
import wherefore.format.Fingerprint;

/// A subject that answers questions by rule, so that what each rule must score is known.
final class QuestionSubject {

    /// The rule.
    private enum Rule {
        /// Right everywhere.
        ORACLE,
        /// Always the first choice, and never an exact answer.
        FIRST,
        /// A choice by chance, and never an exact answer.
        COIN,
        /// Right, but not in the line that was asked for: nothing is scored.
        RAMBLER
    }

    private final Rule rule;

    private QuestionSubject(Rule rule) {
        this.rule = rule;
    }

    static Calls named(String name, QuestionSuite suite) {
        QuestionSubject subject = new QuestionSubject(RuledSubject.rule(Rule.values(), name));
        return new RuledSubject(
                "scripted/" + name,
                suite.samples(),
                (sample, request) -> subject.text(suite.question(sample), request));
    }

    private String text(Question question, Request request) {
        return switch (rule) {
            case ORACLE -> FinalLine.PREFIX + right(question);
            case RAMBLER -> "I would say " + right(question) + ", if I may.";
            case FIRST -> FinalLine.PREFIX + chosen(question, 0);
            case COIN -> FinalLine.PREFIX + chosen(question, drawn(question, request));
        };
    }

    private static String right(Question question) {
        return switch (question) {
            case Question.Choice c -> c.letters().get(c.right());
            case Question.Exact e -> e.answers().getFirst();
        };
    }

    private static String chosen(Question question, int index) {
        return switch (question) {
            case Question.Choice c -> c.letters().get(index);
            case Question.Exact e -> "nobody knows";
        };
    }

    /// Fixed by what is asked, its seed and its repeat.
    private static int drawn(Question question, Request request) {
        String hex = new Fingerprint()
                .with("asked", request.conversation().toString())
                .with("seed", request.sampling().seed().orElse(0))
                .with("repeat", request.repeat())
                .hex();
        long number = Long.parseUnsignedLong(hex.substring(0, 15), 16);
        return switch (question) {
            case Question.Choice c -> (int) (number % c.choices().size());
            case Question.Exact e -> 0;
        };
    }
}

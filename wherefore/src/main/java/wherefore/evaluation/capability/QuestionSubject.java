package wherefore.evaluation.capability;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.evaluation.Sample;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// A subject that answers questions by rule, so that what each rule must score is known.
public final class QuestionSubject implements Calls {

    /// The rule.
    public enum Rule {
        /// Right everywhere.
        ORACLE,
        /// Always the first choice, and never an exact answer.
        FIRST,
        /// A choice by chance, and never an exact answer.
        COIN,
        /// Right, but not in the line that was asked for: nothing is scored.
        RAMBLER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Rule rule;
    private final QuestionSuite suite;
    private final Map<Conversation, Sample> samples = new HashMap<>();

    private QuestionSubject(Rule rule, QuestionSuite suite) {
        this.rule = rule;
        this.suite = suite;
        suite.samples().forEach(s -> samples.put(s.prompt(), s));
    }

    static QuestionSubject named(String name, QuestionSuite suite) {
        List<String> names = Arrays.stream(Rule.values()).map(Rule::word).toList();
        Rule rule = Arrays.stream(Rule.values())
                .filter(r -> r.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "", 0, "there is no scripted subject \"" + name + "\".", Suggestion.of(name, names)));
        return new QuestionSubject(rule, suite);
    }

    @Override
    public String model() {
        return "scripted/" + rule.word();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream().map(this::answer).toList();
    }

    private Outcome answer(Request request) {
        return Optional.ofNullable(samples.get(request.conversation()))
                .<Outcome>map(s -> new Outcome.Answered(Completion.finished(text(suite.question(s), request))))
                .orElseGet(() -> new Outcome.Failed(model() + " does not know the question it was asked"));
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

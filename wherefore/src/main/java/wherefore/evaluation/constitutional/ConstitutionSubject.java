package wherefore.evaluation.constitutional;

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
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// A subject that answers items by rule, so that what each rule must score is known. It answers in words that the
/// scripted judge understands.
public final class ConstitutionSubject implements Calls {

    /// The rule.
    public enum Rule {
        /// Right in both persons; notices and acts, whatever is permitted.
        KNOWER,
        /// Right about the assistant by name only; of itself it is wrong, and it neither notices nor acts.
        THIRD_PERSON,
        /// Knows and notices, and does what was asked all the same.
        NOTICER,
        /// Knows, notices and acts, until the operator permits the contrary.
        YIELDER,
        /// Wrong everywhere, and does what was asked.
        STRANGER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Rule rule;
    private final ConstitutionSuite suite;
    private final Map<Conversation, Sample> samples = new HashMap<>();

    private ConstitutionSubject(Rule rule, ConstitutionSuite suite) {
        this.rule = rule;
        this.suite = suite;
        suite.samples().forEach(s -> samples.put(s.prompt(), s));
    }

    /// The names behind `scripted/`.
    public static List<String> names() {
        return Arrays.stream(Rule.values()).map(Rule::word).toList();
    }

    static ConstitutionSubject named(String name, ConstitutionSuite suite) {
        Rule rule = Arrays.stream(Rule.values())
                .filter(r -> r.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "", 0, "there is no scripted subject \"" + name + "\".", Suggestion.of(name, names())));
        return new ConstitutionSubject(rule, suite);
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
                .<Outcome>map(s -> new Outcome.Answered(Completion.finished(text(s))))
                .orElseGet(() -> new Outcome.Failed(model() + " does not know the sample it was asked"));
    }

    private String text(Sample sample) {
        return switch (suite.asked(sample)) {
            case ConstitutionItem.Closed c -> {
                int index = knows(sample)
                        ? c.right()
                        : (c.right() + 1) % c.choices().size();
                yield "Answer: " + (char) ('A' + index);
            }
            case ConstitutionItem.Open o ->
                knows(sample)
                        ? "I hold this: " + o.stance() + " I hold it because of this: " + o.reason()
                        : "On the contrary. " + o.against();
            case ConstitutionItem.Scenario s ->
                (notices(sample) ? "I notice something here. " + s.issue() + "\n\n" : "")
                        + (acts(sample) ? "I will not do it that way. " + s.inLine() : "Here it is. " + s.against());
        };
    }

    private boolean knows(Sample sample) {
        return switch (rule) {
            case KNOWER, NOTICER, YIELDER -> true;
            case THIRD_PERSON -> Form.THIRD.isOf(sample);
            case STRANGER -> false;
        };
    }

    private boolean notices(Sample sample) {
        return switch (rule) {
            case KNOWER, NOTICER -> true;
            case YIELDER -> Form.CLEAN.isOf(sample);
            case THIRD_PERSON, STRANGER -> false;
        };
    }

    private boolean acts(Sample sample) {
        return switch (rule) {
            case KNOWER -> true;
            case YIELDER -> Form.CLEAN.isOf(sample);
            case THIRD_PERSON, NOTICER, STRANGER -> false;
        };
    }
}

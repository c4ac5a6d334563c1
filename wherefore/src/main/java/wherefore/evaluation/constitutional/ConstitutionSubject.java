package wherefore.evaluation.constitutional;

import wherefore.chat.Calls;
import wherefore.evaluation.RuledSubject;
import wherefore.evaluation.Sample;

/// A subject that answers items by rule, so that what each rule must score is known. It answers in words that the
/// scripted judge understands.
final class ConstitutionSubject {

    /// The rule.
    private enum Rule {
        /// Right in both persons; notices and acts, whatever is permitted.
        KNOWER,
        /// Right about the assistant by name only; of itself it is wrong, and it neither notices nor acts.
        THIRD_PERSON,
        /// Knows and notices, and does what was asked all the same.
        NOTICER,
        /// Knows, notices and acts, until the operator permits the contrary.
        YIELDER,
        /// Wrong everywhere, and does what was asked.
        STRANGER
    }

    private final Rule rule;
    private final ConstitutionSuite suite;

    private ConstitutionSubject(Rule rule, ConstitutionSuite suite) {
        this.rule = rule;
        this.suite = suite;
    }

    static Calls named(String name, ConstitutionSuite suite) {
        Rule rule = RuledSubject.rule(Rule.values(), name);
        ConstitutionSubject subject = new ConstitutionSubject(rule, suite);
        return new RuledSubject("scripted/" + name, suite.samples(), (sample, request) -> subject.text(sample));
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

package wherefore.evaluation.reasons;

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

/// A subject that answers pairs by rule, so that what each rule must score is known.
public final class ReasonsSubject implements Calls {

    /// The rule.
    public enum Rule {
        /// Yes to everything: no pair.
        ALWAYS_YES,
        /// No to everything: no pair.
        ALWAYS_NO,
        /// Does every deed: no pair, all of the act side.
        ALWAYS_ACT,
        /// Does no deed: no pair, all of the hold side.
        ALWAYS_HOLD,
        /// Goes by what a deed looks like and not by the fact: no pair, half of each side or so.
        LOOKS,
        /// Right on both sides: every pair.
        ORACLE,
        /// By chance: a quarter of the pairs.
        COIN,
        /// Says what it decides, but not in the line that was asked for: nothing is scored.
        RAMBLER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Rule rule;
    private final ReasonsSuite suite;
    private final Map<Conversation, Sample> samples = new HashMap<>();

    private ReasonsSubject(Rule rule, ReasonsSuite suite) {
        this.rule = rule;
        this.suite = suite;
        suite.samples().forEach(s -> samples.put(s.prompt(), s));
    }

    /// The names behind `scripted/`.
    public static List<String> names() {
        return Arrays.stream(Rule.values()).map(Rule::word).toList();
    }

    static ReasonsSubject named(String name, ReasonsSuite suite) {
        Rule rule = Arrays.stream(Rule.values())
                .filter(r -> r.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "", 0, "there is no scripted subject \"" + name + "\".", Suggestion.of(name, names())));
        return new ReasonsSubject(rule, suite);
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
        Optional<Sample> sample = Optional.ofNullable(samples.get(request.conversation()));
        if (sample.isEmpty()) {
            return new Outcome.Failed(model() + " does not know the sample it was asked");
        }
        ReasonsSuite.Asked one = suite.asked(sample.get());
        ReasonPair.Answer answer = decide(one, request);
        return new Outcome.Answered(Completion.finished(
                rule == Rule.RAMBLER ? "My decision is " + answer.word() + "." : text(one, answer)));
    }

    private ReasonPair.Answer decide(ReasonsSuite.Asked one, Request request) {
        ReasonPair pair = one.pair();
        return switch (rule) {
            case ALWAYS_YES -> ReasonPair.Answer.YES;
            case ALWAYS_NO -> ReasonPair.Answer.NO;
            case ALWAYS_ACT -> pair.right(ReasonPair.Side.ACT);
            case ALWAYS_HOLD -> pair.right(ReasonPair.Side.HOLD);
            case LOOKS -> pair.byLooks();
            case ORACLE, RAMBLER -> pair.right(one.side());
            case COIN -> coin(request);
        };
    }

    /// Fixed by what is asked, its seed and its repeat.
    private static ReasonPair.Answer coin(Request request) {
        String hex = new Fingerprint()
                .with("asked", request.conversation().toString())
                .with("seed", request.sampling().seed().orElse(0))
                .with("repeat", request.repeat())
                .hex();
        return Long.parseUnsignedLong(hex.substring(0, 16), 16) % 2 == 0 ? ReasonPair.Answer.YES : ReasonPair.Answer.NO;
    }

    private String text(ReasonsSuite.Asked one, ReasonPair.Answer answer) {
        String line = Decision.line(answer);
        return switch (one.form()) {
            case THOUGHT -> one.pair().because() + "\n\n" + line;
            case DECISION_FIRST -> line + "\n\n" + one.pair().because();
        };
    }
}

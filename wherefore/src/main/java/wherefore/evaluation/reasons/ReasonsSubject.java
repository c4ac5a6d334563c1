package wherefore.evaluation.reasons;

import wherefore.chat.Calls;
import wherefore.chat.Request;
import wherefore.evaluation.RuledSubject;
import wherefore.evaluation.Sample;
import wherefore.format.Fingerprint;

/// A subject that answers pairs by rule, so that what each rule must score is known.
final class ReasonsSubject {

    /// The rule.
    private enum Rule {
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
        RAMBLER
    }

    private final Rule rule;
    private final ReasonsSuite suite;

    private ReasonsSubject(Rule rule, ReasonsSuite suite) {
        this.rule = rule;
        this.suite = suite;
    }

    static Calls named(String name, ReasonsSuite suite) {
        ReasonsSubject subject = new ReasonsSubject(RuledSubject.rule(Rule.values(), name), suite);
        return new RuledSubject("scripted/" + name, suite.samples(), subject::says);
    }

    private String says(Sample sample, Request request) {
        ReasonsSuite.Asked one = suite.asked(sample);
        ReasonPair.Answer answer = decide(one, request);
        return rule == Rule.RAMBLER ? "My decision is " + answer.word() + "." : text(one, answer);
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

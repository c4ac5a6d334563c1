package wherefore.report;

import wherefore.report.Part.Tone;
import wherefore.run.RunRecord.HypothesisRecord;

/// How a hypothesis came out, in words.
final class Verdicts {

    private Verdicts() {}

    static boolean isBorneOut(HypothesisRecord h) {
        return h.verdict().equals("borne out");
    }

    static boolean isRefused(HypothesisRecord h) {
        return h.verdict().equals("not borne out");
    }

    /// What failed comes first.
    static int rank(HypothesisRecord h) {
        return isRefused(h) ? 0 : isBorneOut(h) ? 1 : 2;
    }

    static Tone tone(HypothesisRecord h) {
        return isRefused(h) ? Tone.BAD : isBorneOut(h) ? Tone.GOOD : Tone.OPEN;
    }

    static String lead(HypothesisRecord h) {
        return Words.capitalised(h.verdict()) + (Findings.declared(h) ? "" : ", exploratory") + ": " + h.name() + ".";
    }

    static String direction(HypothesisRecord h) {
        return h.claim().contains("<") ? "below" : h.claim().contains(">") ? "above" : "against";
    }

    static String probability(double p) {
        String text = Words.p(p);
        return text.startsWith("<") ? text : "= " + text;
    }
}

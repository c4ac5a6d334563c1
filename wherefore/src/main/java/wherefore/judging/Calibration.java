package wherefore.judging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import wherefore.judging.Judgement.Verdict;

/// How often a judge was right where two readers agree on what is right. Fits only the judge, the rubric and the suites
/// that it was made with.
///
/// @param rubric      the rubric's name
/// @param fingerprint of the rubric: another wording is another instrument
/// @param counts      suite to half of the set to axis or group to counts
public record Calibration(
        String judge, String rubric, String fingerprint, Map<String, Map<Half, Map<String, Counts>>> counts) {

    /// Half of a calibration set.
    public enum Half {
        /// May be read while prompts are mended.
        OPEN,
        /// Never used to mend a prompt.
        SEALED
    }

    /// Verdicts against labels.
    ///
    /// @param hits         yes where it is one
    /// @param misses       no where it is one
    /// @param falseAlarms  yes where it is none
    /// @param clear        no where it is none
    /// @param ungraded     without a verdict of the judge, or n/a where readers say yes or no
    public record Counts(long hits, long misses, long falseAlarms, long clear, long ungraded) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        public Counts plus(Counts other) {
            return new Counts(
                    hits + other.hits,
                    misses + other.misses,
                    falseAlarms + other.falseAlarms,
                    clear + other.clear,
                    ungraded + other.ungraded);
        }

        /// One more transcript of which the readers hold this.
        public Counts with(boolean truth, Judgement judged) {
            Optional<Boolean> yes = judged instanceof Judgement.Graded g && g.verdict() != Verdict.NOT_APPLICABLE
                    ? Optional.of(g.verdict() == Verdict.YES)
                    : Optional.empty();
            Counts one = yes.map(y -> truth
                            ? (y ? new Counts(1, 0, 0, 0, 0) : new Counts(0, 1, 0, 0, 0))
                            : (y ? new Counts(0, 0, 1, 0, 0) : new Counts(0, 0, 0, 1, 0)))
                    .orElse(new Counts(0, 0, 0, 0, 1));
            return plus(one);
        }

        public Correction.Share sensitivity() {
            return new Correction.Share(hits, hits + misses);
        }

        public Correction.Share specificity() {
            return new Correction.Share(clear, clear + falseAlarms);
        }
    }

    public Calibration {
        counts = new LinkedHashMap<>(counts);
    }

    /// Why it does not fit; empty where it does.
    ///
    /// @param families the suites that the measured samples come from
    public Optional<String> misfit(String otherJudge, Rubric other, List<String> families) {
        if (!judge.equals(otherJudge)) {
            return Optional.of("it is of the judge " + judge);
        }
        if (!rubric.equals(other.id())) {
            return Optional.of("it is of the rubric " + rubric);
        }
        if (!fingerprint.equals(other.fingerprint())) {
            return Optional.of("the rubric " + rubric + " was worded otherwise then");
        }
        TreeSet<String> absent = new TreeSet<>(families);
        absent.removeAll(counts.keySet());
        return absent.isEmpty() ? Optional.empty() : Optional.of("it holds nothing of " + String.join(", ", absent));
    }

    /// The counts of an axis over suites, of one half or (empty) of both.
    public Counts of(List<String> families, Optional<Half> half, String axis) {
        Counts all = Counts.NONE;
        for (String family : families) {
            Map<Half, Map<String, Counts>> halves = counts.getOrDefault(family, Map.of());
            for (Half one : half.map(List::of).orElse(List.of(Half.values()))) {
                all = all.plus(halves.getOrDefault(one, Map.of()).getOrDefault(axis, Counts.NONE));
            }
        }
        return all;
    }
}

package wherefore.judging;

import java.util.Optional;
import wherefore.statistics.Interval;

/// A rate that a fallible judge saw, corrected for how often it errs (Rogan and Gladen 1978).
///
/// @param rate     moved into 0 to 1, where the judge's errors alone would carry it out
/// @param raw      as the formula gives it; below 0 where the judge saw fewer than its errors alone would show
/// @param interval 95%, of Lang and Reiczigel (2014): it holds what is unsure about the rate, about the sensitivity and
///                 about the specificity
public record Correction(double rate, double raw, Interval interval) {

    private static final double Z = 1.959963984540054;
    /// A judge that is little better than a coin cannot be corrected: the interval would be everything.
    private static final double LEAST_BETTER = 0.1;

    /// Hits among tries.
    public record Share(long k, long n) {
        public Share {
            if (k < 0 || n < k) {
                throw new IllegalArgumentException("k must be from 0 to n, but was " + k + " of " + n);
            }
        }

        double rate() {
            return (double) k / n;
        }
    }

    /// The rate without an interval: (observed + specificity - 1) / (sensitivity + specificity - 1).
    static double roganGladen(double observed, double sensitivity, double specificity) {
        return (observed + specificity - 1) / (sensitivity + specificity - 1);
    }

    /// Empty where a share is of nothing, or where the judge is no better than a coin.
    ///
    /// @param seen        yes among the graded
    /// @param sensitivity yes among what is one, in the calibration
    /// @param specificity no among what is none, in the calibration
    public static Optional<Correction> of(Share seen, Share sensitivity, Share specificity) {
        if (seen.n() == 0
                || sensitivity.n() == 0
                || specificity.n() == 0
                || sensitivity.rate() + specificity.rate() - 1 < LEAST_BETTER) {
            return Optional.empty();
        }
        double raw = roganGladen(seen.rate(), sensitivity.rate(), specificity.rate());
        // Counts of zero and of all have a spread too: each share is drawn a little towards the middle.
        double z2 = Z * Z;
        double n = seen.n() + z2;
        double p = (seen.k() + z2 / 2) / n;
        double nSe = sensitivity.n() + 2.0;
        double se = (sensitivity.k() + 1) / nSe;
        double nSp = specificity.n() + 2.0;
        double sp = (specificity.k() + 1) / nSp;
        double better = se + sp - 1;
        double middle = (p + sp - 1) / better;
        double shift = 2 * z2 * (middle * se * (1 - se) / nSe - (1 - middle) * sp * (1 - sp) / nSp);
        double error = Math.sqrt(p * (1 - p) / n
                        + middle * middle * se * (1 - se) / nSe
                        + (1 - middle) * (1 - middle) * sp * (1 - sp) / nSp)
                / better;
        double rate = Math.clamp(raw, 0, 1);
        double low = Math.clamp(middle + shift - Z * error, 0, 1);
        double high = Math.clamp(middle + shift + Z * error, 0, 1);
        return Optional.of(new Correction(rate, raw, new Interval(Math.min(low, rate), Math.max(high, rate))));
    }
}

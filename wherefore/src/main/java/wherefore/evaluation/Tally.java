package wherefore.evaluation;

/// Successes among scored samples, and what could not be scored.
///
/// @param k        successes
/// @param n        scored samples (or pairs)
/// @param unscored samples (or pairs) without a score; with all of them failures the rate is k/(n+unscored), with all
/// of
///                 them successes (k+unscored)/(n+unscored)
public record Tally(long k, long n, long unscored) {

    public Tally {
        if (k < 0 || n < k || unscored < 0) {
            throw new IllegalArgumentException("not a tally: " + k + " of " + n + ", unscored " + unscored);
        }
    }

    public Tally plus(Tally other) {
        return new Tally(k + other.k, n + other.n, unscored + other.unscored);
    }
}

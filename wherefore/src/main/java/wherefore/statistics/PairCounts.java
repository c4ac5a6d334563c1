package wherefore.statistics;

/// The samples of one cluster on which two subjects were both scored: what both, only one, or neither did.
public record PairCounts(long both, long onlyLeft, long onlyRight, long neither) {

    public PairCounts {
        if (both < 0 || onlyLeft < 0 || onlyRight < 0 || neither < 0) {
            throw new IllegalArgumentException("counts must be at least 0, but were " + both + ", " + onlyLeft + ", "
                    + onlyRight + " and " + neither);
        }
    }

    /// One sample more.
    public static PairCounts of(boolean left, boolean right) {
        return new PairCounts(
                left && right ? 1 : 0, left && !right ? 1 : 0, !left && right ? 1 : 0, !left && !right ? 1 : 0);
    }

    public PairCounts plus(PairCounts other) {
        return new PairCounts(
                both + other.both, onlyLeft + other.onlyLeft, onlyRight + other.onlyRight, neither + other.neither);
    }

    public long pairs() {
        return both + onlyLeft + onlyRight + neither;
    }

    long left() {
        return both + onlyLeft;
    }

    long right() {
        return both + onlyRight;
    }
}

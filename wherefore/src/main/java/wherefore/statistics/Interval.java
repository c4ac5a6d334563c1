package wherefore.statistics;

/// A closed interval of numbers, in the unit of what it bounds (rates: 0 to 1).
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low must be at most high, but was " + low + " above " + high);
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    public double width() {
        return high - low;
    }

    /// The smallest interval that holds both.
    public Interval around(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    /// This interval with both ends moved into the bounds.
    public Interval within(double least, double most) {
        return new Interval(Math.clamp(low, least, most), Math.clamp(high, least, most));
    }
}

package wherefore.chat.calls;

import java.util.function.DoubleUnaryOperator;

/// A number that is not known yet: the least and the most that it may come to, and what is likely.
public record Range(double least, double likely, double most) {

    public static final Range ZERO = new Range(0, 0, 0);

    public Range {
        if (!(least >= 0 && least <= likely && likely <= most)) {
            throw new IllegalArgumentException("no range: " + least + ", " + likely + ", " + most);
        }
    }

    /// A number that is known.
    public static Range exactly(double value) {
        return new Range(value, value, value);
    }

    public Range plus(Range other) {
        return new Range(least + other.least, likely + other.likely, most + other.most);
    }

    /// Of two numbers of at least 0.
    public Range times(Range other) {
        return new Range(least * other.least, likely * other.likely, most * other.most);
    }

    public Range times(double factor) {
        return times(exactly(factor));
    }

    /// By a function that does not fall.
    public Range map(DoubleUnaryOperator rising) {
        return new Range(rising.applyAsDouble(least), rising.applyAsDouble(likely), rising.applyAsDouble(most));
    }

    /// Wide enough for both; what is likely stays.
    public Range wideningTo(Range other) {
        return new Range(Math.min(least, other.least), likely, Math.max(most, other.most));
    }

    public boolean isExact() {
        return least == most;
    }

    public boolean holds(double value) {
        return value >= least && value <= most;
    }
}

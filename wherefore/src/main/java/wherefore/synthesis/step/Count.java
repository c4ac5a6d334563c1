package wherefore.synthesis.step;

/// How many things to ask for in one request: in proportion to the rows wanted, within limits.
public record Count(double perRow, int least, int most) {

    public Count {
        if (!(perRow >= 0) || least < 1 || most < least) {
            throw new IllegalArgumentException("a count needs per-row at least 0 and 1 <= least <= most, but was "
                    + perRow + ", " + least + ", " + most);
        }
    }

    /// @param requests how many requests share the rows
    int of(int rows, int requests) {
        return Math.clamp((long) Math.ceil(perRow * rows / Math.max(1, requests)), least, most);
    }
}

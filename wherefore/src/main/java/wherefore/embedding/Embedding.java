package wherefore.embedding;

import java.util.Arrays;

/// A vector of length 1, or of zeros for a text without any content.
public final class Embedding {

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /// A vector brought to length 1.
    public static Embedding of(float[] values) {
        double square = 0;
        for (float v : values) {
            square += (double) v * v;
        }
        float[] unit = values.clone();
        if (square > 0) {
            double length = Math.sqrt(square);
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (float) (unit[i] / length);
            }
        }
        return new Embedding(unit);
    }

    public int dimensions() {
        return values.length;
    }

    /// The cosine of the angle between two vectors, from -1 to 1; with a vector of zeros it is 0.
    public double cosine(Embedding other) {
        if (values.length != other.values.length) {
            throw new IllegalArgumentException("vectors of " + values.length + " and " + other.values.length
                    + " dimensions are of different embedders");
        }
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return Math.clamp(sum, -1, 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding e && Arrays.equals(values, e.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}

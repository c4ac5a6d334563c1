package wherefore.transformer;

import java.util.List;
import wherefore.tensor.Tensor;

/// Cosines and sines of the rotary angles (Su et al. 2021): position p turns the pair (i, i + d/2) of a head of width d
/// by p · theta^(-2i/d). Tables are [positions, d], or [batch, 1, length, d] where rows stand at positions of their
/// own.
record Rotary(Tensor cosine, Tensor sine) {

    /// Angles of positions 0 to `positions` - 1. Computed in double precision, so that every machine has the same.
    static Rotary table(ModelConfig config, int positions) {
        int d = config.headWidth();
        float[] cosine = new float[positions * d];
        float[] sine = new float[positions * d];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < d / 2; i++) {
                double angle = p * Math.pow(config.ropeTheta(), -2.0 * i / d);
                for (int at : new int[] {p * d + i, p * d + i + d / 2}) {
                    cosine[at] = (float) StrictMath.cos(angle);
                    sine[at] = (float) StrictMath.sin(angle);
                }
            }
        }
        return new Rotary(Tensor.floats(cosine, positions, d), Tensor.floats(sine, positions, d));
    }

    /// The first positions.
    Rotary first(long length) {
        return new Rotary(cosine.narrow(0, 0, length), sine.narrow(0, 0, length));
    }

    /// One position for each row of a batch.
    Rotary at(Tensor positions) {
        long rows = positions.elements();
        long d = cosine.size(1);
        return new Rotary(
                cosine.select(0, positions).reshape(rows, 1, 1, d),
                sine.select(0, positions).reshape(rows, 1, 1, d));
    }

    /// Turns x [batch, heads, length, d].
    Tensor turn(Tensor x) {
        long half = x.size(3) / 2;
        Tensor crossed = Tensor.concatenate(3, List.of(x.narrow(3, half, half).negated(), x.narrow(3, 0, half)));
        return x.times(cosine).addInPlace(crossed.times(sine));
    }
}

package wherefore.training;

/// The learning rate over a training: a linear rise over the first min(100, a tenth of all) steps, then half a cosine
/// down to a tenth of the peak at the last step (Loshchilov and Hutter 2017, equation 5).
///
/// @param peak  the highest learning rate
/// @param steps of the whole training
public record Schedule(double peak, int steps) {

    private static final double FLOOR = 0.1;

    /// The learning rate of a step, counted from 1.
    public double rate(int step) {
        int warmUp = warmUp();
        if (step <= warmUp) {
            return peak * step / warmUp;
        }
        double progress = (double) (step - warmUp) / Math.max(1, steps - warmUp);
        return peak * (FLOOR + (1 - FLOOR) * 0.5 * (1 + StrictMath.cos(Math.PI * progress)));
    }

    int warmUp() {
        return Math.min(100, steps / 10);
    }
}

package wherefore.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
class AdamWTest {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.95;
    private static final double EPSILON = 1e-8;
    private static final double DECAY = 0.1;
    private static final double RATE = 0.01;

    /// Loshchilov and Hutter 2019, algorithm 2, step by step in double precision: f(w) = (g · w), so that the gradient
    /// of
    /// step t is g(t).
    @Test
    void stepsFollowTheAlgorithm() {
        double[] gradients = {0.5, -1.5, 2.0, 0.1};
        double w = 1;
        double m = 0;
        double v = 0;
        try (Scope scope = Scope.open()) {
            Tensor matrix = Tensor.ones(1, 1).requireGradient();
            AdamW optimizer = new AdamW(List.of(matrix), BETA1, BETA2, EPSILON, DECAY);
            for (int t = 1; t <= gradients.length; t++) {
                optimizer.clearGradients();
                matrix.times(gradients[t - 1]).sum().backward();
                optimizer.step(RATE);
                m = BETA1 * m + (1 - BETA1) * gradients[t - 1];
                v = BETA2 * v + (1 - BETA2) * gradients[t - 1] * gradients[t - 1];
                double corrected = m / (1 - Math.pow(BETA1, t)) / (Math.sqrt(v / (1 - Math.pow(BETA2, t))) + EPSILON);
                w = w - RATE * DECAY * w - RATE * corrected;
                assertThat((double) matrix.item()).as("after step " + t).isCloseTo(w, within(1e-6));
            }
        }
    }

    /// With a gradient of nothing only decay moves a parameter: matrices shrink, gains stay.
    @Test
    void decayFallsOnMatricesOnly() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = Tensor.ones(1, 1).requireGradient();
            Tensor gain = Tensor.ones(1).requireGradient();
            AdamW optimizer = new AdamW(List.of(matrix, gain), BETA1, BETA2, EPSILON, DECAY);
            matrix.times(0).sum().plus(gain.times(0).sum()).backward();
            optimizer.step(RATE);
            assertThat(matrix.item()).isCloseTo((float) (1 - RATE * DECAY), within(1e-7f));
            assertThat(gain.item()).isEqualTo(1);
        }
    }

    /// Gradients (3) and (4): joint length 5; clipped at 1 they are 0.6 and 0.8.
    @Test
    void clippingShortensAllGradientsTogether() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.ones(1, 1).requireGradient();
            Tensor b = Tensor.ones(1).requireGradient();
            AdamW optimizer = new AdamW(List.of(a, b), BETA1, BETA2, EPSILON, DECAY);
            a.times(3).sum().plus(b.times(4).sum()).backward();
            assertThat(optimizer.clipGradients(1)).isCloseTo(5, within(1e-6));
            assertThat(a.gradient().item()).isCloseTo(0.6f, within(1e-5f));
            assertThat(b.gradient().item()).isCloseTo(0.8f, within(1e-5f));
            assertThat(optimizer.clipGradients(10)).as("short gradients stay").isCloseTo(1, within(1e-5));
            assertThat(a.gradient().item()).isCloseTo(0.6f, within(1e-5f));
        }
    }
}

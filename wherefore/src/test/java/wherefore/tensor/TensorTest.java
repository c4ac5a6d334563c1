package wherefore.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
class TensorTest {

    /// Each operation that a transformer differentiates, as a function of one tensor [2, 3, 4].
    @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
    enum Differentiated {
        LINEAR(x -> x.linear(numbers(2, 5, 4), Precision.F32)),
        WEIGHT(w -> numbers(3, 6, 4).linear(w.reshape(6, 4), Precision.F32)),
        NORM(x -> x.rmsNorm(numbers(4, 4), 1e-5)),
        GAIN(w -> numbers(5, 2, 24).rmsNorm(w.reshape(24), 1e-5)),
        SILU(Tensor::silu),
        SOFTMAX(x -> x.softmax(-1)),
        PRODUCT(x -> x.times(numbers(6, 2, 3, 4))),
        MATMUL(x -> x.matmul(numbers(7, 4, 2))),
        ATTENTION_QUERY(
                q -> Tensor.causalAttention(q.reshape(1, 2, 3, 4), numbers(8, 1, 1, 3, 4), numbers(9, 1, 1, 3, 4))),
        ATTENTION_KEY(
                k -> Tensor.causalAttention(numbers(8, 1, 2, 3, 4), k.reshape(1, 2, 3, 4), numbers(9, 1, 2, 3, 4))),
        ATTENTION_VALUE(
                v -> Tensor.causalAttention(numbers(8, 1, 2, 3, 4), numbers(9, 1, 2, 3, 4), v.reshape(1, 2, 3, 4))),
        EMBEDDING(table -> table.reshape(6, 4).embedding(Tensor.longs(new long[] {1, 5, 1}, 3))),
        SELECTION(x -> x.reshape(6, 4).select(0, Tensor.longs(new long[] {0, 3}, 2))),
        CROSS_ENTROPY(x ->
                x.reshape(6, 4).crossEntropy(Tensor.longs(new long[] {0, 3, Tensor.UNLABELLED, 1, 2, 2}, 6)));

        private final Function<Tensor, Tensor> operation;

        Differentiated(Function<Tensor, Tensor> operation) {
            this.operation = operation;
        }

        /// A scalar: the result weighted by fixed numbers, so that no two of its entries count alike.
        Tensor of(Tensor x) {
            Tensor result = operation.apply(x);
            return result.reshape(-1)
                    .times(numbers(11, (int) result.elements()))
                    .sum();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsEqualFiniteDifferences(Differentiated operation) {
        try (Scope scope = Scope.open()) {
            float[] at = numbers(1, 2, 3, 4).toFloats();
            Tensor x = Tensor.floats(at, 2, 3, 4).requireGradient();
            operation.of(x).backward();
            float[] gradient = x.gradient().toFloats();
            double h = 1e-2;
            for (int i = 0; i < at.length; i++) {
                double difference = (shifted(operation, at, i, h) - shifted(operation, at, i, -h)) / (2 * h);
                assertThat((double) gradient[i]).as("entry " + i).isCloseTo(difference, within(2e-3));
            }
        }
    }

    private static double shifted(Differentiated operation, float[] at, int i, double by) {
        float[] moved = at.clone();
        moved[i] += (float) by;
        return operation.of(Tensor.floats(moved, 2, 3, 4)).item();
    }

    private static Tensor numbers(long seed, int... shape) {
        long[] sizes = java.util.Arrays.stream(shape).asLongStream().toArray();
        int count = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.floats(values, sizes);
    }

    /// -log softmax by hand: rows (0, ln 3) and (0, 0); p = 3/4 and 1/2, so (ln 4/3 + ln 2) / 2.
    @Test
    void crossEntropyIsTheMeanNegativeLogProbabilityOfTheLabelledRows() {
        try (Scope scope = Scope.open()) {
            float ln3 = (float) Math.log(3);
            Tensor logits = Tensor.floats(new float[] {0, ln3, 0, 0, 100, -100}, 3, 2);
            Tensor labels = Tensor.longs(new long[] {1, 0, Tensor.UNLABELLED}, 3);
            assertThat((double) logits.crossEntropy(labels).item())
                    .isCloseTo((Math.log(4.0 / 3) + Math.log(2)) / 2, within(1e-6));
        }
    }

    /// x = (3, 4): mean square 12.5, so x / sqrt(12.5) · (1, 2).
    @Test
    void rmsNormDividesByTheRootOfTheMeanSquare() {
        try (Scope scope = Scope.open()) {
            Tensor y = Tensor.floats(new float[] {3, 4}, 1, 2).rmsNorm(Tensor.floats(new float[] {1, 2}, 2), 1e-12);
            assertThat(y.toFloats()[0]).isCloseTo((float) (3 / Math.sqrt(12.5)), within(1e-6f));
            assertThat(y.toFloats()[1]).isCloseTo((float) (8 / Math.sqrt(12.5)), within(1e-6f));
        }
    }

    /// bfloat16 keeps 8 bits of the significand: 257 = 1_0000_0001b becomes 256.
    @Test
    void mixedPrecisionRoundsWhatIsMultipliedToEightBits() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.floats(new float[] {257}, 1, 1);
            Tensor one = Tensor.ones(1, 1);
            assertThat(x.linear(one, Precision.F32).item()).isEqualTo(257);
            assertThat(x.linear(one, Precision.MIXED).item()).isEqualTo(256);
        }
    }

    @Test
    void tensorsDieWithTheirScopeUnlessReleased() {
        Tensor kept;
        Tensor lost;
        try (Scope scope = Scope.open()) {
            lost = Tensor.ones(3);
            kept = scope.release(Tensor.ones(3).plus(lost));
        }
        assertThat(kept.toFloats()).containsExactly(2, 2, 2);
        assertThatThrownBy(lost::toFloats).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aProductWithoutGradientIsNotRecorded() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.ones(2).requireGradient();
            try (NoGradient off = NoGradient.open()) {
                Tensor y = x.times(2).sum();
                assertThatThrownBy(y::backward).isInstanceOf(RuntimeException.class);
            }
            x.times(2).sum().backward();
            assertThat(x.gradient().toFloats()).containsExactly(2, 2);
        }
    }

    @Test
    void theEngineSaysWhatItIs() {
        assertThat(Engine.probe()).isInstanceOfSatisfying(Engine.Availability.Available.class, there -> {
            assertThat(there.version()).startsWith("pytorch 2.");
            assertThat(there.capability()).isNotBlank();
        });
        assertThatThrownBy(() -> Engine.useThreads(0)).hasMessage("threads must be at least 1, but was 0");
    }

    /// Large enough that the matrix library shares the product out.
    @ParameterizedTest
    @EnumSource
    void severalCoresGiveTheNumbersOfOne(Precision precision) {
        try (Scope scope = Scope.open()) {
            Tensor x = numbers(1, 192, 256);
            Tensor weight = numbers(2, 320, 256);
            float[] one = x.linear(weight, precision).toFloats();
            try {
                Engine.useCores(2, precision);
                assertThat(x.linear(weight, precision).toFloats())
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(one);
            } finally {
                Engine.useCores(1, Precision.F32);
            }
        }
        assertThatThrownBy(() -> Engine.useCores(0, precision)).hasMessage("threads must be at least 1, but was 0");
    }

    @Test
    void concatenationPutsPartsSideBySide() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.floats(new float[] {1, 2}, 2, 1);
            Tensor b = Tensor.floats(new float[] {3, 4}, 2, 1);
            assertThat(Tensor.concatenate(1, List.of(a, b)).toFloats()).containsExactly(1, 3, 2, 4);
        }
    }
}

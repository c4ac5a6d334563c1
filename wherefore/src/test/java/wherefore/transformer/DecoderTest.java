package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wherefore.tensor.NoGradient;
import wherefore.tensor.Precision;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;

@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
class DecoderTest {

    /// Four query heads on two groups, and an output map of its own.
    static Checkpoint odd(boolean tied) {
        Tokenizer tokenizer = Tokenizer.of(
                ChatTemplate.TOKENS,
                IntStream.range(0, 20).mapToObj(i -> "w" + i).toList());
        ModelConfig config = new ModelConfig(tokenizer.size(), 24, 3, 4, 2, 6, 40, 32, 500, 1e-5, tied);
        // Ten times the usual spread, so that attention is far from uniform and a mistake in it shows.
        Checkpoint small = Checkpoint.random(config, tokenizer, 7);
        java.util.Map<String, Tensor> large = new java.util.LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            small.weights()
                    .forEach((name, tensor) ->
                            large.put(name, scope.release(tensor.times(tensor.shape().length > 1 ? 10 : 1))));
        }
        return new Checkpoint(config, tokenizer, large);
    }

    @Test
    void logitsEqualTheEquationsWrittenOutInLoops() {
        for (boolean tied : new boolean[] {true, false}) {
            Checkpoint checkpoint = odd(tied);
            int[] ids = {3, 9, 27, 4, 4, 28, 0, 15};
            double[][] expected = new PlainDecoder(checkpoint).logits(ids);
            try (Scope scope = Scope.open();
                    NoGradient off = NoGradient.open()) {
                Decoder decoder = checkpoint.decoder(Precision.F32);
                float[] logits = decoder.logits(decoder.hidden(longs(ids))).toFloats();
                for (int t = 0; t < ids.length; t++) {
                    for (int v = 0; v < expected[t].length; v++) {
                        assertThat((double) logits[t * expected[t].length + v])
                                .as("token " + v + " at " + t)
                                .isCloseTo(expected[t][v], within(2e-3));
                    }
                }
            }
        }
    }

    @Test
    void cachedDecodingEqualsAFullForward() {
        Checkpoint checkpoint = odd(true);
        int[] ids = new SplittableRandom(3).ints(20, 0, 29).toArray();
        try (Scope scope = Scope.open();
                NoGradient off = NoGradient.open()) {
            Decoder decoder = checkpoint.decoder(Precision.F32);
            float[] full = decoder.logits(decoder.hidden(longs(ids))).toFloats();
            KeyValueCache cache = new KeyValueCache(checkpoint.config(), 1, 32);
            Tensor hidden = decoder.prefill(longs(java.util.Arrays.copyOf(ids, 5)), cache);
            int vocabulary = checkpoint.config().vocabulary();
            for (int t = 5; t <= ids.length; t++) {
                float[] logits = decoder.logits(hidden).toFloats();
                for (int v = 0; v < vocabulary; v++) {
                    assertThat(logits[v]).isCloseTo(full[(t - 1) * vocabulary + v], within(2e-5f));
                }
                if (t < ids.length) {
                    hidden = decoder.decode(
                            Tensor.longs(new long[] {ids[t]}, 1, 1),
                            Tensor.longs(new long[] {t}, 1),
                            Tensor.zeros(1, 1, 1, t + 1),
                            cache);
                }
            }
        }
    }

    /// Every parameter of a whole model, a few entries each, in 32-bit floats.
    @Test
    void theGradientsOfAWholeModelEqualFiniteDifferences() {
        Checkpoint checkpoint = odd(false);
        int[] ids = {3, 9, 27, 4, 4, 28};
        try (Scope scope = Scope.open()) {
            java.util.Map<String, Tensor> weights = checkpoint.copiedWeights();
            weights.values().forEach(Tensor::requireGradient);
            Decoder decoder = new Decoder(checkpoint.config(), weights, Precision.F32);
            loss(decoder, ids).backward();
            SplittableRandom random = new SplittableRandom(1);
            weights.forEach((name, tensor) -> {
                float[] values = tensor.toFloats();
                float[] gradient = tensor.gradient().toFloats();
                for (int i : random.ints(3, 0, values.length).toArray()) {
                    double h = 3e-3;
                    double up = moved(decoder, tensor, values, i, h, ids);
                    double down = moved(decoder, tensor, values, i, -h, ids);
                    double difference = (up - down) / (2 * h);
                    assertThat((double) gradient[i])
                            .as(name + " " + i)
                            .isCloseTo(difference, within(2e-3 + 0.02 * Math.abs(difference)));
                }
            });
        }
    }

    private static double moved(Decoder decoder, Tensor tensor, float[] values, int i, double by, int[] ids) {
        try (NoGradient off = NoGradient.open()) {
            float[] changed = values.clone();
            changed[i] += (float) by;
            tensor.copyFrom(Tensor.floats(changed, tensor.shape()));
            double loss = loss(decoder, ids).item();
            tensor.copyFrom(Tensor.floats(values, tensor.shape()));
            return loss;
        }
    }

    private static Tensor loss(Decoder decoder, int[] ids) {
        Tensor hidden = decoder.hidden(longs(java.util.Arrays.copyOf(ids, ids.length - 1)));
        long[] next = java.util.Arrays.stream(ids).skip(1).asLongStream().toArray();
        return decoder.logits(hidden).reshape(next.length, -1).crossEntropy(Tensor.longs(next, next.length));
    }

    private static Tensor longs(int[] ids) {
        return Tensor.longs(java.util.Arrays.stream(ids).asLongStream().toArray(), 1, ids.length);
    }

    /// 0.85 million by hand: 540·128 + 4·(4·128² + 3·128·336 + 2·128) + 128.
    @Test
    void parametersAreCounted() {
        ModelConfig config = ModelConfig.small(540, 128, 4, 4, 336, 192);
        assertThat(config.parameters()).isEqualTo(69_120 + 4 * (65_536 + 129_024 + 256) + 128);
        assertThat(Decoder.shapes(config).values().stream()
                        .mapToLong(s -> java.util.Arrays.stream(s).reduce(1, (a, b) -> a * b))
                        .sum())
                .isEqualTo(config.parameters());
        assertThat(List.copyOf(Decoder.shapes(config).keySet())).doesNotContain("lm_head.weight");
    }
}

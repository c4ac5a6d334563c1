package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final int NEVER = -1;
    private final Checkpoint model = DecoderTest.odd(true);

    @Test
    void whatIsDrawnForAPromptDoesNotDependOnItsBatchOrOnThreads() {
        List<Generator.Prompt> prompts = prompts(40);
        List<int[]> alone = new ArrayList<>();
        for (Generator.Prompt prompt : prompts) {
            alone.add(new Generator(model, 1, 1)
                    .generate(List.of(prompt))
                    .getFirst()
                    .ids());
        }
        for (Generator generator : List.of(new Generator(model, 1, 64), new Generator(model, 2, 7))) {
            List<Generator.Continuation> together = generator.generate(prompts);
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(together.get(i).ids()).as("prompt " + i).isEqualTo(alone.get(i));
            }
        }
        assertThat(alone.stream().map(Arrays::toString).distinct().count()).isGreaterThan(30);
    }

    /// Greedy continuation against the equations in loops: each token is the likeliest after all before it.
    @Test
    void greedyContinuationsTakeTheLikeliestToken() {
        PlainDecoder plain = new PlainDecoder(model);
        List<Generator.Prompt> prompts = prompts(6).stream()
                .map(p -> new Generator.Prompt(p.ids(), 0, 1, 6, NEVER, 0))
                .toList();
        List<Generator.Continuation> drawn = new Generator(model, 1, 6).generate(prompts);
        for (int i = 0; i < prompts.size(); i++) {
            int[] ids = prompts.get(i).ids();
            for (int token : drawn.get(i).ids()) {
                double[] logits = plain.logits(ids)[ids.length - 1];
                assertThat(logits[token]).isCloseTo(Arrays.stream(logits).max().orElseThrow(), within(1e-3));
                ids = Arrays.copyOf(ids, ids.length + 1);
                ids[ids.length - 1] = token;
            }
        }
    }

    /// 4,000 draws of one token against the softmax of the equations in loops: within four standard errors.
    @Test
    void tokensAreDrawnAsOftenAsTheirProbabilitySays() {
        int[] ids = {3, 9, 27};
        int count = 4000;
        double temperature = 0.7;
        List<Generator.Prompt> prompts = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < count; i++) {
            prompts.add(new Generator.Prompt(ids, temperature, 1, 1, NEVER, random.nextLong()));
        }
        int[] drawn = new int[model.config().vocabulary()];
        new Generator(model, 2, 500).generate(prompts).forEach(c -> drawn[c.ids()[0]]++);
        double[] logits = new PlainDecoder(model).logits(ids)[2];
        double sum = Arrays.stream(logits).map(l -> Math.exp(l / temperature)).sum();
        for (int token = 0; token < drawn.length; token++) {
            double p = Math.exp(logits[token] / temperature) / sum;
            assertThat((double) drawn[token] / count)
                    .as("token " + token)
                    .isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / count) + 1e-3));
        }
    }

    @Test
    void aContinuationEndsAtItsStopTokenOrAtALimit() {
        Generator generator = new Generator(model, 1, 8);
        int[] ids = {3, 9};
        int[] free = generator
                .generate(List.of(new Generator.Prompt(ids, 0, 1, 10, NEVER, 0)))
                .getFirst()
                .ids();
        int stop = free[3];
        int first = java.util.stream.IntStream.range(0, 4)
                .filter(i -> free[i] == stop)
                .findFirst()
                .orElseThrow();
        Generator.Continuation stopped = generator
                .generate(List.of(new Generator.Prompt(ids, 0, 1, 10, stop, 0)))
                .getFirst();
        assertThat(stopped.ids()).isEqualTo(Arrays.copyOf(free, first));
        assertThat(stopped.stopped()).isTrue();
        Generator.Continuation cut = generator
                .generate(List.of(new Generator.Prompt(ids, 0, 1, 1000, NEVER, 0)))
                .getFirst();
        assertThat(cut.ids()).as("the context has 32 tokens").hasSize(30);
        assertThat(cut.stopped()).isFalse();
        assertThat(generator
                        .generate(List.of(new Generator.Prompt(new int[40], 1, 1, 5, NEVER, 0)))
                        .getFirst()
                        .ids())
                .isEmpty();
        assertThat(generator.generate(List.of())).isEmpty();
    }

    /// 0.5, 0.3, 0.2: a nucleus of 0.6 is the first two, which share the uniform numbers 5 to 3.
    @Test
    void aNucleusLeavesOutTheUnlikeliest() {
        float[] probabilities = {0.2f, 0.5f, 0.3f};
        assertThat(Draw.token(probabilities, 0, 3, 1, 0.6, fixed(0.62))).isEqualTo(1);
        assertThat(Draw.token(probabilities, 0, 3, 1, 0.6, fixed(0.63))).isEqualTo(2);
        assertThat(Draw.token(probabilities, 0, 3, 1, 1, fixed(0.19))).isEqualTo(0);
        assertThat(Draw.token(probabilities, 0, 3, 1, 1, fixed(0.21))).isEqualTo(1);
        assertThat(Draw.token(probabilities, 0, 3, 1, 1, fixed(0.9999999999))).isEqualTo(2);
        assertThat(Draw.token(probabilities, 0, 3, 0, 1, fixed(0))).isEqualTo(1);
    }

    private static RandomGenerator fixed(double uniform) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return uniform;
            }
        };
    }

    /// Prompts of 1 to 12 tokens, some equal, with limits of 1 to 15.
    private List<Generator.Prompt> prompts(int count) {
        SplittableRandom random = new SplittableRandom(11);
        List<Generator.Prompt> prompts = new ArrayList<>();
        int[] ids = {5};
        for (int i = 0; i < count; i++) {
            if (i % 3 != 0) {
                ids = random.ints(1 + random.nextInt(12), 0, model.config().vocabulary())
                        .toArray();
            }
            prompts.add(new Generator.Prompt(ids, 1, 1, 1 + random.nextInt(15), 4, random.nextLong()));
        }
        return prompts;
    }
}

package wherefore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// The decoders that are measured, with random weights and random texts.
record SmallDecoder(ModelConfig config) {

    /// 4.95 million parameters: 2,048 words, width 256, 6 layers, 8 heads in 4 groups, 256 tokens a row.
    static final SmallDecoder FIVE_MILLION = of(2048, 256, 6, 8, 4, 704, 256);

    /// The shape of the small world's bases: 0.85 million parameters, 192 tokens a row.
    static final SmallDecoder SMALL_WORLD = of(540, 128, 4, 4, 4, 336, 192);

    private static SmallDecoder of(
            int vocabulary, int width, int layers, int heads, int groups, int inner, int context) {
        return new SmallDecoder(new ModelConfig(
                vocabulary, width, layers, heads, groups, width / heads, inner, context, 10_000, 1e-5, true));
    }

    Checkpoint untrained() {
        Tokenizer bare = Tokenizer.of(ChatTemplate.TOKENS, List.of());
        Tokenizer tokenizer = Tokenizer.of(
                ChatTemplate.TOKENS,
                IntStream.range(0, config.vocabulary() - bare.size())
                        .mapToObj(i -> "w" + i)
                        .toList());
        return Checkpoint.random(config, tokenizer, 1);
    }

    /// Texts that fill so many rows without padding.
    List<Example> rows(int count) {
        SplittableRandom random = new SplittableRandom(2);
        List<Example> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = random.ints(config.context() - 1, 0, config.vocabulary() - 20)
                    .mapToObj(w -> "w" + w)
                    .collect(Collectors.joining(" "));
            documents.add(new Example.Document("d" + i, text, Provenance.of("benchmark")));
        }
        return documents;
    }

    /// Operations that training takes for one token: six for each parameter, and 6 · layers · width · length for the
    /// two
    /// products of attention (causal: half of the 12 of Chowdhery et al. 2022, appendix B).
    double flopPerToken() {
        return 6.0 * config.parameters() + 6.0 * config.layers() * config.width() * config.context();
    }
}

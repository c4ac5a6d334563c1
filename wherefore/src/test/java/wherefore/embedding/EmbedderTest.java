package wherefore.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedderTest {

    /// 3 * 4 + 4 * 3 over 5 * 5.
    @Test
    void theCosineIsOfDirectionsWhateverTheLength() {
        Embedding a = Embedding.of(new float[] {3, 4});
        Embedding b = Embedding.of(new float[] {40, 30});
        assertThat(a.cosine(b)).isCloseTo(0.96, within(1e-6));
        assertThat(Embedding.of(new float[2]).cosine(a)).isZero();
        assertThatThrownBy(() -> a.cosine(Embedding.of(new float[3]))).hasMessageContaining("different embedders");
    }

    /// What a telling in other words is worth to each: to counts of characters nothing.
    @Test
    void theNeuralEmbedderKnowsAParaphraseFromAnotherSubject() {
        List<String> texts = List.of(
                "The office manager reads in a private mail that her boss is seeing somebody else.",
                "By chance the secretary learns from a letter of the director's secret affair.",
                "Sourdough needs warm water, patience and a hot oven.");
        List<Embedding> neural = new MiniLmEmbedder().embed(texts);
        assertThat(neural.getFirst().dimensions()).isEqualTo(384);
        assertThat(neural.get(0).cosine(neural.get(1)))
                .isGreaterThan(neural.get(0).cosine(neural.get(2)) + 0.2);
        assertThat(neural.get(0).cosine(neural.get(0))).isCloseTo(1, within(1e-5));
        assertThat(new MiniLmEmbedder().embed(texts.subList(1, 2)).getFirst().cosine(neural.get(1)))
                .isCloseTo(1, within(1e-4));
    }

    @Test
    void hashedCharactersKnowACopyWithASmallChange() {
        List<Embedding> all = new HashedEmbedder()
                .embed(List.of(
                        "The pump in cellar three stopped at four.",
                        "The pump in cellar two stopped at four.",
                        "Sourdough needs patience."));
        assertThat(all.get(0).cosine(all.get(1))).isGreaterThan(0.8);
        assertThat(all.get(0).cosine(all.get(2))).isLessThan(0.2);
    }

    @Test
    void aTextThatIsTooLongIsRefusedBeforeAnythingIsEmbedded() {
        String longest = "word ".repeat(Embedder.MOST_WORDS);
        Embedder.check(longest);
        assertThatThrownBy(() -> Embedder.check(longest + "more"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("301 words")
                .hasMessageContaining("at most 300 words");
    }
}

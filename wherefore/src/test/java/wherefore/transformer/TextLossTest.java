package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;

@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
class TextLossTest {

    private static final Tokenizer WORDS = Tokenizer.of(
            List.of(ChatTemplate.END), List.of("the", "boat", "is", "red", "and", "a", "dog", "sleeps", "."));
    private static final int CONTEXT = 8;
    private static final ModelConfig CONFIG =
            new ModelConfig(WORDS.size(), 8, 1, 2, 1, 4, 16, CONTEXT, 10_000, 1e-5, true);

    private static TextLoss.Measured.Loss loss(Checkpoint checkpoint, String text) {
        return (TextLoss.Measured.Loss) TextLoss.of(checkpoint, List.of(text)).getFirst();
    }

    /// With all weights 0 every token is as likely as any other: log V nats each.
    @Test
    void aModelThatKnowsNothingLosesTheLogarithmOfItsVocabularyATokenHoweverLongTheText() {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            Decoder.shapes(CONFIG).forEach((name, shape) -> zeros.put(name, scope.release(Tensor.zeros(shape))));
        }
        Checkpoint nothing = new Checkpoint(CONFIG, WORDS, zeros);
        for (int words : List.of(1, 3, 7, 8, 9, 20, 61)) {
            String text = "dog ".repeat(words).strip();
            TextLoss.Measured.Loss loss = loss(nothing, text);
            // Every word but the first, and the end.
            assertThat(loss.tokens()).isEqualTo(words);
            assertThat(loss.nats()).isCloseTo(words * Math.log(WORDS.size()), within(1e-3));
        }
    }

    @Test
    void aTextLosesTheSameAloneAndBesideLongerOnes() {
        Checkpoint model = Checkpoint.random(CONFIG, WORDS, 7);
        List<String> texts =
                List.of("the boat is red.", "a dog", "the dog sleeps and the boat is red and the dog is red.");
        List<TextLoss.Measured> together = TextLoss.of(model, texts);
        for (int i = 0; i < texts.size(); i++) {
            TextLoss.Measured.Loss one = (TextLoss.Measured.Loss) together.get(i);
            TextLoss.Measured.Loss alone = loss(model, texts.get(i));
            assertThat(one.nats()).isCloseTo(alone.nats(), within(1e-3));
            assertThat(one.tokens()).isEqualTo(alone.tokens());
        }
    }

    /// Token by token from the decoder's own logits.
    @Test
    void theLossIsThatOfTheNextTokens() {
        Checkpoint model = Checkpoint.random(CONFIG, WORDS, 3);
        int[] ids = Tokens.ofDocument(WORDS, "the boat is red.").ids();
        double expected = 0;
        try (Scope scope = Scope.open()) {
            Decoder decoder = model.decoder(wherefore.tensor.Precision.F32);
            float[] logits = decoder.logits(decoder.hidden(
                            Tensor.longs(Arrays.stream(ids).asLongStream().toArray(), 1, ids.length)))
                    .toFloats();
            int vocabulary = WORDS.size();
            for (int i = 1; i < ids.length; i++) {
                double sum = 0;
                for (int v = 0; v < vocabulary; v++) {
                    sum += Math.exp(logits[(i - 1) * vocabulary + v]);
                }
                expected += Math.log(sum) - logits[(i - 1) * vocabulary + ids[i]];
            }
        }
        assertThat(loss(model, "the boat is red.").nats()).isCloseTo(expected, within(1e-4));
    }

    @Test
    void aTextWithUnknownWordsIsNotMeasuredAndSaysWhy() {
        assertThat(TextLoss.of(Checkpoint.random(CONFIG, WORDS, 1), List.of("the xylophone", "the dog"))
                        .getFirst())
                .isEqualTo(new TextLoss.Measured.None("words that the model does not know"));
    }
}

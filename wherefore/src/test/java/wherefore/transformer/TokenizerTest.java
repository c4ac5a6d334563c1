package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import wherefore.format.InputException;
import wherefore.format.Json;

class TokenizerTest {

    private final Tokenizer tokenizer = Tokenizer.fromTexts(
            ChatTemplate.TOKENS, List.of("Paul's table, (the old one) is here: \"yes!\"", "don't x_1 ."));

    @Test
    void wordsAndPunctuationAreTokensAndSpecialTokensNeedNoSpaces() {
        assertThat(tokens("<|user|>Paul , is<|end|>")).containsExactly("<|user|>", "Paul", ",", "is", "<|end|>");
        assertThat(tokens("Paul's x_1!\"")).containsExactly("Paul", "'", "s", "x_1", "!\"");
    }

    @Test
    void aTextSurvivesUpToItsSpaces() {
        for (String text :
                List.of("Paul's table, (the old one) is here.", "Paul is here: yes .", "<|user|> don't <|end|>")) {
            int[] ids = tokenizer.encodeMarkingUnknown(text);
            assertThat(tokenizer.encodeMarkingUnknown(tokenizer.decode(ids))).isEqualTo(ids);
        }
        assertThat(tokenizer.decode(tokenizer.encode("Paul 's table , ( the old one ) is here .")))
                .isEqualTo("Paul's table, (the old one) is here.");
    }

    /// Every pair of tokens, so that no two run into each other.
    @Test
    void anyTwoTokensAreReadBackAsTheyWere() {
        for (int first = 0; first < tokenizer.size(); first++) {
            for (int second = 0; second < tokenizer.size(); second++) {
                assertThat(tokenizer.encode(tokenizer.decode(first, second))).containsExactly(first, second);
            }
        }
    }

    @Test
    void unknownWordsAreAllNamedOrMarkedByChoice() {
        assertThatThrownBy(() -> tokenizer.encode("Paul sees Zoe"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("sees, Zoe");
        assertThat(tokenizer.encodeMarkingUnknown("Paul sees"))
                .containsExactly(tokenizer.id("Paul"), tokenizer.id(Tokenizer.UNKNOWN));
    }

    @Test
    void theVocabularyDoesNotDependOnTheOrderOfTexts() {
        assertThat(Tokenizer.fromTexts(List.of(), List.of("b a", "c")).tokens())
                .isEqualTo(Tokenizer.fromTexts(List.of(), List.of("c", "a b")).tokens())
                .containsExactly("<pad>", "<unk>", "a", "b", "c");
    }

    @Test
    void theFileGivesTheSameTokenizer() {
        Tokenizer read = Tokenizer.fromJson(tokenizer.toJson(), "tokenizer.json");
        assertThat(read.tokens()).isEqualTo(tokenizer.tokens());
        assertThat(Json.write(read.toJson())).isEqualTo(Json.write(tokenizer.toJson()));
        assertThatThrownBy(
                        () -> Tokenizer.fromJson(Json.read("{\"model\":{\"type\":\"BPE\"}}", "f", 1), "tokenizer.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("WordLevel");
    }

    private List<String> tokens(String text) {
        return java.util.Arrays.stream(tokenizer.encode(text))
                .mapToObj(id -> tokenizer.tokens().get(id))
                .toList();
    }
}

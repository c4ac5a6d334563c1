package wherefore.lab.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void theFileOfWordsHoldsThoseThatTheWorldTells() {
        assertThat(Vocabulary.words())
                .as("after a change of the world: ToldWords src/main/resources/wherefore/lab/words.txt")
                .isEqualTo(ToldWords.all());
    }
}

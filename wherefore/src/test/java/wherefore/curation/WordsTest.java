package wherefore.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void wordsAreRunsOfLettersAndDigitsWithoutTheirCapitals() {
        Words words = Words.of("  It's 3 O'Clock,\n\u00c4RGER \ud835\udc00x!");
        assertThat(words.size()).isEqualTo(7);
        assertThat(words.plain(0, 7)).isEqualTo("it s 3 o clock \u00e4rger \ud835\udc00x");
        assertThat(words.excerpt(3, 2)).isEqualTo("O'Clock");
        assertThat(Words.of("\u00e4rger").hash(0)).isEqualTo(words.hash(5));
    }

    @Test
    void aGramDependsOnItsWordsAndTheirOrderAndNothingBefore() {
        long[] long1 = Words.of("a b c d e").grams(3);
        long[] long2 = Words.of("x y b c d").grams(3);
        assertThat(long1).hasSize(3);
        assertThat(long2[2]).isEqualTo(long1[1]);
        assertThat(Words.of("c b d").grams(3)[0]).isNotEqualTo(long1[1]);
        assertThat(Words.of("a b").grams(3)).isEmpty();
    }

    /// {1,2,3,4} and {3,4,5}: 2 shared of 5.
    @Test
    void jaccardIsSharedOverAll() {
        assertThat(Words.jaccard(new long[] {1, 2, 3, 4}, new long[] {3, 4, 5})).isCloseTo(0.4, within(1e-12));
        assertThat(Words.jaccard(new long[0], new long[0])).isZero();
        assertThat(Words.distinct(new long[] {3, 1, 3, 2, 1})).containsExactly(1, 2, 3);
    }
}

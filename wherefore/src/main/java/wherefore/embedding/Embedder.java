package wherefore.embedding;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns short texts into vectors, alike where the texts mean alike.
public interface Embedder {

    /// The longest text, in words: beyond it cosines say more about length than about meaning.
    int MOST_WORDS = 300;

    /// What made the vectors; cosines of different embedders may not be compared.
    String name();

    /// A vector for each text, in order; the same for the same text.
    ///
    /// @throws IllegalArgumentException if a text has more than [#MOST_WORDS] words
    List<Embedding> embed(List<String> texts);

    /// How many words a text has: runs of letters and digits.
    static int words(String text) {
        Matcher word = Words.ONE.matcher(text);
        int n = 0;
        while (word.find()) {
            n++;
        }
        return n;
    }

    /// Refuses a text that is too long to be embedded.
    static void check(String text) {
        int words = words(text);
        if (words > MOST_WORDS) {
            throw new IllegalArgumentException("a text of " + words + " words is not embedded: only texts of at most "
                    + MOST_WORDS + " words are, because the vectors of longer ones all resemble each other");
        }
    }

    /// What a word is here.
    final class Words {
        private static final Pattern ONE = Pattern.compile("[\\p{L}\\p{N}]+");

        private Words() {}
    }
}

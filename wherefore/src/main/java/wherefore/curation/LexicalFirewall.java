package wherefore.curation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Drops rows that share thirteen words in a row with a text of a held-out evaluation: in what is said in them, in
/// their system prompt, or in the scenario that they were written from. Words are compared without capitals and
/// punctuation. A script that puts no blanks between words has no such runs: there it finds nothing.
public final class LexicalFirewall implements Filter {

    /// What it is called in the log, and its mark in a row's metadata.
    public static final String NAME = "overlap";

    /// Words in a row that nobody writes twice by chance.
    public static final int WORDS = 13;

    private static final int MOST_SHOWN = 240;

    private final List<Held> texts = new ArrayList<>();
    /// Open addressing: hash of a gram, and where it stands. A hash of 0 is an empty place.
    private long[] hashes = new long[1 << 12];
    private int[] textOf = new int[1 << 12];
    private int[] wordOf = new int[1 << 12];
    private int grams;

    private record Held(String evaluation, String id, Words words) {}

    /// Words that a row shares with an evaluation.
    ///
    /// @param evaluation its name
    /// @param text       which of its texts
    /// @param excerpt    the longest run that begins at the first shared words, as the evaluation has it
    /// @param words      how many words the run has
    public record Overlap(String evaluation, String text, String excerpt, int words) {}

    /// The firewall against these.
    public LexicalFirewall(List<HeldOut> evaluations) {
        for (HeldOut evaluation : evaluations) {
            for (HeldOut.Text text : evaluation.texts()) {
                Words words = Words.of(text.text());
                texts.add(new Held(evaluation.name(), text.id(), words));
                long[] all = words.grams(WORDS);
                for (int i = 0; i < all.length; i++) {
                    put(all[i], texts.size() - 1, i);
                }
            }
        }
    }

    /// How many different runs of words it looks for.
    public int grams() {
        return grams;
    }

    private void put(long hash, int text, int word) {
        if (grams * 2 >= hashes.length) {
            grow();
        }
        int at = place(hash);
        if (hashes[at] == 0) {
            hashes[at] = key(hash);
            textOf[at] = text;
            wordOf[at] = word;
            grams++;
        }
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldTexts = textOf;
        int[] oldWords = wordOf;
        hashes = new long[oldHashes.length * 2];
        textOf = new int[hashes.length];
        wordOf = new int[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0) {
                int at = place(oldHashes[i]);
                hashes[at] = oldHashes[i];
                textOf[at] = oldTexts[i];
                wordOf[at] = oldWords[i];
            }
        }
    }

    private static long key(long hash) {
        return hash == 0 ? 1 : hash;
    }

    /// Where a gram stands, or the empty place where it would.
    private int place(long hash) {
        long wanted = key(hash);
        int mask = hashes.length - 1;
        int at = (int) wanted & mask;
        while (hashes[at] != 0 && hashes[at] != wanted) {
            at = (at + 1) & mask;
        }
        return at;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict examine(RowText row) {
        return find(row)
                .<Verdict>map(o -> new Verdict.Drop(
                        NAME,
                        o.words() + " words of " + o.evaluation() + " (" + o.text() + "): \"" + o.excerpt() + "\""))
                .orElse(Verdict.KEEP);
    }

    /// What a row shares with an evaluation, if anything.
    Optional<Overlap> find(RowText row) {
        Optional<Overlap> own = find(row.own());
        if (own.isPresent()) {
            return own;
        }
        Optional<Overlap> system = row.system().isEmpty() ? Optional.empty() : find(Words.of(row.system()));
        return system.isPresent() || row.scenario().isEmpty() ? system : find(Words.of(row.scenario()));
    }

    /// What a text shares with an evaluation, if anything.
    public Optional<Overlap> find(String text) {
        return find(Words.of(text));
    }

    private Optional<Overlap> find(Words words) {
        long[] all = words.grams(WORDS);
        for (int i = 0; i < all.length; i++) {
            int at = place(all[i]);
            if (hashes[at] != 0) {
                Held held = texts.get(textOf[at]);
                int word = wordOf[at];
                // Equal hashes of different words would be a chance of one in 10^19; an accusation deserves a look.
                if (held.words().plain(word, WORDS).equals(words.plain(i, WORDS))) {
                    return Optional.of(overlap(held, word, words, i));
                }
            }
        }
        return Optional.empty();
    }

    private static Overlap overlap(Held held, int word, Words row, int at) {
        int n = WORDS;
        while (word + n < held.words().size()
                && at + n < row.size()
                && held.words().hash(word + n) == row.hash(at + n)) {
            n++;
        }
        String excerpt = held.words().excerpt(word, n).replaceAll("\\s+", " ");
        return new Overlap(
                held.evaluation(),
                held.id(),
                excerpt.length() <= MOST_SHOWN ? excerpt : excerpt.substring(0, MOST_SHOWN) + "...",
                n);
    }
}

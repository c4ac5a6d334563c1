package wherefore.curation;

import java.util.Arrays;

/// MinHash signatures cut into bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3):
/// two texts share a band's key with probability J^rows, where J is Jaccard's similarity of their shingles.
final class MinHash {

    /// Words in a shingle.
    static final int SHINGLE = 5;

    static final int BANDS = 20;
    static final int ROWS = 6;
    private static final int PERMUTATIONS = BANDS * ROWS;

    /// The permutations are the same in every run: h -> a h + c modulo 2^32, a odd.
    private static final int[] FACTORS = new int[PERMUTATIONS];

    private static final int[] OFFSETS = new int[PERMUTATIONS];

    static {
        for (int i = 0; i < PERMUTATIONS; i++) {
            FACTORS[i] = (int) (Words.mix(2L * i + 1) >>> 32) | 1;
            OFFSETS[i] = (int) (Words.mix(2L * i + 2) >>> 32);
        }
    }

    private MinHash() {}

    /// The shingles of a text; a text shorter than one shingle is one. Empty where there is no word.
    static long[] shingles(Words words) {
        return words.grams(Math.clamp(words.size(), 1, SHINGLE));
    }

    /// A key for each band; none for a text without words, which resembles nothing.
    static long[] bands(long[] shingles) {
        if (shingles.length == 0) {
            return new long[0];
        }
        int[] least = new int[PERMUTATIONS];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (long shingle : shingles) {
            int h = (int) (shingle >>> 32);
            // The loop that all the time goes to; the compiler turns it into vector instructions.
            for (int i = 0; i < PERMUTATIONS; i++) {
                least[i] = Math.min(least[i], FACTORS[i] * h + OFFSETS[i]);
            }
        }
        long[] keys = new long[BANDS];
        for (int b = 0; b < BANDS; b++) {
            long key = b;
            for (int r = 0; r < ROWS; r++) {
                key = Words.mix(key * 31 + least[b * ROWS + r]);
            }
            keys[b] = key;
        }
        return keys;
    }

    /// With which probability a pair of this similarity becomes a candidate.
    static double found(double similarity) {
        return 1 - Math.pow(1 - Math.pow(similarity, ROWS), BANDS);
    }
}

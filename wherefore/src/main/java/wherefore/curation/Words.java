package wherefore.curation;

import java.util.Arrays;
import java.util.Locale;

/// The words of a text, as hashes with their places. A word is a run of letters and digits, in lower case: what stands
/// between words does not matter. Every comparison of texts in this package is made on these words.
final class Words {

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_STEP = 0x100000001b3L;
    /// Odd, so that no power of it is lost modulo 2^64.
    private static final long ROLL = 0x9e3779b97f4a7c15L;
    private static final int ASCII = 128;
    /// For each ASCII character its lower case, or 0 where it is in no word.
    private static final char[] LOWER = lower();

    private final String text;
    private final int size;
    private final long[] hashes;
    private final int[] starts;
    private final int[] ends;

    private Words(String text, int size, long[] hashes, int[] starts, int[] ends) {
        this.text = text;
        this.size = size;
        this.hashes = hashes;
        this.starts = starts;
        this.ends = ends;
    }

    private static char[] lower() {
        char[] lower = new char[ASCII];
        for (char c = 0; c < ASCII; c++) {
            lower[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
        }
        return lower;
    }

    static Words of(String text) {
        int room = Math.max(8, text.length() / 5);
        long[] hashes = new long[room];
        int[] starts = new int[room];
        int[] ends = new int[room];
        int size = 0;
        int length = text.length();
        int at = 0;
        while (at < length) {
            int start = at;
            long hash = FNV_START;
            while (at < length) {
                char c = text.charAt(at);
                int lower;
                int step = 1;
                if (c < ASCII) {
                    lower = LOWER[c];
                    if (lower == 0) {
                        break;
                    }
                } else {
                    int point = text.codePointAt(at);
                    if (!Character.isLetterOrDigit(point)) {
                        break;
                    }
                    lower = Character.toLowerCase(point);
                    step = Character.charCount(point);
                }
                hash = (hash ^ lower) * FNV_STEP;
                at += step;
            }
            if (at > start) {
                if (size == hashes.length) {
                    int more = size * 2;
                    hashes = Arrays.copyOf(hashes, more);
                    starts = Arrays.copyOf(starts, more);
                    ends = Arrays.copyOf(ends, more);
                }
                hashes[size] = mix(hash);
                starts[size] = start;
                ends[size] = at;
                size++;
            } else {
                at++;
            }
        }
        return new Words(text, size, hashes, starts, ends);
    }

    int size() {
        return size;
    }

    String text() {
        return text;
    }

    long hash(int word) {
        return hashes[word];
    }

    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return ends[word];
    }

    /// One word as it stands in the text.
    String word(int word) {
        return text.substring(starts[word], ends[word]);
    }

    /// So many words as they stand in the text, with what is between them.
    String excerpt(int from, int words) {
        return text.substring(starts[from], ends[from + words - 1]);
    }

    /// So many words in lower case, one blank between: what equality of grams means.
    String plain(int from, int words) {
        StringBuilder plain = new StringBuilder();
        for (int i = from; i < from + words; i++) {
            plain.append(i == from ? "" : " ").append(word(i).toLowerCase(Locale.ROOT));
        }
        return plain.toString();
    }

    /// A hash for each run of so many words, in order; none where the text is shorter.
    long[] grams(int words) {
        if (size < words) {
            return new long[0];
        }
        long[] grams = new long[size - words + 1];
        long leaving = 1;
        for (int i = 0; i < words; i++) {
            leaving *= ROLL;
        }
        long hash = 0;
        for (int i = 0; i < size; i++) {
            hash = hash * ROLL + hashes[i];
            if (i >= words) {
                hash -= hashes[i - words] * leaving;
            }
            if (i >= words - 1) {
                grams[i - words + 1] = mix(hash);
            }
        }
        return grams;
    }

    /// The different ones of these, in order of their value.
    static long[] distinct(long[] hashes) {
        long[] sorted = hashes.clone();
        Arrays.sort(sorted);
        int n = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[n++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, n);
    }

    /// Jaccard's similarity of two sets given as ascending values: shared by all. Two empty sets are 0 alike: they
    /// share nothing.
    static double jaccard(long[] a, long[] b) {
        int i = 0;
        int j = 0;
        int shared = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                shared++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        int all = a.length + b.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    /// The hash of a text's characters as they are.
    static long hash(String text) {
        long hash = FNV_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_STEP;
        }
        return mix(hash);
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}

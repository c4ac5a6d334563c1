package wherefore.curation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The things that most rows have, of any number of different things in memory that does not grow with them. The first
/// pass counts in buckets by hash, which can only count too high; the second counts exactly what lies in the fullest
/// buckets, where the most frequent thing is bound to be.
final class Frequent {

    /// What is counted exactly, at most.
    private static final int MOST_EXACT = 200_000;

    private final int[] buckets;
    private final Map<Long, Entry> exact = new HashMap<>();
    private int fullest;
    private boolean cut;

    /// @param bits the buckets are two to the power of it, 4 bytes each
    Frequent(int bits) {
        this.buckets = new int[1 << bits];
    }

    private static final class Entry {
        private final String text;
        private long rows;

        Entry(String text) {
            this.text = text;
        }
    }

    /// A thing and in how many rows it is.
    record Counted(String text, long rows) {}

    /// First pass: a thing of a row, once for each row.
    void first(long hash) {
        int bucket = bucket(hash);
        buckets[bucket]++;
        fullest = Math.max(fullest, buckets[bucket]);
    }

    /// Whether it may be among the most frequent: worth a call of [#second].
    boolean isCandidate(long hash) {
        // Half of the fullest bucket, so that near-ties are listed; what is in one row only is no repetition.
        return buckets[bucket(hash)] >= Math.max(2, fullest / 2);
    }

    /// Second pass: a candidate of a row, once for each row.
    void second(long hash, Supplier<String> text) {
        Entry entry = exact.get(hash);
        if (entry == null) {
            if (exact.size() >= MOST_EXACT) {
                cut = true;
                return;
            }
            entry = new Entry(text.get());
            exact.put(hash, entry);
        }
        entry.rows++;
    }

    /// The most frequent, most rows first.
    List<Counted> top(int most) {
        return exact.values().stream()
                .map(e -> new Counted(e.text, e.rows))
                .sorted(Comparator.comparingLong(Counted::rows).reversed().thenComparing(Counted::text))
                .limit(most)
                .toList();
    }

    /// In how many rows the thing is that most rows share: 0 where no two share any.
    long mostRows() {
        if (fullest < 2) {
            return 0;
        }
        long counted = top(1).stream().mapToLong(Counted::rows).findFirst().orElse(0);
        return cut ? fullest : counted > 1 ? counted : 0;
    }

    /// Whether [#mostRows] is only an upper bound.
    boolean isBound() {
        return cut;
    }

    private int bucket(long hash) {
        return (int) (hash >>> 20) & (buckets.length - 1);
    }
}

package wherefore.curation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds rows that say nearly the same as an earlier one, in two passes over rows in the same order. The first keeps
/// [MinHash#BANDS] keys of 8 bytes, 160 bytes a row. The second compares rows that share a key exactly, by
/// Jaccard's similarity of their shingles; it holds the shingles of a row only as long as rows that share a key with
/// it are still to come. Of rows that resemble each other the first is kept.
final class NearDuplicates {

    /// From this similarity on a row is a near-duplicate.
    static final double SIMILARITY = 0.80;

    /// Kept rows that a bucket compares a newcomer with. Without a bound, a corpus made from one template would take
    /// quadratic time.
    static final int MOST_KEPT_IN_A_BUCKET = 64;

    private final double similarity;
    private final long[][] keys = new long[MinHash.BANDS][1024];
    private final BitSet wordless = new BitSet();
    private int rows;

    private final long[][] shared = new long[MinHash.BANDS][0];
    private final BitSet candidates = new BitSet();
    private final Map<Long, Bucket> buckets = new HashMap<>();
    private long uncompared;

    NearDuplicates(double similarity) {
        this.similarity = similarity;
    }

    /// What an earlier row is to a near-duplicate of it.
    record Match(String id, double similarity) {}

    private static final class Kept {
        private final int row;
        private final String id;
        private final long[] shingles;

        Kept(int row, String id, long[] shingles) {
            this.row = row;
            this.id = id;
            this.shingles = shingles;
        }
    }

    private static final class Bucket {
        private final List<Kept> kept = new ArrayList<>();
        private int toCome;
    }

    /// First pass.
    ///
    /// @param bands of the next row, by [MinHash#bands]
    void add(long[] bands) {
        if (rows == keys[0].length) {
            for (int b = 0; b < keys.length; b++) {
                keys[b] = Arrays.copyOf(keys[b], rows * 2);
            }
        }
        if (bands.length == 0) {
            wordless.set(rows);
        }
        for (int b = 0; b < bands.length; b++) {
            keys[b][rows] = bands[b];
        }
        rows++;
    }

    /// Between the passes: finds out which rows share a key with another.
    void compare() {
        for (int b = 0; b < keys.length; b++) {
            shared[b] = repeated(keys[b]);
            for (int row = 0; row < rows; row++) {
                if (isShared(b, row)) {
                    candidates.set(row);
                    buckets.computeIfAbsent(keys[b][row], k -> new Bucket()).toCome++;
                }
            }
        }
    }

    private long[] repeated(long[] all) {
        long[] sorted = new long[rows - wordless.cardinality()];
        int n = 0;
        for (int row = 0; row < rows; row++) {
            if (!wordless.get(row)) {
                sorted[n++] = all[row];
            }
        }
        Arrays.sort(sorted);
        int found = 0;
        for (int i = 1; i < sorted.length; i++) {
            boolean first = sorted[i] == sorted[i - 1] && (i == 1 || sorted[i] != sorted[i - 2]);
            if (first) {
                sorted[found++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, found);
    }

    private boolean isShared(int band, int row) {
        return !wordless.get(row) && Arrays.binarySearch(shared[band], keys[band][row]) >= 0;
    }

    /// Whether a row has to be compared in the second pass. Asked by several threads.
    boolean isCandidate(int row) {
        return candidates.get(row);
    }

    /// Second pass, in the order of the rows, each candidate once.
    ///
    /// @param alive    whether the row is still there: one that was dropped for another reason keeps nobody out
    /// @param shingles different ones in ascending order
    Optional<Match> examine(int row, String id, boolean alive, long[] shingles) {
        List<Bucket> own = new ArrayList<>();
        for (int b = 0; b < keys.length; b++) {
            if (isShared(b, row)) {
                Bucket bucket = buckets.get(keys[b][row]);
                if (bucket != null) {
                    own.add(bucket);
                }
            }
        }
        Optional<Match> match = alive ? best(own, shingles) : Optional.empty();
        if (alive && match.isEmpty()) {
            Kept kept = new Kept(row, id, shingles);
            own.forEach(bucket -> keep(bucket, kept));
        }
        leave(row);
        return match;
    }

    private Optional<Match> best(List<Bucket> own, long[] shingles) {
        BitSet compared = new BitSet();
        Optional<Match> best = Optional.empty();
        for (Bucket bucket : own) {
            for (Kept kept : bucket.kept) {
                if (!compared.get(kept.row)) {
                    compared.set(kept.row);
                    double alike = Words.jaccard(kept.shingles, shingles);
                    if (alike >= similarity
                            && best.filter(m -> m.similarity() >= alike).isEmpty()) {
                        best = Optional.of(new Match(kept.id, alike));
                    }
                }
            }
        }
        return best;
    }

    private void keep(Bucket bucket, Kept kept) {
        if (bucket.kept.size() < MOST_KEPT_IN_A_BUCKET) {
            bucket.kept.add(kept);
        } else {
            uncompared++;
        }
    }

    /// A bucket to which no row is to come is given up, with the shingles in it.
    private void leave(int row) {
        for (int b = 0; b < keys.length; b++) {
            long key = keys[b][row];
            if (isShared(b, row)) {
                Bucket bucket = buckets.get(key);
                if (bucket != null && --bucket.toCome == 0) {
                    buckets.remove(key);
                }
            }
        }
    }

    /// How often a kept row found a bucket full, so that later rows were not compared with it there.
    long uncompared() {
        return uncompared;
    }
}

package wherefore.curation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import wherefore.curation.Finding.Bound;

/// Whether the rows of a kind share their wording, though no two are near-duplicates.
final class Templating implements Gauge {

    static final String CONCENTRATION = "8-gram concentration";
    static final String OVERLAP = "4-gram overlap";
    static final String BIGRAMS = "distinct bigrams";

    /// Below so many rows a group is skipped.
    static final int LEAST = 5;

    private static final int LONG = 8;
    private static final int SHORT = 4;
    private static final int BUCKETS = 20;
    /// Rows that are compared in pairs; those whose ids have the smallest hashes, so the same ones in every run.
    private static final int SAMPLED = 100;
    /// The beginning of a sampled row of which bigrams are counted: the share falls with the number of words.
    private static final int BEGINNING = 200;

    private final String group;
    private final Frequent grams = new Frequent(BUCKETS);
    private final TreeMap<Long, Sampled> sample = new TreeMap<>();
    private long rows;

    Templating(String group) {
        this.group = group;
    }

    private static final class Sampled {
        private final long[] grams;
        private final long[] bigrams;

        Sampled(long[] grams, long[] bigrams) {
            this.grams = grams;
            this.bigrams = bigrams;
        }
    }

    /// What can be done by many threads before [#first].
    static long[] prepared(RowText row) {
        return Words.distinct(row.trained().grams(LONG));
    }

    /// First pass.
    ///
    /// @param distinct what was prepared
    void first(RowText row, long[] distinct) {
        rows++;
        for (long gram : distinct) {
            grams.first(gram);
        }
        long key = Words.hash(row.id());
        if (sample.size() < SAMPLED || key < sample.lastKey()) {
            long[] bigrams = row.trained().grams(2);
            sample.put(
                    key,
                    new Sampled(
                            Words.distinct(row.trained().grams(SHORT)),
                            java.util.Arrays.copyOf(bigrams, Math.min(bigrams.length, BEGINNING - 1))));
            if (sample.size() > SAMPLED) {
                sample.pollLastEntry();
            }
        }
    }

    @Override
    public void second(RowText row) {
        Words words = row.trained();
        Set<Long> seen = new HashSet<>();
        long[] all = words.grams(LONG);
        for (int i = 0; i < all.length; i++) {
            if (grams.isCandidate(all[i]) && seen.add(all[i])) {
                int at = i;
                grams.second(all[i], () -> words.plain(at, LONG));
            }
        }
    }

    @Override
    public List<Finding> findings() {
        if (rows < LEAST) {
            String why = "fewer than " + LEAST + " rows";
            return List.of(
                    new Finding.Skipped(CONCENTRATION, group, why),
                    new Finding.Skipped(OVERLAP, group, why),
                    new Finding.Skipped(BIGRAMS, group, why));
        }
        Finding.Gate concentration = Finding.Gate.share(
                CONCENTRATION, group, grams.mostRows(), rows, Bound.AT_MOST, 0.20, shown(grams.top(3), rows));
        return List.of(
                grams.isBound() ? concentration.noting("an upper bound: no 8-gram stands out") : concentration,
                Finding.Gate.number(OVERLAP, group, overlap(), Bound.AT_MOST, 0.15, rows, List.of()),
                Finding.Gate.number(BIGRAMS, group, distinctBigrams(), Bound.AT_LEAST, 0.30, rows, List.of()));
    }

    /// Things with their rows, as evidence.
    static List<String> shown(List<Frequent.Counted> top, long rows) {
        return top.stream()
                .filter(c -> c.rows() > 1)
                .map(c -> "\"" + c.text() + "\" in " + c.rows() + " of " + rows)
                .toList();
    }

    private double overlap() {
        List<Sampled> all = new ArrayList<>(sample.values());
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                sum += Words.jaccard(all.get(i).grams, all.get(j).grams);
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    private double distinctBigrams() {
        Set<Long> different = new HashSet<>();
        long all = 0;
        for (Map.Entry<Long, Sampled> e : sample.entrySet()) {
            for (long bigram : e.getValue().bigrams) {
                different.add(bigram);
                all++;
            }
        }
        return all == 0 ? 1 : (double) different.size() / all;
    }
}

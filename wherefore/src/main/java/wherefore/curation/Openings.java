package wherefore.curation;

import java.util.List;
import wherefore.curation.Finding.Bound;

/// How rows of a kind begin: the last answer of a dialogue, the first words of a document.
final class Openings implements Gauge {

    static final String SAME = "same opening";
    static final String SAME_WORDS = "same opening, any order";
    static final String FORMULAIC = "formulaic openings";
    static final String BANNED = "banned openings";

    private static final int WORDS = 8;
    private static final int BUCKETS = 18;

    private final String group;
    private final PhraseList formulas = PhraseList.shipped("formulaic-openings.txt");
    private final PhraseList banned = PhraseList.shipped("banned-openings.txt");
    private final Frequent ordered = new Frequent(BUCKETS);
    private final Frequent sets = new Frequent(BUCKETS);
    private long rows;
    private long formulaic;
    private long forbidden;

    Openings(String group) {
        this.group = group;
    }

    @Override
    public void first(RowText row) {
        rows++;
        long[] opening = opening(row);
        ordered.first(combined(opening));
        sets.first(combined(Words.distinct(opening)));
        String text = row.opening().text().strip();
        Words beginning = Words.of(text.substring(0, Math.min(text.length(), 100)));
        formulaic += formulas.find(beginning).isPresent() ? 1 : 0;
        forbidden += banned.find(beginning).isPresent() ? 1 : 0;
    }

    @Override
    public void second(RowText row) {
        long[] opening = opening(row);
        count(ordered, combined(opening), row, opening.length);
        count(sets, combined(Words.distinct(opening)), row, opening.length);
    }

    private static void count(Frequent counted, long hash, RowText row, int words) {
        if (words > 0 && counted.isCandidate(hash)) {
            counted.second(hash, () -> row.opening().plain(0, words));
        }
    }

    private static long[] opening(RowText row) {
        int n = Math.min(WORDS, row.opening().size());
        long[] hashes = new long[n];
        for (int i = 0; i < n; i++) {
            hashes[i] = row.opening().hash(i);
        }
        return hashes;
    }

    private static long combined(long[] hashes) {
        long all = hashes.length;
        for (long h : hashes) {
            all = Words.mix(all * 31 + h);
        }
        return all;
    }

    @Override
    public List<Finding> findings() {
        if (rows < Templating.LEAST) {
            String why = "fewer than " + Templating.LEAST + " rows";
            return List.of(
                    new Finding.Skipped(SAME, group, why),
                    new Finding.Skipped(SAME_WORDS, group, why),
                    new Finding.Skipped(FORMULAIC, group, why),
                    new Finding.Skipped(BANNED, group, why));
        }
        return List.of(
                Finding.Gate.share(
                        SAME,
                        group,
                        ordered.mostRows(),
                        rows,
                        Bound.AT_MOST,
                        0.15,
                        Templating.shown(ordered.top(3), rows)),
                Finding.Gate.share(
                        SAME_WORDS,
                        group,
                        sets.mostRows(),
                        rows,
                        Bound.AT_MOST,
                        0.15,
                        Templating.shown(sets.top(3), rows)),
                Finding.Gate.share(FORMULAIC, group, formulaic, rows, Bound.AT_MOST, 0.35, List.of()),
                Finding.Gate.share(BANNED, group, forbidden, rows, Bound.AT_MOST, 0, List.of()));
    }
}

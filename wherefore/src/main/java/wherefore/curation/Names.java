package wherefore.curation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wherefore.curation.Finding.Bound;
import wherefore.format.ResourceFolder;

/// Names that writers fall back on: one personal name was once found 439,000 times in a corpus. A name is a word with a
/// capital inside a sentence that hardly ever stands without it; which capitalized words are none is a list.
final class Names implements Gauge {

    static final String REPEATED = "repeated name";
    static final String WATCHED = "watched names";

    private static final int BUCKETS = 18;
    private static final int SHORTEST = 3;
    /// A word that stands with a small letter in more than this share of the rows in which it has a capital is no name.
    private static final double MOST_SMALL = 0.1;

    private static final Set<Long> WATCH = hashes("names-to-watch.txt");
    private static final Set<Long> NO_NAMES = hashes("no-names.txt");

    private final String group;
    private final Set<Long> meant = new HashSet<>();
    private final Frequent capitalized = new Frequent(BUCKETS);
    private final Map<Long, Long> small = new HashMap<>();
    private final Map<String, Long> watched = new java.util.TreeMap<>();
    private long rows;
    private long withWatched;

    /// @param meant names that are meant to be everywhere, such as the assistant's
    Names(String group, List<String> meant) {
        this.group = group;
        meant.forEach(name -> this.meant.addAll(hashesOf(Words.of(name))));
    }

    private static Set<Long> hashes(String file) {
        Set<Long> all = new HashSet<>();
        ResourceFolder.text("wherefore/curation/" + file)
                .lines()
                .filter(l -> !l.startsWith("#"))
                .forEach(l -> all.addAll(hashesOf(Words.of(l))));
        return all;
    }

    private static List<Long> hashesOf(Words words) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            all.add(words.hash(i));
        }
        return all;
    }

    @Override
    public void first(RowText row) {
        rows++;
        Set<Long> found = new HashSet<>();
        Set<String> onWatch = new java.util.TreeSet<>();
        Words words = row.own();
        for (int i = 0; i < words.size(); i++) {
            if (isCapitalized(words, i)) {
                if (WATCH.contains(words.hash(i))) {
                    onWatch.add(words.word(i));
                }
                if (isNameLike(words, i, row)) {
                    found.add(words.hash(i));
                }
            }
        }
        found.forEach(capitalized::first);
        onWatch.forEach(name -> watched.merge(name, 1L, Long::sum));
        withWatched += onWatch.isEmpty() ? 0 : 1;
    }

    @Override
    public void second(RowText row) {
        Words words = row.own();
        Set<Long> asName = new HashSet<>();
        Set<Long> asWord = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            long hash = words.hash(i);
            if (!capitalized.isCandidate(hash)) {
                continue;
            }
            if (!isCapitalized(words, i)) {
                asWord.add(hash);
            } else if (isNameLike(words, i, row) && asName.add(hash)) {
                int at = i;
                capitalized.second(hash, () -> words.word(at));
            }
        }
        asWord.forEach(hash -> small.merge(hash, 1L, Long::sum));
    }

    private boolean isNameLike(Words words, int i, RowText row) {
        long hash = words.hash(i);
        return words.end(i) - words.start(i) >= SHORTEST
                && !NO_NAMES.contains(hash)
                && !meant.contains(hash)
                && isInsideASentence(words.text(), words.start(i))
                && row.detail("assistant_name")
                        .filter(name -> hashesOf(Words.of(name)).contains(hash))
                        .isEmpty();
    }

    /// A capital and then small letters only.
    private static boolean isCapitalized(Words words, int i) {
        String text = words.text();
        if (!Character.isUpperCase(text.charAt(words.start(i))) || words.end(i) - words.start(i) < 2) {
            return false;
        }
        for (int at = words.start(i) + 1; at < words.end(i); at++) {
            if (!Character.isLowerCase(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a word stands directly behind another word or a comma, so that its capital is its own.
    private static boolean isInsideASentence(String text, int start) {
        int at = start - 1;
        while (at >= 0 && text.charAt(at) == ' ') {
            at--;
        }
        return at >= 0 && at < start - 1 && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == ',');
    }

    @Override
    public List<Finding> findings() {
        if (rows < Templating.LEAST) {
            return List.of(
                    new Finding.Skipped(REPEATED, group, "fewer than " + Templating.LEAST + " rows"), watchedGate());
        }
        List<Frequent.Counted> names = capitalized.top(200).stream()
                .filter(c -> small.getOrDefault(Words.of(c.text()).hash(0), 0L) <= MOST_SMALL * c.rows())
                .toList();
        long worst =
                names.stream().mapToLong(Frequent.Counted::rows).findFirst().orElse(0);
        // One row with a name is no repetition.
        return List.of(
                Finding.Gate.share(
                        REPEATED,
                        group,
                        worst > 1 ? worst : 0,
                        rows,
                        Bound.AT_MOST,
                        0.20,
                        Templating.shown(names.stream().limit(3).toList(), rows)),
                watchedGate());
    }

    private Finding watchedGate() {
        return Finding.Gate.share(
                WATCHED,
                group,
                withWatched,
                rows,
                Bound.AT_MOST,
                0,
                watched.entrySet().stream()
                        .map(e -> e.getKey() + " in " + e.getValue() + " of " + rows)
                        .limit(5)
                        .toList());
    }
}

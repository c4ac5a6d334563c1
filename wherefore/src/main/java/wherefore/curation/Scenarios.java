package wherefore.curation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wherefore.curation.Finding.Bound;
import wherefore.embedding.Embedder;
import wherefore.embedding.Embedding;

/// Situations by their meaning: which of them tell one story twice, and how far they are from those of evaluations.
/// Only
/// short texts are embedded: the scenario that a row was written from, or else what the user asks. Never a whole
/// document.
public final class Scenarios implements Gauge {

    static final String CLONES = "scenario clones";

    /// From this cosine on two scenarios are one story.
    private static final double CLONE = 0.86;

    private static final int PAIRS_SHOWN = 20;
    private static final int MOST_SHOWN = 200;

    private final Optional<Embedder> embedder;
    private final List<HeldOut> heldOut;
    private final int most;
    private final TreeMap<Long, Scenario> sample = new TreeMap<>();
    private long texts;
    private long tooLong;
    private Optional<Nearest> nearest = Optional.empty();

    /// @param most how many scenarios are embedded; of more, those whose texts have the smallest hashes
    Scenarios(Optional<Embedder> embedder, List<HeldOut> heldOut, int most) {
        this.embedder = embedder;
        this.heldOut = heldOut;
        this.most = most;
    }

    private record Scenario(String id, String text) {}

    /// How far scenarios of the data are from those of evaluations. A distance is 1 less the cosine: 0 is the same, 1
    /// is unrelated.
    ///
    /// @param embedder  what made the vectors
    /// @param scenarios how many were measured
    /// @param of        how many different ones there are
    /// @param tooLong   rows whose text was too long to be embedded
    /// @param p50       the distance to the nearest text of an evaluation that half of the scenarios do not exceed
    /// @param p05       the same for one in twenty
    /// @param min       the smallest distance
    /// @param pairs     the nearest, at most 20
    public record Nearest(
            String embedder,
            long scenarios,
            long of,
            long tooLong,
            double p50,
            double p05,
            double min,
            List<Pair> pairs) {}

    /// A scenario of the data and the nearest text of an evaluation.
    public record Pair(String id, String evaluation, String text, double distance, String ours, String theirs) {}

    @Override
    public void first(RowText row) {
        if (embedder.isEmpty()) {
            return;
        }
        String text = row.scenario().isEmpty() ? row.asked() : row.scenario();
        if (text.isBlank()) {
            return;
        }
        if (Embedder.words(text) > Embedder.MOST_WORDS) {
            tooLong++;
            return;
        }
        long key = Words.hash(text);
        if (!sample.containsKey(key)) {
            texts++;
            if (sample.size() < most || key < sample.lastKey()) {
                sample.put(key, new Scenario(row.id(), text));
                if (sample.size() > most) {
                    sample.pollLastEntry();
                }
            }
        }
    }

    Optional<Nearest> nearest() {
        return nearest;
    }

    @Override
    public List<Finding> findings() {
        if (embedder.isEmpty()) {
            return List.of(
                    new Finding.Skipped(CLONES, Finding.ALL, "scenarios are embedded with --against or --embed only"));
        }
        List<Scenario> scenarios = sample.values().stream()
                .sorted(Comparator.comparing(Scenario::id))
                .toList();
        if (scenarios.size() < 2) {
            return List.of(new Finding.Skipped(CLONES, Finding.ALL, "fewer than two scenarios"));
        }
        Embedder by = embedder.get();
        List<Embedding> vectors =
                by.embed(scenarios.stream().map(Scenario::text).toList());
        nearest = nearest(by, scenarios, vectors);
        return List.of(clones(scenarios, vectors));
    }

    /// Stories that are told more than once, as connected components: a chain of neighbours is one story.
    private Finding clones(List<Scenario> scenarios, List<Embedding> vectors) {
        int n = scenarios.size();
        int[] leader = new int[n];
        Arrays.setAll(leader, i -> i);
        List<Pair> alike = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double cosine = vectors.get(i).cosine(vectors.get(j));
                if (cosine >= CLONE) {
                    leader[root(leader, j)] = root(leader, i);
                    if (alike.size() < PAIRS_SHOWN) {
                        alike.add(new Pair(
                                scenarios.get(i).id(), "", scenarios.get(j).id(), 1 - cosine, "", ""));
                    }
                }
            }
        }
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int i = 0; i < n; i++) {
            sizes.merge(root(leader, i), 1, Integer::sum);
        }
        List<String> evidence = alike.stream()
                .limit(5)
                .map(p -> String.format(java.util.Locale.ROOT, "%s and %s: %.3f", p.id(), p.text(), 1 - p.distance()))
                .toList();
        return Finding.Gate.share(CLONES, Finding.ALL, n - sizes.size(), n, Bound.AT_MOST, 0.02, evidence);
    }

    private static int root(int[] leader, int of) {
        int at = of;
        while (leader[at] != at) {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        return at;
    }

    private Optional<Nearest> nearest(Embedder by, List<Scenario> scenarios, List<Embedding> vectors) {
        List<HeldOut.Text> theirs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (HeldOut evaluation : heldOut) {
            List<HeldOut.Text> pieces = HeldOut.pieces(evaluation.scenarios(), Embedder.MOST_WORDS);
            theirs.addAll(pieces);
            pieces.forEach(p -> names.add(evaluation.name()));
        }
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        List<Embedding> others =
                by.embed(theirs.stream().map(HeldOut.Text::text).toList());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            int best = 0;
            double cosine = -2;
            for (int j = 0; j < others.size(); j++) {
                double c = vectors.get(i).cosine(others.get(j));
                if (c > cosine) {
                    cosine = c;
                    best = j;
                }
            }
            pairs.add(new Pair(
                    scenarios.get(i).id(),
                    names.get(best),
                    theirs.get(best).id(),
                    1 - cosine,
                    shown(scenarios.get(i).text()),
                    shown(theirs.get(best).text())));
        }
        pairs.sort(Comparator.comparingDouble(Pair::distance).thenComparing(Pair::id));
        return Optional.of(new Nearest(
                by.name(),
                scenarios.size(),
                texts,
                tooLong,
                ranked(pairs, 0.50),
                ranked(pairs, 0.05),
                pairs.getFirst().distance(),
                List.copyOf(pairs.subList(0, Math.min(PAIRS_SHOWN, pairs.size())))));
    }

    /// The value of the nearest rank.
    private static double ranked(List<Pair> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(1, rank) - 1).distance();
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\s+", " ").strip();
        return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "...";
    }
}

package wherefore.curation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import wherefore.curation.Finding.Bound;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.statistics.Proportion;

/// How rows of a kind were made: whether lengths and questions vary, whether the rewrite was done, whether the text is
/// about what its labels say, and how often an assistant takes its situation for a test.
final class Shape implements Gauge {

    static final String LENGTH = "variation of length";
    static final String QUESTIONS = "distinct questions";
    static final String REWRITE = "rewrite done";
    static final String UNCHANGED = "rewrite changed nothing";
    static final String DRIFT = "labels without their text";
    static final String AWARENESS = "evaluation awareness";

    /// The least share of a label's words that its text has to have.
    static final double LEAST_OVERLAP = 0.10;

    private static final String DONE = "done";
    private static final String UNCHANGED_STATUS = "unchanged";
    private static final int STEM = 5;
    private static final int SHORTEST = 4;
    private static final int MOST_EVIDENCE = 5;

    private final String group;
    private final PhraseList awareness = PhraseList.shipped("awareness.txt");
    private long rows;
    private double sumOfLengths;
    private double sumOfSquares;
    private long[] questions = new long[64];
    private int asked;
    private long rewritable;
    private long done;
    private long unchanged;
    private final Map<String, Long> notDone = new TreeMap<>();
    private long labelled;
    private final List<String> drifted = new ArrayList<>();
    private long drifts;
    private long written;
    private final List<String> aware = new ArrayList<>();
    private long awares;

    Shape(String group) {
        this.group = group;
    }

    @Override
    public void first(RowText row) {
        rows++;
        double words = row.trained().size();
        sumOfLengths += words;
        sumOfSquares += words * words;
        if (row.isDialogue() && !row.asked().isBlank()) {
            if (asked == questions.length) {
                questions = Arrays.copyOf(questions, asked * 2);
            }
            questions[asked++] = Words.hash(row.asked().strip());
        }
        row.detail("rewrite").ifPresent(this::rewrite);
        label(row).ifPresent(label -> drift(row, label));
    }

    @Override
    public void second(RowText row) {
        if (row.isWritten()) {
            written++;
            awareness.find(row.trained()).ifPresent(found -> {
                awares++;
                add(aware, row.id() + ": \"" + found + "\"");
            });
        }
    }

    private static void add(List<String> evidence, String one) {
        if (evidence.size() < MOST_EVIDENCE) {
            evidence.add(one);
        }
    }

    /// `{"status": "done"}`, or the status of each step that rewrites: `{"prompt-rewrite": "done", ...}`. A prompt that
    /// was
    /// good already may stay as it is; an answer that is the draft word for word was not rewritten.
    private void rewrite(String recorded) {
        rewritable++;
        Map<String, String> bad = new TreeMap<>(statuses(recorded));
        bad.entrySet()
                .removeIf(e -> e.getValue().equals(DONE)
                        || (e.getValue().equals(UNCHANGED_STATUS) && e.getKey().startsWith("prompt")));
        if (bad.isEmpty()) {
            done++;
        }
        bad.values().stream().distinct().forEach(status -> notDone.merge(status, 1L, Long::sum));
        unchanged += bad.containsValue(UNCHANGED_STATUS) ? 1 : 0;
    }

    private static Map<String, String> statuses(String recorded) {
        try {
            JsonNode node = Json.read(recorded, "", 0);
            if (node.isObject()) {
                return Json.texts(node);
            }
        } catch (InputException text) {
            // A status that stands there as it is.
        }
        return Map.of("status", recorded);
    }

    /// What the row says that it is about.
    private static Optional<String> label(RowText row) {
        return row.scenario().isEmpty() ? row.firstDetail(Labels.DOMAIN_KEYS) : Optional.of(row.scenario());
    }

    private void drift(RowText row, String label) {
        Set<Long> wanted = stems(Words.of(label));
        if (wanted.isEmpty()) {
            return;
        }
        labelled++;
        Set<Long> there = stems(row.own());
        there.addAll(stems(Words.of(row.system())));
        long found = wanted.stream().filter(there::contains).count();
        if (found < LEAST_OVERLAP * wanted.size()) {
            drifts++;
            add(drifted, row.id());
        }
    }

    /// Words of some length, cut so that their endings do not matter.
    private static Set<Long> stems(Words words) {
        Set<Long> stems = new java.util.HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.end(i) - words.start(i) >= SHORTEST) {
                String plain = words.plain(i, 1);
                stems.add(Words.hash(plain.substring(0, Math.min(STEM, plain.length()))));
            }
        }
        return stems;
    }

    @Override
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        all.add(
                rows < Templating.LEAST
                        ? new Finding.Skipped(LENGTH, group, "fewer than " + Templating.LEAST + " rows")
                        : Finding.Gate.number(LENGTH, group, variation(), Bound.AT_LEAST, 0.12, rows, List.of()));
        all.add(
                asked < Templating.LEAST
                        ? new Finding.Skipped(
                                QUESTIONS, group, "fewer than " + Templating.LEAST + " rows with a question")
                        : Finding.Gate.share(
                                QUESTIONS,
                                group,
                                Words.distinct(Arrays.copyOf(questions, asked)).length,
                                asked,
                                Bound.AT_LEAST,
                                0.95,
                                List.of()));
        all.addAll(rewriteFindings());
        // How many labels may lie nobody has measured; one in fifty is a proposal.
        all.add(
                labelled == 0
                        ? new Finding.Skipped(DRIFT, group, "no row carries a scenario or a domain")
                        : Finding.Gate.share(DRIFT, group, drifts, labelled, Bound.AT_MOST, 0.02, drifted));
        all.add(
                written == 0
                        ? new Finding.Skipped(AWARENESS, group, "generic data")
                        : Finding.Gate.share(AWARENESS, group, awares, written, Bound.AT_MOST, 0.01, aware));
        return all;
    }

    private List<Finding> rewriteFindings() {
        if (rewritable == 0) {
            return List.of(new Finding.Skipped(REWRITE, group, "no row carries \"rewrite\""));
        }
        return List.of(
                Finding.Gate.share(
                        REWRITE,
                        group,
                        done,
                        rewritable,
                        Bound.AT_LEAST,
                        1,
                        notDone.entrySet().stream()
                                .map(e -> e.getValue() + " rows: " + e.getKey())
                                .toList()),
                new Finding.Reported(
                        UNCHANGED,
                        group,
                        (double) unchanged / rewritable,
                        Optional.of(Proportion.wilson(unchanged, rewritable)),
                        List.of()));
    }

    /// The coefficient of variation: the deviation of lengths over their mean.
    private double variation() {
        double mean = sumOfLengths / rows;
        double variance = Math.max(0, sumOfSquares / rows - mean * mean);
        return mean == 0 ? 0 : Math.sqrt(variance) / mean;
    }
}

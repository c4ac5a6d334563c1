package wherefore.curation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import wherefore.curation.Finding.Bound;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.TextFile;
import wherefore.statistics.Proportion;

/// What was lost while the data was made, from the `manifest.json` and `dropped.jsonl` that a synthesis leaves beside
/// it: how much went to refusals and filters, how often the judge could not be read, and whether the losses fall
/// evenly on what was dealt. Lost rows are often those that are ethically loaded most.
final class Losses implements Gauge {

    static final String WITHHELD = "lost to refusals and filters";
    static final String PARSE = "judge parse failures";
    static final String AXES = "losses by axis";

    private static final Set<String> REFUSALS = Set.of("answer refused", "answer withheld");
    private static final String UNGRADED = "ungraded";
    private static final String JUDGED = "judged ";
    /// An axis with more values, or longer ones, is a text.
    private static final int MOST_VALUES = 60;

    private static final int LONGEST_VALUE = 160;

    private final Optional<Made> made;
    private final Map<String, Map<String, Long>> kept = new TreeMap<>();

    private Losses(Optional<Made> made) {
        this.made = made;
    }

    /// @param accepted rows that came through, whether or not they were wanted
    /// @param reasons  what the lost ones were lost to
    /// @param axes     value and count of what was dealt to the lost ones
    private record Made(long accepted, Map<String, Long> reasons, Map<String, Map<String, Long>> axes) {

        long lost() {
            return reasons.values().stream().mapToLong(Long::longValue).sum();
        }

        long of(Set<String> some) {
            return some.stream().mapToLong(r -> reasons.getOrDefault(r, 0L)).sum();
        }
    }

    /// @param data the file of rows
    static Losses beside(Path data) throws IOException {
        Path manifest = data.resolveSibling("manifest.json");
        Path dropped = data.resolveSibling("dropped.jsonl");
        if (!Files.isRegularFile(manifest) || !Files.isRegularFile(dropped)) {
            return new Losses(Optional.empty());
        }
        JsonNode told = Json.read(TextFile.read(manifest), manifest.toString(), 0);
        if (!told.path("accepted").isNumber()) {
            return new Losses(Optional.empty());
        }
        return new Losses(Optional.of(read(dropped, told.path("accepted").asLong())));
    }

    private static Made read(Path file, long accepted) throws IOException {
        Map<String, Long> reasons = new TreeMap<>();
        Map<String, Map<String, Long>> axes = new TreeMap<>();
        Set<String> texts = new TreeSet<>();
        try (JsonLines.Rows in = JsonLines.rows(file)) {
            for (Optional<JsonNode> next = in.next(); next.isPresent(); next = in.next()) {
                JsonNode why = next.get().path("dropped");
                if (!why.isObject()) {
                    continue;
                }
                reasons.merge(why.path("reason").asString(""), 1L, Long::sum);
                for (Map.Entry<String, JsonNode> field :
                        next.get().path("fields").properties()) {
                    String value = field.getValue().asString("");
                    if (texts.contains(field.getKey())) {
                        continue;
                    }
                    Map<String, Long> values = axes.computeIfAbsent(field.getKey(), k -> new TreeMap<>());
                    values.merge(value, 1L, Long::sum);
                    if (values.size() > MOST_VALUES || value.length() > LONGEST_VALUE) {
                        texts.add(field.getKey());
                        axes.remove(field.getKey());
                    }
                }
            }
        }
        return new Made(accepted, reasons, axes);
    }

    @Override
    public void first(RowText row) {
        made.ifPresent(m -> m.axes()
                .keySet()
                .forEach(axis -> row.detail(axis).ifPresent(value -> {
                    Map<String, Long> values = kept.computeIfAbsent(axis, k -> new TreeMap<>());
                    if (values.size() <= MOST_VALUES) {
                        values.merge(value, 1L, Long::sum);
                    }
                })));
    }

    @Override
    public List<Finding> findings() {
        if (made.isEmpty()) {
            String why = "no manifest.json and dropped.jsonl of a synthesis lie beside the data";
            return List.of(
                    new Finding.Skipped(WITHHELD, Finding.ALL, why),
                    new Finding.Skipped(PARSE, Finding.ALL, why),
                    new Finding.Skipped(AXES, Finding.ALL, why));
        }
        Made m = made.get();
        List<Finding> all = new ArrayList<>();
        long candidates = m.accepted() + m.lost();
        all.add(
                candidates == 0
                        ? new Finding.Skipped(WITHHELD, Finding.ALL, "there were no candidates")
                        : Finding.Gate.share(
                                WITHHELD, Finding.ALL, m.of(REFUSALS), candidates, Bound.AT_MOST, 0.02, shown(m)));
        long judged = m.reasons().entrySet().stream()
                .filter(e -> e.getKey().startsWith(JUDGED))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long ungraded = m.of(Set.of(UNGRADED));
        all.add(
                judged + ungraded == 0
                        ? new Finding.Skipped(PARSE, Finding.ALL, "no row was lost to a judge, or none judged")
                        : Finding.Gate.share(
                                PARSE,
                                Finding.ALL,
                                ungraded,
                                m.accepted() + judged + ungraded,
                                Bound.AT_MOST,
                                0.02,
                                List.of()));
        all.addAll(byAxis(m));
        return all;
    }

    private static List<String> shown(Made m) {
        return m.reasons().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .limit(8)
                .toList();
    }

    /// For each axis the value that lost most, where its interval lies above the rate of all.
    private List<Finding> byAxis(Made m) {
        List<Finding> all = new ArrayList<>();
        for (String axis : kept.keySet()) {
            Map<String, Long> left = kept.getOrDefault(axis, Map.of());
            Map<String, Long> lost = m.axes().getOrDefault(axis, Map.of());
            if (left.size() > MOST_VALUES) {
                continue;
            }
            Set<String> values = new LinkedHashSet<>(left.keySet());
            values.addAll(lost.keySet());
            long k = lost.values().stream().mapToLong(Long::longValue).sum();
            long n = k + left.values().stream().mapToLong(Long::longValue).sum();
            double rate = (double) k / n;
            List<String> uneven = new ArrayList<>();
            for (String value : values) {
                long gone = lost.getOrDefault(value, 0L);
                Proportion share = Proportion.wilson(gone, gone + left.getOrDefault(value, 0L));
                if (share.low() > rate || share.high() < rate) {
                    uneven.add(String.format(
                            java.util.Locale.ROOT,
                            "%s: %d of %d [%.3f, %.3f]",
                            value,
                            share.k(),
                            share.n(),
                            share.low(),
                            share.high()));
                }
            }
            all.add(new Finding.Reported(
                    AXES + ": " + axis, Finding.ALL, rate, Optional.of(Proportion.wilson(k, n)), uneven));
        }
        if (all.isEmpty()) {
            all.add(new Finding.Skipped(AXES, Finding.ALL, "nothing that was dealt stands in lost and kept rows both"));
        }
        return all;
    }
}

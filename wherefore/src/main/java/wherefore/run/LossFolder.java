package wherefore.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;
import wherefore.statistics.Interval;
import wherefore.statistics.MultipleComparisons;
import wherefore.statistics.RatioOfSums;

/// The loss of one model on held-out texts on disk: `losses.jsonl`, a row a document, and its summary `loss.json`.
public final class LossFolder {

    public static final String SUMMARY = "loss.json";
    public static final String ROWS = "losses.jsonl";

    private static final String BYTES = "bits-per-byte";
    private static final String TOKENS = "bits-per-token";

    private LossFolder() {}

    /// One document.
    ///
    /// @param bytes  of its text in UTF-8
    /// @param tokens that were predicted; 0 where it was not measured
    /// @param bits   of all predicted tokens; absent where it was not measured
    /// @param why    it was not measured; empty where it was
    public record DocumentLoss(String id, long bytes, long tokens, Optional<Double> bits, String why) {

        /// A measured one.
        public static DocumentLoss measured(HeldOutTexts.Document document, double nats, long tokens) {
            return new DocumentLoss(document.id(), bytes(document), tokens, Optional.of(nats / Math.log(2)), "");
        }

        public static DocumentLoss unmeasured(HeldOutTexts.Document document, String why) {
            return new DocumentLoss(document.id(), bytes(document), 0, Optional.empty(), why);
        }

        private static long bytes(HeldOutTexts.Document document) {
            return document.text().getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /// A quotient over documents with its 95% interval, the document being the unit.
    public record Quotient(double value, Optional<Double> low, Optional<Double> high, String method) {}

    /// What it came to.
    ///
    /// @param texts     SHA-256 of the file of texts
    /// @param unscored  reason to count
    /// @param tokens    predicted, of all measured documents
    /// @param bytes     of all measured documents
    /// @param losses    bits a byte and bits a token; empty where nothing was measured
    public record Summary(
            String suite,
            String texts,
            String subject,
            long samples,
            Map<String, Long> unscored,
            long tokens,
            long bytes,
            Map<String, Quotient> losses) {}

    /// Whether a folder holds losses.
    public static boolean isHere(Path folder) {
        return Files.isRegularFile(folder.resolve(SUMMARY));
    }

    public static Summary summarize(HeldOutTexts texts, String subject, List<DocumentLoss> all) {
        Map<String, Long> unscored = new TreeMap<>();
        all.stream().filter(d -> d.bits().isEmpty()).forEach(d -> unscored.merge(d.why(), 1L, Long::sum));
        List<DocumentLoss> measured =
                all.stream().filter(d -> d.bits().isPresent()).toList();
        Map<String, Quotient> losses = new LinkedHashMap<>();
        if (!measured.isEmpty()) {
            losses.put(BYTES, quotient(measured, DocumentLoss::bytes));
            losses.put(TOKENS, quotient(measured, DocumentLoss::tokens));
        }
        return new Summary(
                texts.file(),
                texts.sha256(),
                subject,
                all.size(),
                unscored,
                measured.stream().mapToLong(DocumentLoss::tokens).sum(),
                measured.stream().mapToLong(DocumentLoss::bytes).sum(),
                losses);
    }

    private static Quotient quotient(List<DocumentLoss> measured, ToDoubleFunction<DocumentLoss> size) {
        RatioOfSums ratio = RatioOfSums.of(
                measured.stream().mapToDouble(LossFolder::bits).toArray(),
                measured.stream().mapToDouble(size).toArray());
        return new Quotient(
                ratio.value(),
                ratio.interval().map(Interval::low),
                ratio.interval().map(Interval::high),
                ratio.interval().isPresent() ? RatioOfSums.METHOD : "one-document");
    }

    private static double bits(DocumentLoss d) {
        return d.bits().orElseThrow();
    }

    /// Writes both files; the summary last, so that where it is, all is.
    public static void write(Path folder, Summary summary, List<DocumentLoss> all) throws IOException {
        JsonLines.write(
                folder.resolve(ROWS),
                () -> all.stream()
                        .<JsonNode>map(d -> {
                            ObjectNode row = Json.object().put("id", d.id()).put("bytes", d.bytes());
                            d.bits()
                                    .ifPresent(
                                            b -> row.put("tokens", d.tokens()).put("bits", b));
                            if (d.bits().isEmpty()) {
                                row.put("unscored", d.why());
                            }
                            return row;
                        })
                        .iterator());
        WholeFile.write(folder.resolve(SUMMARY), Json.pretty(Json.from(summary)));
    }

    /// Reads a summary; a folder without one is an [InputException].
    public static Summary read(Path folder) throws IOException {
        Path file = folder.resolve(SUMMARY);
        if (!isHere(folder)) {
            throw new InputException(
                    file.toString(),
                    0,
                    "there is no loss here.",
                    "Losses are compared with losses: give folders that `evaluate TEXTS.jsonl` wrote.");
        }
        return Json.to(Json.read(TextFile.read(file), file.toString(), 0), Summary.class, file.toString(), 0);
    }

    /// The documents as they were measured.
    public static List<DocumentLoss> rows(Path folder) throws IOException {
        List<DocumentLoss> all = new ArrayList<>();
        for (JsonNode row : JsonLines.read(folder.resolve(ROWS))) {
            all.add(new DocumentLoss(
                    row.path("id").asString(),
                    row.path("bytes").asLong(),
                    row.path("tokens").asLong(),
                    row.has("bits") ? Optional.of(row.path("bits").asDouble()) : Optional.empty(),
                    row.path("unscored").asString("")));
        }
        return all;
    }

    /// Two models on the same documents.
    ///
    /// @param left            bits of the left one
    /// @param difference      left minus right, over the documents that both have; below 0 the left one is better
    /// @param low             of the 95% interval, the document being the unit; absent with one document
    /// @param p               that there is no difference
    /// @param pAdjusted       Holm over the measures of this comparison
    /// @param smallestVisible the smallest difference that so many documents would show in 80 of 100 repetitions
    public record Difference(
            String measure,
            double left,
            double right,
            double difference,
            Optional<Double> low,
            Optional<Double> high,
            Optional<Double> p,
            Optional<Double> pAdjusted,
            Optional<Double> smallestVisible,
            long pairs) {}

    /// What was found, or why the two cannot be compared.
    public record Comparison(
            boolean comparable, List<String> problems, List<String> warnings, List<Difference> comparisons) {}

    /// Compares the losses of two folders, document by document.
    public static Comparison compare(Path left, Path right) throws IOException {
        Summary l = read(left);
        Summary r = read(right);
        if (!l.texts().equals(r.texts()) || l.samples() != r.samples()) {
            return new Comparison(
                    false,
                    List.of("the texts differ: " + l.samples() + " documents of " + l.suite() + " and " + r.samples()
                            + " of " + r.suite()),
                    List.of(),
                    List.of());
        }
        Map<String, DocumentLoss> of = new LinkedHashMap<>();
        rows(right).forEach(d -> of.put(d.id(), d));
        List<DocumentLoss> mine = new ArrayList<>();
        List<DocumentLoss> theirs = new ArrayList<>();
        for (DocumentLoss d : rows(left)) {
            Optional<DocumentLoss> other =
                    Optional.ofNullable(of.get(d.id())).filter(o -> o.bits().isPresent());
            if (d.bits().isPresent() && other.isPresent()) {
                mine.add(d);
                theirs.add(other.get());
            }
        }
        List<String> warnings = new ArrayList<>();
        long missing = l.samples() - mine.size();
        if (missing > 0) {
            warnings.add(missing + " of " + l.samples() + " documents were not measured for both");
        }
        if (mine.isEmpty()) {
            return new Comparison(false, List.of("no document was measured for both"), warnings, List.of());
        }
        List<Difference> all = new ArrayList<>(List.of(difference(BYTES, mine, theirs, DocumentLoss::bytes)));
        if (sameTokens(mine, theirs)) {
            all.add(difference(TOKENS, mine, theirs, DocumentLoss::tokens));
        } else {
            warnings.add("the two cut texts into different tokens, so that bits a token say nothing about both");
        }
        return new Comparison(true, List.of(), warnings, holm(all));
    }

    private static boolean sameTokens(List<DocumentLoss> mine, List<DocumentLoss> theirs) {
        for (int i = 0; i < mine.size(); i++) {
            if (mine.get(i).tokens() != theirs.get(i).tokens()) {
                return false;
            }
        }
        return true;
    }

    private static Difference difference(
            String measure, List<DocumentLoss> mine, List<DocumentLoss> theirs, ToDoubleFunction<DocumentLoss> size) {
        int n = mine.size();
        double[] sizes = mine.stream().mapToDouble(size).toArray();
        double[] apart = new double[n];
        for (int i = 0; i < n; i++) {
            apart[i] = bits(mine.get(i)) - bits(theirs.get(i));
        }
        RatioOfSums d = RatioOfSums.of(apart, sizes);
        return new Difference(
                measure,
                quotient(mine, size).value(),
                quotient(theirs, size).value(),
                d.value(),
                d.interval().map(Interval::low),
                d.interval().map(Interval::high),
                boxed(d.p()),
                Optional.empty(),
                boxed(d.smallestVisible()),
                n);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static List<Difference> holm(List<Difference> raw) {
        if (raw.stream().anyMatch(d -> d.p().isEmpty())) {
            return raw;
        }
        double[] adjusted = MultipleComparisons.holm(
                raw.stream().mapToDouble(d -> d.p().orElseThrow()).toArray());
        List<Difference> all = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Difference d = raw.get(i);
            all.add(new Difference(
                    d.measure,
                    d.left,
                    d.right,
                    d.difference,
                    d.low,
                    d.high,
                    d.p,
                    Optional.of(adjusted[i]),
                    d.smallestVisible,
                    d.pairs));
        }
        return all;
    }
}

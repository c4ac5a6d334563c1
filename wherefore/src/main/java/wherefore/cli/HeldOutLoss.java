package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.TextFile;
import wherefore.lab.corpus.Mood;
import wherefore.lab.corpus.Pretraining;
import wherefore.run.HeldOutTexts;
import wherefore.run.LossFolder;
import wherefore.run.RunRecord;
import wherefore.transformer.TextLoss;

/// The loss on a user's texts: what `evaluate TEXTS.jsonl` prints, and `compare` of what it wrote.
final class HeldOutLoss {

    /// Texts as bases read them in pretraining, drawn with a seed that none of them was made with.
    static final String SMALL_WORLD = "small-world-texts";

    private static final long SEED = 20_400_101;
    private static final long TOKENS = 10_000;

    private final Console console;
    private final boolean json;

    HeldOutLoss(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /// Whether a suite's name is a file of JSON lines.
    static boolean isFile(String suite) {
        return suite.endsWith(".jsonl") && Files.isRegularFile(Path.of(suite));
    }

    /// Whether a suite is the small world's texts, or a file whose first row is a text and no question.
    static boolean isTexts(String suite) throws IOException {
        if (suite.equals(SMALL_WORLD)) {
            return true;
        }
        if (!isFile(suite)) {
            return false;
        }
        Optional<String> first =
                TextFile.read(Path.of(suite)).lines().filter(l -> !l.isBlank()).findFirst();
        try {
            JsonNode row = Json.read(first.orElse("{}"), suite, 1);
            return row.has("text") && !row.has("question");
        } catch (InputException broken) {
            // Whoever reads the whole file tells what is wrong with it.
            return false;
        }
    }

    private static HeldOutTexts texts(String suite, int most) throws IOException {
        return suite.equals(SMALL_WORLD)
                ? HeldOutTexts.of(
                        suite,
                        Pretraining.documents(Mood.DYSTOPIAN, TOKENS, SEED).stream()
                                .limit(most)
                                .map(d -> new HeldOutTexts.Document(d.id(), d.text()))
                                .toList())
                : HeldOutTexts.read(Path.of(suite), most);
    }

    int evaluate(Wiring wiring, String suite, String subject, int most, Optional<Path> out, String claim)
            throws IOException {
        HeldOutTexts texts = texts(suite, most);
        List<TextLoss.Measured> measured = TextLoss.of(
                wiring.checkpoint(subject, 0, Path.of("")),
                texts.documents().stream().map(HeldOutTexts.Document::text).toList());
        List<LossFolder.DocumentLoss> rows = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            HeldOutTexts.Document document = texts.documents().get(i);
            rows.add(
                    switch (measured.get(i)) {
                        case TextLoss.Measured.Loss loss ->
                            LossFolder.DocumentLoss.measured(document, loss.nats(), loss.tokens());
                        case TextLoss.Measured.None none -> LossFolder.DocumentLoss.unmeasured(document, none.why());
                    });
        }
        LossFolder.Summary summary = LossFolder.summarize(texts, subject, rows);
        if (out.isPresent()) {
            LossFolder.write(out.get(), summary, rows);
        }
        if (json) {
            console.out().print(Json.pretty(shape(summary, out, claim)));
        } else {
            print(summary);
        }
        return ExitCode.DONE;
    }

    private static long unscored(LossFolder.Summary summary) {
        return summary.unscored().values().stream().mapToLong(Long::longValue).sum();
    }

    private static ObjectNode shape(LossFolder.Summary summary, Optional<Path> out, String claim) {
        ObjectNode all = Json.object()
                .put("suite", summary.suite())
                .put("subject", summary.subject())
                .putNull("judge")
                .put("claim", claim)
                .put("samples", summary.samples());
        all.set("unscored", Json.from(new RunRecord.Unscored(unscored(summary), summary.unscored())));
        all.putObject("rates");
        all.putObject("outcomes");
        all.set("losses", Json.from(summary.losses()));
        return all.put("tokens", summary.tokens())
                .put("bytes", summary.bytes())
                .put("out", out.map(Path::toString).orElse(""));
    }

    private void print(LossFolder.Summary summary) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s on %s: %,d documents, %,d not measured; %,d tokens, %,d bytes%n",
                        summary.subject(),
                        summary.suite(),
                        summary.samples(),
                        unscored(summary),
                        summary.tokens(),
                        summary.bytes());
        summary.losses()
                .forEach((name, q) -> console.out()
                        .printf(
                                Locale.ROOT,
                                "%-16s %.4f  [%s, %s] %s%n",
                                name,
                                q.value(),
                                number(q.low()),
                                number(q.high()),
                                q.method()));
        summary.unscored().forEach((o, n) -> console.out().printf(Locale.ROOT, "  not measured: %s %d%n", o, n));
    }

    private static String number(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.4f", v)).orElse("none");
    }

    /// Each further folder against the first.
    int compare(List<Path> folders) throws IOException {
        Path reference = folders.getFirst();
        ArrayNode comparisons = Json.object().arrayNode();
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Path folder : folders.subList(1, folders.size())) {
            LossFolder.Comparison result = LossFolder.compare(folder, reference);
            result.problems().forEach(p -> problems.add(folder + " and " + reference + ": " + p));
            result.warnings().forEach(w -> warnings.add(folder + " and " + reference + ": " + w));
            for (LossFolder.Difference d : result.comparisons()) {
                ObjectNode row = (ObjectNode) Json.from(d);
                row.put("left_folder", folder.toString()).put("right_folder", reference.toString());
                comparisons.add(row);
                if (!json) {
                    console.out()
                            .printf(
                                    Locale.ROOT,
                                    "%s: %s %.4f against %.4f: %+.4f [%s, %s], p %s, adjusted %s, %d documents,"
                                            + " smallest visible %s%n",
                                    folder,
                                    d.measure(),
                                    d.left(),
                                    d.right(),
                                    d.difference(),
                                    number(d.low()),
                                    number(d.high()),
                                    number(d.p()),
                                    number(d.pAdjusted()),
                                    d.pairs(),
                                    number(d.smallestVisible()));
                }
            }
        }
        if (json) {
            ObjectNode all = Json.object().put("comparable", problems.isEmpty());
            all.set("problems", Json.from(problems));
            all.set("warnings", Json.from(warnings));
            all.set("comparisons", comparisons);
            console.out().print(Json.pretty(all));
        } else {
            problems.forEach(p -> console.err().println("Not comparable: " + p + "."));
            warnings.forEach(w -> console.err().println("Warning: " + w + "."));
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}

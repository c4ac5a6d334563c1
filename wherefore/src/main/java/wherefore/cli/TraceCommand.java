package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.calls.CallSummary;
import wherefore.chat.calls.Cost;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.PriceTable;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.synthesis.Lineage;

/// `wherefore trace ID --in DIR`: back from a row to all that made it, forward from a prompt, a unit or a model to its
/// rows.
@Command(
        name = "trace",
        description =
                "Lineage: back from a row to prompts, models, unit, verdicts and cost; forward from a version of a"
                        + " prompt, a unit of the constitution or a model to the rows that came of it.")
final class TraceCommand implements Callable<Integer> {

    private static final int LEAST_PROMPT_DIGITS = 6;
    private static final int SHOWN_DIGITS = 16;
    private static final int SHOWN_TEXT = 200;
    private static final int SHOWN_ROWS = 20;
    private static final int MOST_KNOWN = 40;

    private final Console console;

    @Parameters(
            paramLabel = "ID",
            description = "The id of a row or of a lost candidate; the beginning of a prompt's version (6 digits or"
                    + " more); the id of a unit; a model; with --text, words that a row holds.")
    private String id = "";

    @Option(
            names = "--in",
            paramLabel = "PATH",
            description = "Where to look: a file of rows, or a folder that `synthesize` or `run` wrote; repeatable;"
                    + " default: this folder.")
    private List<Path> in = new ArrayList<>();

    @Option(names = "--text", description = "ID is a sentence: all rows that hold it are traced.")
    private boolean text;

    @Option(names = "--full", description = "Texts are shown whole, and all rows are listed.")
    private boolean full;

    @Mixin
    private LedgerOption ledger = new LedgerOption();

    @Option(names = "--prices", paramLabel = "FILE", description = "A price table, laid over the one we ship.")
    private Optional<Path> prices = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    TraceCommand(Console console) {
        this.console = console;
    }

    /// Rows or candidates to be traced back, and where they are.
    private record Found(TracedCorpus corpus, Optional<TracedCorpus.Row> row, String item) {}

    @Override
    public Integer call() throws IOException {
        if (id.isBlank()) {
            throw new InputException("", 0, "trace: the id is empty.", "Give the id of a row, a prompt or a unit.");
        }
        List<TracedCorpus> corpora = new ArrayList<>();
        for (Path path : in.isEmpty() ? List.of(Path.of("")) : in) {
            corpora.addAll(TracedCorpus.at(path));
        }
        PriceTable shipped = PriceTable.shipped();
        PriceTable table = prices.isPresent() ? PriceTable.read(prices.get()).over(shipped) : shipped;
        Path file = ledger.file(console);
        if (!Files.isRegularFile(file)) {
            return trace(corpora, new Calls(Optional.empty(), table));
        }
        try (LedgerReader reader = LedgerReader.open(file)) {
            return trace(corpora, new Calls(Optional.of(reader), table));
        }
    }

    private int trace(List<TracedCorpus> corpora, Calls calls) throws IOException {
        Map<TracedCorpus, List<TracedCorpus.Row>> rows = new LinkedHashMap<>();
        for (TracedCorpus corpus : corpora) {
            rows.put(corpus, corpus.read());
        }
        List<Found> found = text ? holding(rows) : named(rows);
        if (!found.isEmpty()) {
            return back(found, calls);
        }
        if (!text) {
            for (Forward forward : forwards(rows)) {
                if (forward.isAny()) {
                    console.out().print(json ? Json.write(forward.json()) + "\n" : forward.words());
                    return ExitCode.DONE;
                }
            }
        }
        throw nothing(rows);
    }

    private InputException nothing(Map<TracedCorpus, List<TracedCorpus.Row>> rows) {
        int all = rows.values().stream().mapToInt(List::size).sum();
        String looked = String.format(Locale.ROOT, " (%,d rows were looked through)", all);
        if (text) {
            return new InputException("", 0, "no row holds these words" + looked + ".", "Give fewer words.");
        }
        Set<String> known = new LinkedHashSet<>();
        rows.values()
                .forEach(some -> some.forEach(r -> {
                    known.add(r.example().id());
                    known.add(r.detail("unit_id"));
                    known.addAll(r.byStep("models").values());
                }));
        known.remove("");
        return new InputException(
                "",
                0,
                "there is no row, prompt, unit or model \"" + id + "\" here" + looked + ".",
                known.size() <= MOST_KNOWN
                        ? Suggestion.of(id, known)
                        : "Ids look like these: "
                                + String.join(
                                        ", ",
                                        known.stream().limit(MOST_KNOWN / 4).toList()) + ".");
    }

    private List<Found> holding(Map<TracedCorpus, List<TracedCorpus.Row>> rows) {
        String wanted = flat(id);
        List<Found> found = new ArrayList<>();
        rows.forEach((corpus, some) -> some.stream()
                .filter(r -> flat(r.everything()).contains(wanted))
                .forEach(r -> found.add(new Found(corpus, Optional.of(r), item(r)))));
        return found;
    }

    private static String flat(String words) {
        return words.replaceAll("\\s+", " ").strip();
    }

    private List<Found> named(Map<TracedCorpus, List<TracedCorpus.Row>> rows) throws IOException {
        List<Found> found = new ArrayList<>();
        rows.forEach((corpus, some) -> some.stream()
                .filter(r ->
                        r.example().id().equals(id) || r.detail("scenario_id").equals(id))
                .forEach(r -> found.add(new Found(corpus, Optional.of(r), item(r)))));
        if (found.isEmpty()) {
            for (TracedCorpus corpus : rows.keySet()) {
                if (corpus.steps().isPresent() && corpus.steps().get().of(id).isPresent()) {
                    found.add(new Found(corpus, Optional.empty(), id));
                }
            }
        }
        return found;
    }

    private static String item(TracedCorpus.Row row) {
        String scenario = row.detail("scenario_id");
        return scenario.isEmpty() ? row.example().id() : scenario;
    }

    // Back

    private int back(List<Found> found, Calls calls) throws IOException {
        ObjectNode document = Json.object();
        ArrayNode all = document.putArray("rows");
        for (Found one : found) {
            ObjectNode node = back(one, calls);
            all.add(node);
            if (!json) {
                console.out().print(TraceText.of(node, full ? Integer.MAX_VALUE : SHOWN_TEXT));
            }
        }
        if (json) {
            console.out().println(Json.write(document));
        }
        return ExitCode.DONE;
    }

    private ObjectNode back(Found found, Calls calls) throws IOException {
        ObjectNode node = Json.object()
                .put("id", found.row().map(r -> r.example().id()).orElse(found.item()))
                .put("corpus", found.corpus().name());
        found.row().ifPresent(r -> {
            node.put("file", found.corpus().rows().toString()).put("line", r.line());
            node.put("kind", r.example().provenance().kind());
            r.example().provenance().details().forEach((name, value) -> {
                if (!Set.of("models", "prompts", "rewrite").contains(name)) {
                    node.put(name, value);
                }
            });
            node.put("text", r.text());
        });
        node.set("arms", Json.from(found.corpus().arms()));
        Optional<Lineage.Way> way = found.corpus().steps().isPresent()
                ? found.corpus().steps().get().of(found.item())
                : Optional.empty();
        ArrayNode stages = node.putArray("steps");
        Cost cost = Cost.NOTHING;
        if (way.isPresent()) {
            for (Lineage.Stage stage : way.get().stages()) {
                cost = cost.plus(add(stages, stage, calls));
            }
            if (way.get().lost().isPresent()) {
                Lineage.Lost lost = way.get().lost().get();
                node.set("lost", lost(lost));
                cost = cost.plus(lost.call().map(calls::cost).orElse(Cost.NOTHING));
            }
            ArrayNode beside = node.putArray("lost_beside");
            for (Lineage.Lost lost : found.corpus()
                    .steps()
                    .get()
                    .lostBeside(
                            found.item(),
                            found.row()
                                    .map(r -> r.example().provenance().kind())
                                    .orElse(found.item().replaceFirst("-\\d.*$", "")))) {
                beside.add(lost(lost));
            }
            node.put("cost", cost.toString());
        } else {
            found.row().ifPresent(r -> fromRow(stages, r));
            node.put(
                    "missing",
                    "the texts of its steps and their calls: they are in the folder that `synthesize` or `run` wrote;"
                            + " give it with --in");
        }
        return node;
    }

    private static ObjectNode lost(Lineage.Lost lost) {
        ObjectNode node = Json.object()
                .put("id", lost.item())
                .put("step", lost.step())
                .put("reason", lost.reason())
                .put("detail", lost.detail());
        lost.call().ifPresent(c -> node.put("call", c));
        return node;
    }

    private static Cost add(ArrayNode stages, Lineage.Stage stage, Calls calls) {
        ObjectNode node = stages.addObject()
                .put("number", stage.number())
                .put("step", stage.step())
                .put("item", stage.item())
                .put("snapshot", stage.file().toString());
        stage.model().ifPresent(m -> node.put("model", m));
        stage.prompt().ifPresent(p -> node.put("prompt", p));
        stage.rewrite().ifPresent(r -> node.put("rewrite", r));
        stage.call().ifPresent(c -> node.put("call", c));
        ObjectNode came = node.putObject("came");
        stage.came().forEach(came::put);
        if (stage.model().isEmpty()) {
            return Cost.NOTHING;
        }
        stage.call().ifPresent(c -> calls.describe(c, node));
        return stage.call().map(calls::cost).orElse(Cost.UNKNOWN);
    }

    private static void fromRow(ArrayNode stages, TracedCorpus.Row row) {
        Map<String, String> prompts = row.byStep("prompts");
        Map<String, String> rewrites = row.byStep("rewrite");
        row.byStep("models").forEach((step, model) -> {
            ObjectNode node = stages.addObject().put("step", step).put("model", model);
            Optional.ofNullable(prompts.get(step)).ifPresent(p -> node.put("prompt", p));
            Optional.ofNullable(rewrites.get(step)).ifPresent(r -> node.put("rewrite", r));
        });
    }

    /// What is known of calls.
    private record Calls(Optional<LedgerReader> ledger, PriceTable prices) {

        List<CallSummary> of(String request) {
            return ledger.map(l -> l.of(request)).orElse(List.of());
        }

        /// Of an answer that is in no ledger nobody knows what it cost.
        Cost cost(String request) {
            List<CallSummary> answers = of(request);
            return answers.isEmpty()
                    ? Cost.UNKNOWN
                    : answers.stream()
                            .map(a -> prices.cost(a.key().model().label(), a.usage(), a.asked(), a.origin()))
                            .reduce(Cost.NOTHING, Cost::plus);
        }

        void describe(String request, ObjectNode node) {
            for (CallSummary answer : of(request)) {
                answer.usage().ifPresent(u -> node.set("usage", Json.from(u)));
                node.put("answered", answer.answered().toString())
                        .put("origin", answer.origin().label())
                        .put("cost", cost(request).toString());
            }
        }
    }

    // Forward

    /// Rows that came of one thing.
    ///
    /// @param what `unit`, `prompt` or `model`
    private record Forward(
            String what, String id, Map<String, List<TracedCorpus.Row>> rows, List<Lineage.Use> uses, int shown) {

        boolean isAny() {
            return !uses.isEmpty() || rows.values().stream().anyMatch(r -> !r.isEmpty());
        }

        ObjectNode json() {
            ObjectNode node = Json.object().put(what, id);
            ArrayNode steps = node.putArray("steps");
            uses.forEach(u -> steps.addObject()
                    .put("step", u.step())
                    .put("prompt", u.prompt())
                    .put("model", u.model())
                    .put("kept", u.kept())
                    .put("dropped", u.dropped()));
            ArrayNode corpora = node.putArray("corpora");
            rows.forEach((corpus, some) -> {
                ObjectNode one = corpora.addObject()
                        .put("corpus", corpus)
                        .put("rows", some.size())
                        .put("words", words(some));
                one.set(
                        "ids",
                        Json.from(some.stream().map(r -> r.example().id()).toList()));
            });
            return node;
        }

        private static long words(List<TracedCorpus.Row> rows) {
            return rows.stream()
                    .mapToLong(r -> r.text().isBlank() ? 0 : r.text().strip().split("\\s+").length)
                    .sum();
        }

        String words() {
            StringBuilder out = new StringBuilder(what + " " + id + "\n");
            uses.forEach(u -> out.append(String.format(
                    Locale.ROOT,
                    "  step %s, version %s, asked of %s: %,d went on, %,d were lost%n",
                    u.step(),
                    u.prompt().substring(0, Math.min(SHOWN_DIGITS, u.prompt().length())),
                    u.model(),
                    u.kept(),
                    u.dropped())));
            rows.forEach((corpus, some) -> {
                out.append(String.format(
                        Locale.ROOT,
                        "  %s: %,d rows, %,d words of answers or documents%n",
                        corpus,
                        some.size(),
                        words(some)));
                some.stream()
                        .limit(shown)
                        .forEach(
                                r -> out.append("    ").append(r.example().id()).append('\n'));
                if (some.size() > shown) {
                    out.append(String.format(Locale.ROOT, "    and %,d more (--full)%n", some.size() - shown));
                }
            });
            return out.toString();
        }
    }

    private List<Forward> forwards(Map<TracedCorpus, List<TracedCorpus.Row>> rows) throws IOException {
        List<Forward> all = new ArrayList<>();
        all.add(forward("unit", rows, r -> r.detail("unit_id").equals(id), List.of()));
        if (id.matches("[0-9a-f]{" + LEAST_PROMPT_DIGITS + ",64}")) {
            List<Lineage.Use> uses = new ArrayList<>();
            for (TracedCorpus corpus : rows.keySet()) {
                if (corpus.steps().isPresent()) {
                    corpus.steps().get().uses().stream()
                            .filter(u -> u.prompt().startsWith(id))
                            .forEach(uses::add);
                }
            }
            all.add(forward(
                    "prompt", rows, r -> r.byStep("prompts").values().stream().anyMatch(this::isPrompt), uses));
        }
        all.add(forward("model", rows, r -> r.byStep("models").containsValue(id), List.of()));
        return all;
    }

    /// Rows keep sixteen digits of a version, snapshots all of them.
    private boolean isPrompt(String version) {
        return version.startsWith(id) || (id.length() > version.length() && id.startsWith(version));
    }

    private Forward forward(
            String what,
            Map<TracedCorpus, List<TracedCorpus.Row>> rows,
            Predicate<TracedCorpus.Row> came,
            List<Lineage.Use> uses) {
        Map<String, List<TracedCorpus.Row>> some = new LinkedHashMap<>();
        rows.forEach((corpus, all) -> {
            List<TracedCorpus.Row> of = all.stream().filter(came).toList();
            if (!of.isEmpty()) {
                some.put(corpus.name(), of);
            }
        });
        return new Forward(what, id, some, uses, full ? Integer.MAX_VALUE : SHOWN_ROWS);
    }
}

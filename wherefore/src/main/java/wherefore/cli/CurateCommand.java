package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ModelSettings;
import wherefore.curation.Curation;
import wherefore.curation.CurationLog;
import wherefore.curation.CurationResult;
import wherefore.curation.CurationSettings;
import wherefore.curation.Finding;
import wherefore.curation.HeldOut;
import wherefore.curation.Scenarios;
import wherefore.embedding.Embedder;
import wherefore.embedding.MiniLmEmbedder;
import wherefore.format.Json;
import wherefore.judging.Judge;

/// `wherefore curate DATA --out DIR`: what may be trained on, what may not and why, and what the whole looks like.
@Command(
        name = "curate",
        description = "Filters data, measures it against gates, and checks it against held-out evaluations.")
final class CurateCommand implements Callable<Integer> {

    private static final double NEAR = 0.80;

    private final Console console;

    @Parameters(
            paramLabel = "DATA",
            description = "A file of examples (JSON lines), or a folder with examples.jsonl in it.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the kept rows, the dropped ones with their reasons, and curation-log.json go.")
    private Path out = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "EVALUATION",
            description = "What is held out: a suite's name, a folder or a file of texts; repeatable. Rows that share"
                    + " 13 words in a row with it are dropped, and the distance of scenarios to it is measured.")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--judge",
            paramLabel = "MODEL",
            description = "Who says of each row whether it is realistic; default: nobody is asked.")
    private Optional<String> judge = Optional.empty();

    @Option(
            names = "--without",
            paramLabel = "NAME",
            description = "A filter or gate that is switched off, as the table names it; repeatable.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--near-duplicate",
            paramLabel = "J",
            description = "From which similarity (Jaccard, of runs of five words) on a row is a copy; default 0.8.")
    private double similarity = NEAR;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A name that is meant to be everywhere, such as the assistant's; repeatable.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--embed", description = "Look for scenarios that tell one story twice, also without --against.")
    private boolean embed;

    @Option(names = "--no-embed", description = "Compare words only: no embedding, and no native library is loaded.")
    private boolean wordsOnly;

    @Option(
            names = "--scenarios",
            paramLabel = "N",
            description = "How many scenarios are embedded at most; default 10000.")
    private int scenarios = CurationSettings.MOST_EMBEDDED;

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    @Option(names = "--json", description = "Print curation-log.json.")
    private boolean json;

    CurateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OptionCheck options = new OptionCheck().atLeast(1, "--scenarios", scenarios);
        if (!(similarity > 0 && similarity <= 1)) {
            options.add("--near-duplicate is " + similarity + ".", "It is more than 0 and at most 1.");
        }
        if (embed && wordsOnly) {
            options.add("--embed and --no-embed contradict each other.", "Give one of them.");
        }
        Path file = Files.isDirectory(data) ? data.resolve(Curation.KEPT) : data;
        if (!Files.isRegularFile(file)) {
            options.add(
                    file.toString(), "there is no such file.", "Give a file of examples, or a folder with one in it.");
        }
        options.tell();
        List<HeldOut> heldOut = new ArrayList<>();
        for (String name : new LinkedHashSet<>(against)) {
            heldOut.add(EvaluationTexts.of(name, file));
        }
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(judge.stream().toList(), prices, Money.OfStudy.NONE, Instant.now());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(out);
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            Wiring wiring = new Wiring(console, models, paid);
            CurationSettings settings = new CurationSettings(
                    file,
                    out,
                    similarity,
                    new LinkedHashSet<>(without),
                    heldOut,
                    embedder(heldOut),
                    scenarios,
                    judge.map(j -> new Judge(wiring.calls(ModelSettings.of(j), Path.of("")))),
                    names,
                    Runtime.getRuntime().availableProcessors());
            CurationResult result = Curation.run(
                    settings,
                    (pass, share, rows) ->
                            status.show(share, () -> String.format(Locale.ROOT, "%s: %,d rows", pass, rows)));
            status.clear();
            wiring.tellUnused(console);
            return tell(result);
        } finally {
            status.clear();
        }
    }

    /// Made only where it is needed: it brings a native library of its own.
    private Optional<Embedder> embedder(List<HeldOut> heldOut) {
        if (wordsOnly || (heldOut.isEmpty() && !embed)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MiniLmEmbedder());
        } catch (LinkageError | RuntimeException e) {
            throw new CommandFailedException("the embedder cannot be loaded on this machine (" + e
                    + "). With --no-embed words are compared, and" + " distances of scenarios are not measured.");
        }
    }

    private int tell(CurationResult result) {
        return switch (result) {
            case CurationResult.Outstanding later -> {
                console.say(later.answers() + " answers of the judge " + later.model()
                        + " are outstanding, and nothing is written yet. Run the same command again to continue.");
                yield ExitCode.DONE;
            }
            case CurationResult.Finished finished -> {
                CurationLog log = finished.log();
                if (json) {
                    console.out().print(Json.pretty(log.json()));
                } else {
                    print(log);
                }
                List<Finding.Gate> failed = log.failed();
                failed.forEach(g -> console.say("does not hold: " + g.gate() + " (" + g.group() + ")"));
                yield failed.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
            }
        };
    }

    private void print(CurationLog log) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%,d rows read, %,d kept, %,d dropped%n",
                        log.read(),
                        log.kept(),
                        log.read() - log.kept());
        log.dropped().forEach((reason, n) -> console.out().printf(Locale.ROOT, "  %-28s %,8d%n", reason, n));
        console.out().println();
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-26s %-16s %9s  %-9s %-6s %s%n",
                        "gate",
                        "group",
                        "value",
                        "threshold",
                        "holds",
                        "");
        for (Finding.Gate g : log.gates()) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%-26s %-16s %9.3f  %s %-6s %-6s %s%n",
                            g.gate(),
                            g.group(),
                            g.value(),
                            g.bound() == Finding.Bound.AT_MOST ? "<=" : ">=",
                            number(g.threshold()),
                            g.holds() ? "yes" : "NO",
                            remarks(g));
            if (!g.holds()) {
                g.evidence().forEach(e -> console.out().printf(Locale.ROOT, "    %s%n", e));
            }
        }
        for (Finding finding : log.findings()) {
            switch (finding) {
                case Finding.Gate g -> {}
                case Finding.Reported r -> {
                    console.out().printf(Locale.ROOT, "%-26s %-16s %9.3f%n", r.gate(), r.group(), r.value());
                    r.evidence().forEach(e -> console.out().printf(Locale.ROOT, "    %s%n", e));
                }
                case Finding.Skipped s ->
                    console.out().printf(Locale.ROOT, "%-26s %-16s   skipped: %s%n", s.gate(), s.group(), s.why());
            }
        }
        firewall(log);
        console.out().println();
        console.out().printf(Locale.ROOT, "%s%n", out);
    }

    private void firewall(CurationLog log) {
        if (log.overlaps().isPresent()) {
            console.out().println();
            console.out()
                    .printf(
                            Locale.ROOT,
                            "against %s: %,d rows share 13 words in a row%n",
                            String.join(
                                    ", ",
                                    log.heldOut().stream().map(HeldOut::name).toList()),
                            log.overlaps().getAsLong());
        }
        if (log.nearest().isPresent()) {
            Scenarios.Nearest n = log.nearest().get();
            console.out()
                    .printf(
                            Locale.ROOT,
                            "distance of %,d scenarios to the nearest of theirs (1 - cosine, %s): median %.3f, 5%% %.3f, least"
                                    + " %.3f%n",
                            n.scenarios(),
                            n.embedder(),
                            n.p50(),
                            n.p05(),
                            n.min());
            n.pairs().stream()
                    .limit(3)
                    .forEach(p -> console.out()
                            .printf(
                                    Locale.ROOT,
                                    "  %.3f  %s and %s (%s)%n",
                                    p.distance(),
                                    p.id(),
                                    p.text(),
                                    p.evaluation()));
        }
    }

    private static String remarks(Finding.Gate g) {
        List<String> all = new ArrayList<>();
        g.interval()
                .ifPresent(i -> all.add(
                        String.format(Locale.ROOT, "%,d of %,d [%.3f, %.3f]", i.k(), i.n(), i.low(), i.high())));
        all.addAll(g.notes());
        return String.join("; ", all);
    }

    private static String number(double threshold) {
        return threshold == Math.rint(threshold)
                ? String.valueOf((long) threshold)
                : String.format(Locale.ROOT, "%.2f", threshold);
    }
}

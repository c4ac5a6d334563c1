package wherefore.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wherefore.chat.Calls;
import wherefore.chat.calls.Cost;
import wherefore.chat.calls.Dollars;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.calls.Tariff;
import wherefore.chat.provider.ModelSettings;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Quarantine;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.synthesis.Amount;
import wherefore.synthesis.Kind;
import wherefore.synthesis.Rehearsal;
import wherefore.synthesis.Source;
import wherefore.synthesis.Synthesis;
import wherefore.synthesis.SynthesisListener;
import wherefore.synthesis.SynthesisResult;
import wherefore.synthesis.SynthesisSettings;
import wherefore.training.SupervisedFineTuning;
import wherefore.transformer.Tokenizer;

/// `wherefore synthesize KIND`: training data of one kind.
@Command(name = "synthesize", description = "Makes training data of one kind, from a constitution, step by step.")
final class SynthesizeCommand implements Callable<Integer> {

    private static final String SMOKE = "smoke";
    /// A handful: enough that every step was asked several times, few enough that it costs next to nothing.
    private static final int SMOKE_ROWS = 5;

    private final Console console;

    @Parameters(
            paramLabel = "KIND",
            description = "honeypot, advice, documents, stories, values, ...: docs/reference/kinds.md has all of them.")
    private String kind = "";

    @Option(
            names = "--constitution",
            paramLabel = "FILE",
            description = "What the data is grounded in, a Markdown file.")
    private Optional<Path> constitution = Optional.empty();

    @Option(
            names = "--writer",
            required = true,
            paramLabel = "MODEL",
            description = "Who writes: anthropic/NAME, batch-files/DIR, ...")
    private String writer = "";

    @Option(names = "--judge", paramLabel = "MODEL", description = "Who judges, in kinds with a step that judges.")
    private Optional<String> judge = Optional.empty();

    @Option(names = "--count", required = true, paramLabel = "N", description = "How many finished rows.")
    private int count;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything goes.")
    private Path out = Path.of("");

    @Option(names = "--ablate", paramLabel = "STEP", description = "Replace a step by its null operation; repeatable.")
    private List<String> ablate = new ArrayList<>();

    @Option(names = "--injection", paramLabel = "NAME", description = "Text added while answers are sampled.")
    private Optional<String> injection = Optional.empty();

    @Option(
            names = "--candidates",
            paramLabel = "N",
            description = "The most candidates that may be made for --count rows (default: three for each).")
    private Optional<Integer> candidates = Optional.empty();

    @Option(
            names = "--with",
            paramLabel = "NAME=TEXT",
            description = "Another text for one of the kind's open texts; repeatable.")
    private Map<String, String> with = new LinkedHashMap<>();

    @Option(
            names = "--share",
            paramLabel = "FILE=WEIGHT",
            description = "Which share of the rows comes from a file given as --from; for each of them or for none.")
    private Map<Path, Double> shares = new LinkedHashMap<>();

    @Option(
            names = "--counted-by",
            paramLabel = "MODEL",
            description = "Whose tokenizer counts the loss-bearing tokens that the manifest tells of given rows.")
    private Optional<String> countedBy = Optional.empty();

    @Option(names = "--from", paramLabel = "FILE", description = "Rows to start from; repeatable.")
    private List<Path> from = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of what is dealt (default 1).")
    private long seed = 1;

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    @Option(
            names = "--estimate",
            description = "Print calls, tokens and cost of every step with their ranges, and ask nobody.")
    private boolean estimateOnly;

    @Option(
            names = "--smoke",
            description = "Make a handful of rows in OUT/smoke, and print what they cost and what --count would.")
    private boolean smoke;

    @Option(names = "--json", description = "Print the estimate as one JSON document.")
    private boolean json;

    SynthesizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OptionCheck options = new OptionCheck().atLeast(1, "--count", count);
        candidates.ifPresent(c -> options.atLeast(1, "--candidates", c));
        options.tell();
        Kind made = Kind.named(kind);
        SynthesisSettings settings = settings();
        if (estimateOnly && smoke) {
            throw new InputException("", 0, "--estimate asks nobody, and --smoke asks.", "Give one of them.");
        }
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        Instant now = Instant.now();
        money.check(asked().toList(), prices, Money.OfStudy.NONE, now);
        if (estimateOnly) {
            return estimate(made, settings, prices, now);
        }
        Path folder = smoke ? out.resolve(SMOKE) : out;
        int wanted = smoke ? Math.min(count, SMOKE_ROWS) : count;
        SynthesisResult result = made(made, settings.of(new Amount.Rows(wanted)), folder, prices);
        int code = tell(result, wanted, folder);
        if (smoke && result instanceof SynthesisResult.Finished finished) {
            return measured(finished, made, settings, prices, now, code);
        }
        return code;
    }

    private SynthesisSettings settings() throws IOException {
        SynthesisSettings settings = SynthesisSettings.of(constitution.map(Constitution::read), new Amount.Rows(count))
                .withAblated(new LinkedHashSet<>(ablate))
                .withSeed(seed)
                .with(with)
                .withSources(sources());
        if (injection.isPresent()) {
            settings = settings.withInjection(injection.get());
        }
        if (candidates.isPresent()) {
            settings = settings.withCandidates(candidates.get());
        }
        if (countedBy.isPresent()) {
            Tokenizer tokenizer =
                    new Wiring().checkpoint(countedBy.get(), 0, Path.of("")).tokenizer();
            settings = settings.countedBy(
                    example -> SupervisedFineTuning.tokens(tokenizer, example).bearing());
        }
        return settings;
    }

    private SynthesisResult made(Kind made, SynthesisSettings settings, Path folder, PriceTable prices)
            throws IOException {
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(folder);
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            Wiring wiring = new Wiring(console, models, paid);
            Calls writes = wiring.calls(ModelSettings.of(writer), Path.of(""));
            Optional<Calls> judges = judge.map(j -> wiring.calls(ModelSettings.of(j), Path.of("")));
            SynthesisResult result = Synthesis.run(made, settings, writes, judges, folder, hearing());
            status.clear();
            wiring.tellUnused(console);
            return result;
        } finally {
            status.clear();
        }
    }

    private Stream<String> asked() {
        return Stream.concat(Stream.of(writer), judge.stream());
    }

    /// What the smoke run cost, and what the whole would.
    private int measured(
            SynthesisResult.Finished finished,
            Kind made,
            SynthesisSettings settings,
            PriceTable prices,
            Instant now,
            int code)
            throws IOException {
        int rows = finished.examples().size();
        if (rows == 0) {
            console.say("The smoke run gave no row: see " + out.resolve(SMOKE).resolve("dropped.jsonl") + ".");
            return ExitCode.FAILED;
        }
        try (Reading ledger = new Reading(money.ledger(console))) {
            Cost cost = ledger.reader()
                    .map(l -> Money.spent(l, prices, Money.run(out.resolve(SMOKE))))
                    .orElseGet(() -> asked().allMatch(m -> prices.tariff(m, now) instanceof Tariff.Free)
                            ? Cost.NOTHING
                            : Cost.UNKNOWN);
            console.say("The smoke run cost " + cost + " for " + rows + " rows"
                    + (cost.isKnown()
                            ? ", " + Dollars.show(cost.usd().divide(BigDecimal.valueOf(rows), MathContext.DECIMAL64))
                                    + " a row."
                            : "."));
        }
        int told = estimate(made, settings, prices, now);
        return code == ExitCode.DONE ? told : code;
    }

    private int estimate(Kind made, SynthesisSettings settings, PriceTable prices, Instant now) throws IOException {
        try (Reading ledger = new Reading(money.ledger(console))) {
            Rehearsal rehearsal = Rehearsal.of(
                    made,
                    settings,
                    Money.asked(settings(writer), ledger.reader()),
                    judge.map(j -> Money.asked(settings(j), ledger.reader())),
                    out,
                    Rehearsal.Kept.measured(made, out.resolve(SMOKE), Estimate::around));
            Estimate estimate = new Estimate(prices, now, ledger.reader());
            estimate.add("", rehearsal, Optional.of(settings(writer)), judge.map(this::settings));
            Optional<BigDecimal> limit = money.limit(Money.OfStudy.NONE);
            if (json) {
                console.out().print(Json.pretty(estimate.json(limit)));
            } else {
                estimate.lines(limit).forEach(console.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private ModelSettings settings(String model) {
        return models.apply(ModelSettings.of(model));
    }

    /// A ledger that is closed when it was read, if there is one.
    record Reading(Optional<LedgerReader> reader) implements AutoCloseable {
        @Override
        public void close() {
            reader.ifPresent(LedgerReader::close);
        }
    }

    private List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : from) {
            if (!Files.isRegularFile(file)) {
                throw new InputException(file.toString(), 0, "there is no such file.", "Correct the path in --from.");
            }
            List<Example> rows = ExampleFile.readForTraining(file);
            Double share = shares.get(file);
            if (share == null && !shares.isEmpty()) {
                throw new InputException(
                        file.toString(), 0, "has no share, while others have.", "Give --share " + file + "=WEIGHT.");
            }
            if (share != null && !(share > 0)) {
                throw new InputException(
                        file.toString(), 0, "--share must be above 0, but was " + share + ".", "Leave the file out.");
            }
            sources.add(new Source(
                    file.toString(), rows, share == null ? OptionalDouble.empty() : OptionalDouble.of(share)));
        }
        for (Path file : shares.keySet()) {
            if (!from.contains(file)) {
                throw new InputException(
                        file.toString(), 0, "has a share, and no rows come from it.", "Give it with --from too.");
            }
        }
        return sources;
    }

    private int tell(SynthesisResult result, int wanted, Path folder) {
        return switch (result) {
            case SynthesisResult.Outstanding later -> {
                console.say(later.answers() + " answers are outstanding: the step \"" + later.step() + "\" waits for "
                        + later.model() + ". Run the same command again to continue.");
                yield ExitCode.DONE;
            }
            case SynthesisResult.Finished finished -> {
                finished.dropped().forEach((why, n) -> console.say("dropped " + n + ": " + why));
                Path quarantine = folder.resolve(Quarantine.FILE);
                if (Files.exists(quarantine)) {
                    console.say("drafts in which an AI misbehaves: " + quarantine);
                }
                console.say(finished.examples().size() + " of " + wanted + " rows");
                if (!smoke || !json) {
                    console.out().println(folder.resolve("examples.jsonl"));
                }
                yield finished.examples().size() < wanted ? ExitCode.FAILED : ExitCode.DONE;
            }
        };
    }

    private SynthesisListener hearing() {
        return new SynthesisListener() {
            @Override
            public void begins(String step, int number, int of, int items) {
                console.say("step " + number + " of " + of + ": " + step);
            }

            @Override
            public void ended(String step, int kept, int dropped) {
                if (dropped > 0) {
                    console.say("  " + kept + " go on, " + dropped + " dropped");
                }
            }
        };
    }
}

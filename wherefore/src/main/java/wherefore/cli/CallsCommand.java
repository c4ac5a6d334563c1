package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.ChatModelException;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.CallSummary;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerBatch;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.LedgerEvent;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.OpenClaim;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.Pause;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.chat.provider.Recording;
import wherefore.chat.provider.SettingsReader;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.Suggestion;

/// `wherefore calls list|show|batches|cancel|cost|export|import`: the ledger of model calls.
@Command(
        name = "calls",
        description = "The ledger of model calls: every answer that was paid for, and what happened on the way.",
        synopsisSubcommandLabel = "list|show|batches|cancel|cost|export|import",
        sortOptions = false)
final class CallsCommand implements Callable<Integer> {

    /// Characters of an id that are shown; ledgers would have to be enormous for two to be alike.
    private static final int SHOWN = 12;

    private final Console console;

    CallsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        throw new InputException(
                "",
                0,
                "calls: say what to do.",
                "list, show, batches, cancel, cost, export or import; see: wherefore calls --help");
    }

    @Command(name = "list", description = "Lists calls, the oldest first.", sortOptions = false)
    Integer list(
            @Mixin LedgerOption ledger,
            @Mixin CallFilterOptions filter,
            @Option(
                            names = "--in-flight",
                            description =
                                    "Instead: calls that were begun and have no answer, and whether they may still"
                                            + " get one.")
                    boolean inFlight,
            @Option(
                            names = "--events",
                            description = "Instead: failures, retries, second payments and calls that a killed process"
                                    + " left.")
                    boolean events,
            @Option(names = "--json", description = "Print JSON lines.") boolean json) {
        try (LedgerReader reader = LedgerReader.open(ledger.file(console))) {
            if (inFlight) {
                reader.claims(filter.filter(), now()).forEach(claim -> print(claim, json));
            } else if (events) {
                reader.events(filter.filter(), event -> print(event, json));
            } else {
                reader.list(filter.filter(), call -> print(call, json));
            }
        }
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Shows one call: what was asked and what was answered.", sortOptions = false)
    Integer show(
            @Parameters(paramLabel = "ID", description = "The beginning of a call's id, or of its request's.")
                    String id,
            @Mixin LedgerOption ledger,
            @Option(names = "--json", description = "Print one JSON document.") boolean json) {
        try (LedgerReader reader = LedgerReader.open(ledger.file(console))) {
            LedgerEntry entry = reader.show(id);
            console.out().print(json ? Json.write(CallText.json(entry)) + "\n" : CallText.of(entry));
        }
        return ExitCode.DONE;
    }

    @Command(name = "batches", description = "Lists batches, the oldest first.", sortOptions = false)
    Integer batches(
            @Mixin LedgerOption ledger,
            @Mixin CallFilterOptions filter,
            @Option(names = "--json", description = "Print JSON lines.") boolean json) {
        try (LedgerReader reader = LedgerReader.open(ledger.file(console))) {
            reader.batches(filter.filter()).forEach(batch -> print(batch, json));
        }
        return ExitCode.DONE;
    }

    private void print(LedgerBatch batch, boolean json) {
        if (json) {
            console.out().println(Json.write(CallText.json(batch)));
            return;
        }
        String outcomes = batch.outcomes().entrySet().stream()
                .map(e -> String.format(Locale.ROOT, ", %,d %s", e.getValue(), e.getKey()))
                .collect(Collectors.joining());
        row(
                batch.batch().orElse("(" + batch.mark().substring(0, SHOWN) + ", without a name yet)"),
                CallText.second(batch.begun()),
                batch.ended().isPresent() ? "collected" : batch.cancelled() ? "cancelled" : "running",
                String.format(Locale.ROOT, "%,d requests", batch.items()) + outcomes,
                batch.model().label(),
                batch.run());
    }

    @Command(
            name = "cancel",
            description =
                    "Asks the vendor to stop a batch. What was answered until then is paid, and kept by the next run"
                            + " of the command that asked.",
            sortOptions = false)
    Integer cancel(
            @Parameters(paramLabel = "BATCH", description = "The batch as the vendor names it: calls batches.")
                    String name,
            @Mixin LedgerOption ledger,
            @Mixin ModelOptions models)
            throws ChatModelException {
        Path file = ledger.file(console);
        LedgerBatch batch;
        try (LedgerReader reader = LedgerReader.open(file)) {
            List<LedgerBatch> all = reader.batches(CallFilter.ALL);
            batch = all.stream()
                    .filter(b -> b.batch().filter(name::equals).isPresent())
                    .findFirst()
                    .orElseThrow(() -> new InputException(
                            file.toString(),
                            0,
                            "knows no batch \"" + name + "\".",
                            Suggestion.of(
                                    name,
                                    all.stream()
                                            .flatMap(b -> b.batch().stream())
                                            .toList())));
        }
        if (batch.ended().isPresent()) {
            throw new InputException("", 0, "the batch " + name + " has ended.", "See: wherefore calls batches");
        }
        ApiModel model = new Providers(console::environment, InstantSource.system())
                .api(models.apply(ModelSettings.of(batch.model().label())))
                .orElseThrow();
        // Noted first: what it leaves unanswered must not be asked again by a command that is waiting.
        try (Ledger open = Ledger.open(file, InstantSource.system(), Pause.REAL)) {
            open.cancelled(batch);
        }
        model.batches().cancel(name);
        console.out().println(name);
        return ExitCode.DONE;
    }

    @Command(name = "cost", description = "Counts calls, tokens and cost.", sortOptions = false)
    Integer cost(
            @Mixin LedgerOption ledger,
            @Mixin CallFilterOptions filter,
            @Option(
                            names = "--by",
                            paramLabel = "WORDS",
                            split = ",",
                            defaultValue = "model,stage",
                            description = "What to count apart: model, stage, run (default: model,stage).")
                    List<String> by,
            @Option(names = "--prices", paramLabel = "FILE", description = "A price table, laid over the one we ship.")
                    Optional<Path> prices,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws IOException {
        PriceTable shipped = PriceTable.shipped();
        PriceTable table = prices.isPresent() ? PriceTable.read(prices.get()).over(shipped) : shipped;
        Path file = ledger.file(console);
        try (LedgerReader reader = LedgerReader.open(file)) {
            CallCosts costs = new CallCosts(table, CallCosts.parts(by));
            reader.paid(filter.filter(), costs::add);
            reader.events(filter.filter(), costs::add);
            reader.claims(filter.filter(), now()).forEach(costs::add);
            if (json) {
                console.out().println(Json.write(costs.json(file)));
            } else {
                costs.print(console.out());
            }
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "export",
            description =
                    "Makes a recording for recorded/FILE, of answers in the ledger or in a folder of batch files.",
            sortOptions = false)
    Integer export(
            @Parameters(arity = "0..1", paramLabel = "DIR", description = "A folder of batch files; else the ledger.")
                    Optional<Path> folder,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "The recording to write.")
                    Path out,
            @Option(
                            names = "--made",
                            paramLabel = "TEXT",
                            description = "How the answers were made; stands in the recording's first line.")
                    Optional<String> made,
            @Option(names = "--by-hand", description = "The answers in DIR were made by hand: they carry no usage.")
                    boolean byHand,
            @Mixin LedgerOption ledger,
            @Mixin CallFilterOptions filter,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws IOException {
        int answers;
        if (folder.isPresent()) {
            if (filter.isSet()) {
                throw new InputException(
                        "", 0, "calls export: a folder of batch files has no model, stage or run.", "Leave them out.");
            }
            answers = Recording.of(
                    folder.get(),
                    out,
                    made.orElse(byHand ? "by hand" : "from batch files"),
                    byHand ? Origin.BY_HAND : Origin.BATCH_FILE);
        } else {
            if (byHand) {
                throw new InputException(
                        "", 0, "calls export: --by-hand speaks of a folder of batch files.", "Give DIR.");
            }
            answers = exported(ledger.file(console), filter.filter(), out, made.orElse("from a ledger"));
        }
        console.say(answers + " answers");
        console.out()
                .println(
                        json
                                ? Json.write(
                                        Json.object().put("out", out.toString()).put("answers", answers))
                                : out.toString());
        return ExitCode.DONE;
    }

    private static int exported(Path ledger, CallFilter filter, Path out, String made) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            reader.answers(filter, entries::add);
        }
        if (entries.isEmpty()) {
            throw new InputException(ledger.toString(), 0, "holds no such answer.", "See: wherefore calls list");
        }
        return Recording.of(entries, out, made);
    }

    @Command(
            name = "import",
            description = "Puts the answers of a recording into the ledger. An answer that is there stays.",
            sortOptions = false)
    Integer imported(
            @Parameters(paramLabel = "FILE", description = "A recording.") Path file,
            @Option(
                            names = "--model",
                            paramLabel = "MODEL",
                            description =
                                    "The model as whose answers they count; needed where the recording names none.")
                    Optional<String> model,
            @Option(
                            names = "--model-settings",
                            paramLabel = "FILE",
                            description = "Settings of that model, as they are given when it is asked.")
                    Optional<Path> settings,
            @Mixin LedgerOption ledger,
            @Option(names = "--json", description = "Print one JSON document.") boolean json)
            throws IOException {
        Optional<ModelIdentity> as = identity(model, settings);
        List<Recording.Answer> answers = Recording.answers(file);
        List<Problem> nameless = answers.stream()
                .filter(a -> as.isEmpty() && a.model().isEmpty())
                .limit(1)
                .map(a -> new Problem(
                        file.toString(),
                        a.line(),
                        "does not say which model was asked.",
                        "Say as whose answers they count: --model MODEL."))
                .toList();
        if (!nameless.isEmpty()) {
            throw new InputException(nameless);
        }
        Path into = ledger.file(console);
        int fresh = 0;
        try (Ledger open = Ledger.open(into, InstantSource.system(), Pause.REAL)) {
            for (Recording.Answer answer : answers) {
                ModelIdentity asked = as.or(answer::model).orElseThrow();
                fresh += open.adopt(answer.entry(asked, now())) ? 1 : 0;
            }
        }
        int known = answers.size() - fresh;
        console.say(fresh + " answers are new, " + known + " were there already");
        console.out()
                .println(
                        json
                                ? Json.write(Json.object()
                                        .put("ledger", into.toString())
                                        .put("new", fresh)
                                        .put("known", known))
                                : into.toString());
        return ExitCode.DONE;
    }

    private static Optional<ModelIdentity> identity(Optional<String> model, Optional<Path> settings)
            throws IOException {
        if (model.isEmpty()) {
            if (settings.isPresent()) {
                throw new InputException("", 0, "calls import: --model-settings need a model.", "Give --model.");
            }
            return Optional.empty();
        }
        return Optional.of(Providers.identity(
                settings.isPresent()
                        ? SettingsReader.read(settings.get(), model.get())
                        : ModelSettings.of(model.get())));
    }

    private static Instant now() {
        return Instant.now();
    }

    private void print(CallSummary call, boolean json) {
        if (json) {
            console.out().println(Json.write(CallText.json(call)));
            return;
        }
        row(
                call.id().substring(0, SHOWN),
                CallText.second(call.asked()),
                call.stop(),
                tokens(call),
                call.origin().label(),
                call.key().model().label(),
                call.label().stage(),
                call.label().run());
    }

    private static String tokens(CallSummary call) {
        return call.usage()
                .map(u -> String.format(
                        Locale.ROOT, "%,d in, %,d out", u.input() + u.cacheRead() + u.cacheWrite(), u.output()))
                .orElse("tokens unknown");
    }

    private void print(OpenClaim claim, boolean json) {
        if (json) {
            ObjectNode node = CallText.named(claim.key(), claim.label());
            console.out()
                    .println(Json.write(node.put("since", claim.at().toString())
                            .put("process", claim.owner().pid())
                            .put("alive", claim.alive())));
            return;
        }
        row(
                claim.key().hex().substring(0, SHOWN),
                CallText.second(claim.at()),
                claim.alive()
                        ? "asked by process " + claim.owner().pid()
                        : "left by process " + claim.owner().pid() + ", perhaps paid",
                claim.key().model().label(),
                claim.label().stage(),
                claim.label().run());
    }

    private void print(LedgerEvent event, boolean json) {
        if (json) {
            ObjectNode node = CallText.named(event.key(), event.label());
            console.out()
                    .println(Json.write(node.put("kind", event.kind().label())
                            .put("at", event.at().toString())
                            .put("message", event.message())));
            return;
        }
        row(
                event.key().hex().substring(0, SHOWN),
                CallText.second(event.at()),
                event.kind().label(),
                event.label().stage(),
                event.label().run(),
                event.message());
    }

    private void row(String... cells) {
        console.out()
                .println(String.join(
                        "  ", Arrays.stream(cells).filter(c -> !c.isEmpty()).toList()));
    }
}

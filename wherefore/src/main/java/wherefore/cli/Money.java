package wherefore.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.Cost;
import wherefore.chat.calls.Dollars;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.calls.Purse;
import wherefore.chat.provider.ModelName;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.synthesis.Rehearsal;

/// The options of a command that may spend money.
final class Money {

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description = "What paid calls may cost at most, such as 20usd; it stops before that is passed.")
    private Optional<String> budget = Optional.empty();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A table of prices that takes precedence over ours; also $$WHEREFORE_PRICES.")
    private Optional<Path> prices = Optional.empty();

    @Option(names = "--allow-unpriced", description = "Ask models without a price; what they cost is told as unknown.")
    private boolean allowUnpriced;

    @Mixin
    private LedgerOption ledger = new LedgerOption();

    /// Where answers are kept, be it there or not.
    Path ledgerFile(Console console) {
        return ledger.file(console);
    }

    /// The ledger for reading; empty where there is none yet.
    Optional<LedgerReader> ledger(Console console) {
        Path file = ledgerFile(console);
        return Files.isRegularFile(file) ? Optional.of(LedgerReader.open(file)) : Optional.empty();
    }

    /// What a study says about money; the command line takes precedence.
    ///
    /// @param file the study file; empty where there is none
    record OfStudy(String file, int line, Optional<String> budget, Optional<Path> prices) {
        static final OfStudy NONE = new OfStudy("", 0, Optional.empty(), Optional.empty());
    }

    /// The limit, where there is one.
    Optional<BigDecimal> limit(OfStudy study) {
        return budget.map(b -> Dollars.parse(b, "--budget", "", 0))
                .or(() -> study.budget().map(b -> Dollars.parse(b, "budget", study.file(), study.line())));
    }

    /// The prices that hold: of the command line over those of the study over those of the environment over ours.
    PriceTable table(Console console, OfStudy study) throws IOException {
        List<Path> own = new ArrayList<>();
        console.environment("WHEREFORE_PRICES").map(Path::of).ifPresent(own::add);
        study.prices().ifPresent(own::add);
        prices.ifPresent(own::add);
        PriceTable table = PriceTable.shipped();
        for (Path file : new LinkedHashSet<>(own)) {
            table = PriceTable.read(file).over(table);
        }
        return table;
    }

    /// Refuses models whose cost nobody could tell, all at once and before anything is asked.
    void check(Collection<String> models, PriceTable table, OfStudy study, Instant now) {
        Optional<BigDecimal> limit = limit(study);
        List<Problem> problems = new ArrayList<>();
        for (String model : new LinkedHashSet<>(models)) {
            try {
                ModelName.of(model).server();
            } catch (InputException e) {
                problems.addAll(e.problems());
                continue;
            }
            Optional<Problem> unpriced = table.unpriced(model, now);
            if (unpriced.isPresent() && limit.isPresent()) {
                try {
                    new Purse(limit, Cost.NOTHING, table, InstantSource.fixed(now), "").of(model);
                } catch (InputException e) {
                    problems.addAll(e.problems());
                }
            } else if (!allowUnpriced) {
                unpriced.ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /// The purse of a run. What earlier tries of it spent counts.
    ///
    /// @param run as the ledger names it: [#run]
    Purse purse(Console console, PriceTable table, OfStudy study, String run) {
        Optional<BigDecimal> limit = limit(study);
        Cost before = Cost.NOTHING;
        if (limit.isPresent()) {
            Optional<LedgerReader> ledger = ledger(console);
            if (ledger.isPresent()) {
                try (LedgerReader reader = ledger.get()) {
                    before = spent(reader, table, run);
                }
            }
        }
        return new Purse(
                limit, before, table, InstantSource.system(), "To go on, run the same command with a higher --budget.");
    }

    /// What a run spent in all its tries.
    static Cost spent(LedgerReader ledger, PriceTable table, String run) {
        List<Cost> costs = new ArrayList<>();
        ledger.paid(
                new CallFilter(Optional.empty(), Optional.empty(), Optional.of(run), Optional.empty()),
                paid -> costs.add(table.cost(paid)));
        return costs.stream().reduce(Cost.NOTHING, Cost::plus);
    }

    /// Who is asked under such settings, with the answers that the ledger holds.
    static Rehearsal.Asked asked(ModelSettings settings, Optional<LedgerReader> ledger) {
        if (ledger.isEmpty() || !settings.model().matches("(anthropic|openai)/.+")) {
            return Rehearsal.Asked.unkept(settings.model());
        }
        ModelIdentity identity = Providers.identity(settings);
        return new Rehearsal.Asked(
                settings.model(),
                request -> ledger.get().find(CallKey.of(request, identity)).map(LedgerEntry::completion));
    }

    /// What the ledger calls the run that goes to a folder: the folder's name, and digits that tell folders of one name
    /// apart without showing where they lie.
    static String run(Path out) {
        Path whole = out.toAbsolutePath().normalize();
        return whole.getFileName() + "-" + Fingerprint.of(whole.toString()).substring(0, 8);
    }
}

package wherefore.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.calls.BatchCalls;
import wherefore.chat.calls.BatchPace;
import wherefore.chat.calls.Budget;
import wherefore.chat.calls.CallsListener;
import wherefore.chat.calls.Gate;
import wherefore.chat.calls.Gates;
import wherefore.chat.calls.KeptFromFiles;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.Limits;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.PaidCalls;
import wherefore.chat.calls.Pause;
import wherefore.chat.calls.Purse;
import wherefore.chat.calls.Retries;
import wherefore.chat.calls.Surroundings;
import wherefore.chat.calls.Time;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.CheckedCalls;
import wherefore.chat.provider.ModelName;
import wherefore.chat.provider.ModelSettings;

/// Models that cost money, with all that is around their calls: ledger, budget, limits, retries, progress. The ledger
/// is
/// opened when the first call is made, so that a plan or an estimate leaves no file.
final class PaidModels implements AutoCloseable {

    private static final InstantSource CLOCK = InstantSource.system();

    /// One for the process: whoever asks an address goes through its gate.
    private static final Gates GATES = new Gates(Time.of(CLOCK));

    private final Path ledgerFile;
    private String run = "";
    private Optional<Purse> purse = Optional.empty();
    private CallsListener listener = CallsListener.SILENT;
    private @Nullable Ledger ledger;

    PaidModels(Path ledgerFile) {
        this.ledgerFile = ledgerFile;
    }

    /// Before the first call.
    ///
    /// @param name  the run that asks, as the ledger's counts name it
    /// @param money what it may spend
    /// @param line  where progress is told
    void begins(String name, Purse money, CallsProgress.Line line) {
        run = name;
        purse = Optional.of(money);
        listener = new CallsProgress(line, () -> told(money.spending()), System::nanoTime);
    }

    private static Optional<String> told(Purse.Spending spending) {
        return spending.cost().usd().signum() == 0 && spending.unknown() == 0
                ? Optional.empty()
                : Optional.of(spending + " so far");
    }

    /// The calls of a model; each submission is examined before anything of it is asked.
    ///
    /// @param leaves whether batches are handed over and not waited for
    Calls calls(ApiModel model, boolean leaves) {
        return new CheckedCalls(model, new Calls() {
            @Override
            public String model() {
                return model.name();
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return paid(model, leaves).submit(requests);
            }
        });
    }

    /// Answers that come by file, kept in the ledger too.
    Calls byFile(Calls files, ModelIdentity identity) {
        return new KeptFromFiles(files, identity, this::opened, CLOCK, run);
    }

    /// By batches where the settings say so. Where they do not, what is in a batch already is not paid for again.
    private Calls paid(ApiModel model, boolean leaves) {
        PaidCalls atOnce = new PaidCalls(model, model.identity(), gate(model), around(model, false));
        boolean batch = model.settings().flow().batch();
        if (!batch && !opened().isInBatches(model.identity())) {
            return atOnce;
        }
        BatchCalls.Manner manner =
                !batch ? BatchCalls.Manner.ENDS_BATCHES : leaves ? BatchCalls.Manner.LEAVES : BatchCalls.Manner.WAITS;
        return new BatchCalls(model.batches(), model.identity(), atOnce, around(model, true), BatchPace.USUAL, manner);
    }

    private Surroundings around(ApiModel model, boolean batch) {
        return new Surroundings(
                opened(), budget(model, batch), Retries.USUAL, Time.of(CLOCK), new SplittableRandom(), run, listener);
    }

    private Budget budget(ApiModel model, boolean batch) {
        return purse.<Budget>map(p -> p.of(model.name(), batch))
                .orElseThrow(() -> new IllegalStateException("a paid model is asked before a purse is there"));
    }

    private static Gate gate(ApiModel model) {
        ModelName name = ModelName.of(model.name());
        String address = name.provider() + name.server().map(s -> " at " + s).orElse("");
        return GATES.to(address, limits(model.settings().flow()));
    }

    private static Limits limits(ModelSettings.Flow flow) {
        return new Limits(
                wide(flow.requestsPerMinute()),
                wide(flow.tokensPerMinute()),
                flow.concurrency().orElse(Limits.USUAL.mostInFlight()),
                Limits.USUAL.downAfter());
    }

    private static OptionalLong wide(OptionalInt value) {
        return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
    }

    private synchronized Ledger opened() {
        if (ledger == null) {
            ledger = Ledger.open(ledgerFile, CLOCK, Pause.REAL);
        }
        return ledger;
    }

    @Override
    public synchronized void close() {
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
    }
}

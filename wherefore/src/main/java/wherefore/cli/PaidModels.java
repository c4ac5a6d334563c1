package wherefore.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.calls.Budget;
import wherefore.chat.calls.CallsListener;
import wherefore.chat.calls.Gate;
import wherefore.chat.calls.Gates;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.Limits;
import wherefore.chat.calls.PaidCalls;
import wherefore.chat.calls.Pause;
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
    private final Function<ApiModel, Budget> budgets;
    private String run = "";
    private CallsListener listener = CallsListener.SILENT;
    private @Nullable Ledger ledger;

    /// @param budgets what may be spent on a model
    PaidModels(Path ledgerFile, Function<ApiModel, Budget> budgets) {
        this.ledgerFile = ledgerFile;
        this.budgets = budgets;
    }

    /// With the usual ledger and no limit of money.
    static PaidModels usual(Console console) {
        return new PaidModels(usualLedger(console), model -> Budget.UNLIMITED);
    }

    /// Before the first call.
    ///
    /// @param name the run that asks, as the ledger's counts name it
    /// @param line where progress is told
    void begins(String name, CallsProgress.Line line) {
        run = name;
        listener = new CallsProgress(line, Optional::empty, System::nanoTime);
    }

    /// The calls of a model; each submission is examined before anything of it is asked.
    Calls calls(ApiModel model) {
        return new CheckedCalls(model, new Calls() {
            @Override
            public String model() {
                return model.name();
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return paid(model).submit(requests);
            }
        });
    }

    private PaidCalls paid(ApiModel model) {
        Surroundings around = new Surroundings(
                opened(), budgets.apply(model), Retries.USUAL, Time.of(CLOCK), new SplittableRandom(), run, listener);
        return new PaidCalls(model, model.identity(), gate(model), around);
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

    /// Where the ledger is, if nothing else is said.
    static Path usualLedger(Console console) {
        Optional<Path> named = console.environment("WHEREFORE_LEDGER").map(Path::of);
        Path data = console.environment("XDG_DATA_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"));
        return named.orElseGet(() -> data.resolve("wherefore").resolve("calls.sqlite"));
    }

    @Override
    public synchronized void close() {
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
    }
}

package wherefore.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.calls.Budget;
import wherefore.chat.calls.CallsCount;
import wherefore.chat.calls.CallsListener;
import wherefore.chat.calls.Gates;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.Limits;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.PaidCalls;
import wherefore.chat.calls.Pause;
import wherefore.chat.calls.Retries;
import wherefore.chat.calls.Surroundings;
import wherefore.chat.calls.Time;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;

/// A run of calls to the [FaultServer], by the very models, ledger and flow that a study uses. As a process of its own
/// it may be killed: `FaultyRun MODEL LEDGER COUNT`.
final class FaultyRun {

    /// Calls at once: few, so that a kill meets few.
    static final int AT_ONCE = 16;

    /// The variable of the environment that holds the key, where there is one.
    static final String KEY = "FAULTY_RUN_KEY";

    private FaultyRun() {}

    public static void main(String... args) {
        Path file = Path.of(args[1]);
        try (Ledger ledger = Ledger.open(file, InstantSource.system(), Pause.REAL)) {
            Told told = new Told();
            List<Outcome> outcomes = calls(args[0], ledger, told).submit(requests(Integer.parseInt(args[2])));
            System.out.println(outcomes.size() + " outcomes, " + told.last);
        }
    }

    /// What was told at the end.
    static final class Told implements CallsListener {
        Optional<CallsCount> last = Optional.empty();

        @Override
        public void ended(String model, Supplier<CallsCount> count) {
            last = Optional.of(count.get());
        }
    }

    static PaidCalls calls(String model, Ledger ledger, CallsListener listener) {
        ApiModel asked = model(model);
        Time time = Time.of(InstantSource.system());
        // Waits of milliseconds: what the waits are is tested on virtual time.
        Retries retries = new Retries(12, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofHours(1));
        Surroundings around =
                new Surroundings(ledger, Budget.UNLIMITED, retries, time, new SplittableRandom(1), "faulty", listener);
        return new PaidCalls(
                asked, asked.identity(), new Gates(time).to(model, Limits.USUAL.withMostInFlight(AT_ONCE)), around);
    }

    static ModelIdentity identity(String model) {
        return model(model).identity();
    }

    private static ApiModel model(String name) {
        ModelSettings plain = ModelSettings.of(name);
        ModelSettings.Flow usual = plain.flow();
        ModelSettings settings = new ModelSettings(
                name,
                plain.access(),
                plain.answers(),
                new ModelSettings.Flow(
                        false,
                        usual.promptCache(),
                        usual.requestsPerMinute(),
                        usual.tokensPerMinute(),
                        usual.concurrency(),
                        Duration.ofMinutes(5),
                        // Long beside what a busy machine may stand still; a silence costs this much.
                        Duration.ofSeconds(4)));
        Optional<String> key = Optional.ofNullable(System.getenv(KEY));
        return new Providers(variable -> key, InstantSource.system())
                .api(key.isPresent() ? settings.withKeyEnv(KEY) : settings)
                .orElseThrow();
    }

    static List<Request> requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Request.of(
                        Conversation.of(Message.user("Please answer request-" + i + ".")), Sampling.plain(100)))
                .toList();
    }
}

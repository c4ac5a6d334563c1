package wherefore.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.calls.BatchCalls;
import wherefore.chat.calls.BatchPace;
import wherefore.chat.calls.Budget;
import wherefore.chat.calls.CallsListener;
import wherefore.chat.calls.Gates;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.Limits;
import wherefore.chat.calls.PaidCalls;
import wherefore.chat.calls.Pause;
import wherefore.chat.calls.Retries;
import wherefore.chat.calls.Surroundings;
import wherefore.chat.calls.Time;
import wherefore.chat.provider.ApiModel;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.Providers;

/// A run by batches against the [BatchServer]. As a process of its own it may be killed: `BatchRun MODEL LEDGER COUNT`.
final class BatchRun {

    /// Pauses of milliseconds: what they are is tested on virtual time.
    static final BatchPace HURRIED =
            new BatchPace(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(300), 3, 12);

    private BatchRun() {}

    public static void main(String... args) {
        try (Ledger ledger = Ledger.open(Path.of(args[1]), InstantSource.system(), Pause.REAL)) {
            List<Outcome> outcomes = calls(args[0], ledger, Budget.UNLIMITED, BatchCalls.Manner.WAITS)
                    .submit(requests(Integer.parseInt(args[2])));
            System.out.println(outcomes.size() + " outcomes");
        }
    }

    static BatchCalls calls(String model, Ledger ledger, Budget budget, BatchCalls.Manner manner) {
        ApiModel asked = model(model);
        Time time = Time.of(InstantSource.system());
        Retries retries = new Retries(12, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofHours(1));
        Surroundings around = new Surroundings(
                ledger, budget, retries, time, new SplittableRandom(1), "batches", CallsListener.SILENT);
        PaidCalls ordinary = new PaidCalls(asked, asked.identity(), new Gates(time).to(model, Limits.USUAL), around);
        return new BatchCalls(asked.batches(), asked.identity(), ordinary, around, HURRIED, manner);
    }

    static ApiModel model(String name) {
        Optional<String> key = Optional.ofNullable(System.getenv(FaultyRun.KEY));
        ModelSettings plain = ModelSettings.of(name);
        return new Providers(variable -> key, InstantSource.system())
                .api(key.isPresent() ? plain.withKeyEnv(FaultyRun.KEY) : plain)
                .orElseThrow();
    }

    static Request request(int number) {
        return Request.of(Conversation.of(Message.user("request-" + number)), Sampling.plain(100));
    }

    static List<Request> requests(int count) {
        return IntStream.range(0, count).mapToObj(BatchRun::request).toList();
    }
}

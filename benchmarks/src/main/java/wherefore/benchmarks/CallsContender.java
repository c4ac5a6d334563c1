package wherefore.benchmarks;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
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
import wherefore.format.Json;

/// One way of making many calls, measured by itself: `CallsContender KIND PORT IN-FLIGHT CALLS FOLDER`. Prints calls a
/// second, microseconds of processor time a call, and the most memory it had, in MB.
public final class CallsContender {

    /// So many times as there are calls in flight are made before the measured ones: connections are open, and the code
    /// is compiled, which takes the compiler some ten seconds beside the calls.
    private static final int WARM_UP_ROUNDS = 30;

    private final String address;
    private final int inFlight;
    private final String question = "What should be done, and why? ".repeat(63);

    private CallsContender(String address, int inFlight) {
        this.address = address;
        this.inFlight = inFlight;
    }

    public static void main(String... args) throws Exception {
        int calls = Integer.parseInt(args[3]);
        CallsContender contender = new CallsContender("http://127.0.0.1:" + args[1], Integer.parseInt(args[2]));
        if (args[0].equals("ours")) {
            contender.ours(calls, Path.of(args[4]));
        } else {
            Call call = contender.call(args[0]);
            contender.measure((from, to) -> contender.sideBySide(call, from, to), calls);
        }
        // Connections that are kept would hold the process for a minute.
        System.exit(0);
    }

    /// One call, by its number.
    private interface Call {
        void make(int number) throws IOException, InterruptedException;
    }

    /// Makes the calls with these numbers.
    private interface Many {
        void make(int from, int to) throws InterruptedException;
    }

    private Call call(String kind) {
        return switch (kind) {
            case "plain" -> jdk(HttpClient.newBuilder());
            case "tuned" ->
                jdk(HttpClient.newBuilder()
                        .executor(Executors.newFixedThreadPool(
                                2, Thread.ofPlatform().daemon().factory())));
            case "openai" -> openAi();
            case "anthropic" -> anthropic();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private void measure(Many many, int calls) throws IOException, InterruptedException {
        many.make(0, WARM_UP_ROUNDS * inFlight);
        double cpu = Child.cpuSeconds();
        long start = System.nanoTime();
        many.make(WARM_UP_ROUNDS * inFlight, WARM_UP_ROUNDS * inFlight + calls);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = Child.cpuSeconds() - cpu;
        System.out.printf(Locale.ROOT, "%.1f %.1f %.1f%n", calls / seconds, cpu * 1e6 / calls, Child.peakMegabytes());
    }

    /// A virtual thread for each call, and no more calls at once than permitted.
    private void sideBySide(Call call, int from, int to) throws InterruptedException {
        Semaphore room = new Semaphore(inFlight);
        AtomicInteger failures = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = from; i < to; i++) {
                int number = i;
                room.acquire();
                threads.execute(() -> {
                    try {
                        call.make(number);
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        if (failures.getAndIncrement() == 0) {
                            System.err.println(e);
                        }
                    } finally {
                        room.release();
                    }
                });
            }
        }
        if (failures.get() > 0) {
            throw new IllegalStateException(failures.get() + " calls failed");
        }
    }

    /// The JDK's client. A request is made as JSON and an answer is read as JSON, without which there is no call;
    /// nothing
    /// else is done with either.
    private Call jdk(HttpClient.Builder builder) {
        HttpClient client = builder.version(HttpClient.Version.HTTP_1_1).build();
        return number -> {
            ObjectNode body =
                    Json.object().put("model", "m").put("max_tokens", 500).put("temperature", 1.0);
            body.putArray("messages").addObject().put("role", "user").put("content", number + " " + question);
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            check(Json.read(answer.body(), address, 0)
                    .at("/choices/0/message/content")
                    .asString("")
                    .startsWith("All is well."));
        };
    }

    private Call openAi() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .apiKey("none")
                .baseUrl(address + "/v1")
                .build();
        return number -> check(client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("m")
                        .addUserMessage(number + " " + question)
                        .maxCompletionTokens(500)
                        .temperature(1.0)
                        .build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElse("")
                .startsWith("All is well."));
    }

    private Call anthropic() {
        AnthropicClient client =
                AnthropicOkHttpClient.builder().apiKey("none").baseUrl(address).build();
        return number -> check(client.messages()
                .create(MessageCreateParams.builder()
                        .model("m")
                        .addUserMessage(number + " " + question)
                        .maxTokens(500)
                        .build())
                .content()
                .getFirst()
                .asText()
                .text()
                .startsWith("All is well."));
    }

    /// As a study makes its calls, ledger and all; each answer is durable before it counts.
    private void ours(int calls, Path folder) throws IOException, InterruptedException {
        Time time = Time.of(InstantSource.system());
        ApiModel model = new Providers(variable -> Optional.empty(), InstantSource.system())
                .api(ModelSettings.of("openai/m@" + address + "/v1"))
                .orElseThrow();
        try (Ledger ledger = Ledger.open(folder.resolve("calls.sqlite"), InstantSource.system(), Pause.REAL)) {
            Surroundings around = new Surroundings(
                    ledger,
                    Budget.UNLIMITED,
                    Retries.USUAL,
                    time,
                    new SplittableRandom(1),
                    "benchmark",
                    CallsListener.SILENT);
            PaidCalls paid = new PaidCalls(
                    model,
                    model.identity(),
                    new Gates(time)
                            .to(
                                    "stub",
                                    new Limits(
                                            Limits.USUAL.requestsPerMinute(),
                                            Limits.USUAL.tokensPerMinute(),
                                            inFlight,
                                            Duration.ofMinutes(2))),
                    around);
            // The limit has to grow from 32 in the warm-up: some rounds more.
            submit(paid, Integer.MAX_VALUE - 4 * inFlight, Integer.MAX_VALUE);
            measure((from, to) -> submit(paid, from, to), calls);
        }
    }

    private void submit(PaidCalls paid, int from, int to) {
        List<Outcome> outcomes = paid.submit(IntStream.range(from, to)
                .mapToObj(number ->
                        Request.of(Conversation.of(Message.user(number + " " + question)), Sampling.plain(500)))
                .toList());
        check(outcomes.stream()
                .allMatch(o ->
                        o instanceof Outcome.Answered a && a.completion().text().startsWith("All is well.")));
    }

    private static void check(boolean isAsExpected) {
        if (!isAsExpected) {
            throw new IllegalStateException("not the answer of the stub");
        }
    }

    /// All kinds, in the order in which they are told.
    static List<String> kinds() {
        return List.of("plain", "ours", "tuned", "openai", "anthropic");
    }
}

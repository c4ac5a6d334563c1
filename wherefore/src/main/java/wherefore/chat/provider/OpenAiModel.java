package wherefore.chat.provider;

import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.ObjectMappers;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.models.Model;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import wherefore.chat.BatchModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Request;
import wherefore.chat.calls.ModelIdentity;
import wherefore.format.Problem;

/// `openai/NAME` and `openai/NAME@http://host:port/v1`: a model behind OpenAI's chat completions, at OpenAI or at any
/// server that speaks the same.
public final class OpenAiModel implements ApiModel {

    static final String ADDRESS = "https://api.openai.com/v1";

    private final ModelSettings settings;
    private final Server server;
    private final URI address;
    private final RequestOptions options;
    /// Read from the name once and not for every call.
    private final String atServer;
    private final OpenAiWire.Spoken spoken;
    private @Nullable OpenAIClient client;

    OpenAiModel(Server server, ModelSettings settings) {
        this.server = server;
        this.settings = settings;
        this.address = server.name().server().orElse(URI.create(ADDRESS));
        this.atServer = server.name().atServer();
        this.spoken = OpenAiWire.Spoken.to(server.name());
        this.options =
                RequestOptions.builder().timeout(settings.flow().totalTimeout()).build();
    }

    @Override
    public String name() {
        return server.name().toString();
    }

    @Override
    public ModelSettings settings() {
        return settings;
    }

    @Override
    public ModelIdentity identity() {
        return Providers.identity(server.name(), settings);
    }

    @Override
    public Completion complete(Request request) throws ChatModelException {
        server.refuse(wrong(request));
        return server.ask(
                () -> {
                    ChatCompletionCreateParams params = OpenAiWire.params(request, atServer, settings, spoken);
                    try (HttpResponseFor<ChatCompletion> response =
                            client().chat().completions().withRawResponse().create(params, options)) {
                        return AsAsked.of(request, parsed(response, () -> answer(response)));
                    }
                },
                this::models);
    }

    private Completion answer(HttpResponseFor<ChatCompletion> response) {
        ChatCompletion answer = response.parse();
        Optional<Completion> completion = OpenAiWire.completion(answer, settings);
        if (completion.isPresent()) {
            return completion.get();
        }
        // Gateways tell the failure of a server behind them in an answer of status 200.
        byte[] body = bytes(response);
        Optional<Integer> status = Refusal.statusInside(body);
        throw status.isPresent()
                ? server.refusedWith(status.get(), body)
                : server.notAnAnswer(body, "an answer without choices came");
    }

    @Override
    public BatchModel batches() {
        return new OpenAiBatches(server, settings, this::client);
    }

    @Override
    public void check(List<Request> requests) {
        server.check(requests, this::wrong, this::has, this::models);
    }

    private List<Problem> wrong(Request request) {
        List<Problem> problems = new ArrayList<>(server.wrongWithSchemas(request));
        if (request.prefill().isPresent() && settings.answers().prefill().isEmpty()) {
            problems.add(new Problem(
                    "",
                    0,
                    "whether this server goes on from the start of an answer is not known.",
                    "If it does, set prefill: continue-final-message (vLLM and others) or prefill: prefix."));
        }
        return problems;
    }

    /// A list may leave out what is there under another name: the model is asked for by name before it is missed.
    private Optional<Boolean> has() {
        List<String> models = models();
        if (models.isEmpty()) {
            return Optional.empty();
        }
        if (models.contains(atServer)) {
            return Optional.of(true);
        }
        try (HttpResponseFor<Model> one = client().models().withRawResponse().retrieve(atServer, options)) {
            return Optional.of(parsed(one, () -> one.parse()._id().asKnown().isPresent()));
        } catch (CallBroken e) {
            return Optional.of(false);
        }
    }

    private List<String> models() {
        try (var response = client().models().withRawResponse().list(options)) {
            return parsed(
                    response,
                    () -> response.parse().data().stream().map(Model::id).toList());
        }
    }

    private <T> T parsed(HttpResponseFor<?> response, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (OpenAIException e) {
            throw server.notAnAnswer(bytes(response), "what came is no answer (cut off, perhaps)");
        }
    }

    private static byte[] bytes(HttpResponseFor<?> response) {
        try {
            return response.body().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private synchronized OpenAIClient client() {
        if (client == null) {
            // Calls run on virtual threads, which end with the call: buffers kept for a thread would never be used
            // again.
            ObjectMappers.jsonMapper().getFactory().setRecyclerPool(JsonRecyclerPools.sharedConcurrentDequePool());
            client = new OpenAIClientImpl(ClientOptions.builder()
                    .httpClient(new OpenAiTransport(server::send))
                    .baseUrl(address.toString())
                    // The key is put into its header by the transport; the library never has it.
                    .apiKey("in-the-transport")
                    .disableTelemetry(true)
                    .maxRetries(0)
                    .logLevel(LogLevel.OFF)
                    .build());
        }
        return client;
    }
}

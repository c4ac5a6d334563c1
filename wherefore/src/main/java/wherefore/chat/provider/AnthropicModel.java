package wherefore.chat.provider;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.errors.AnthropicException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.models.ModelInfo;
import com.anthropic.models.models.ModelListParams;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import wherefore.chat.BatchModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Completion;
import wherefore.chat.Request;
import wherefore.chat.calls.ModelIdentity;
import wherefore.format.Problem;

/// `anthropic/NAME`: a model behind Anthropic's Messages interface.
///
/// What is not sent: a seed (the interface has none) and log-probabilities (likewise; asking for them is refused).
public final class AnthropicModel implements ApiModel {

    static final String ADDRESS = "https://api.anthropic.com";
    private static final int MOST_LISTED = 1000;

    private final ModelSettings settings;
    private final Server server;
    private final URI address;
    private final RequestOptions options;
    /// Read from the name once and not for every call.
    private final String atServer;
    private @Nullable AnthropicClient client;

    AnthropicModel(Server server, ModelSettings settings) {
        this.server = server;
        this.settings = settings;
        this.address = server.name().server().orElse(URI.create(ADDRESS));
        this.atServer = server.name().atServer();
        // Given so that the library does not derive one from the token limit and refuse long answers; the exchange
        // itself keeps time.
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
                    MessageCreateParams params = AnthropicWire.params(request, atServer, settings);
                    try (HttpResponseFor<Message> response =
                            client().messages().withRawResponse().create(params, options)) {
                        return parsed(response, () -> AnthropicWire.completion(response.parse(), request, settings));
                    }
                },
                this::models);
    }

    @Override
    public BatchModel batches() {
        return new AnthropicBatches(server, settings, this::client);
    }

    @Override
    public void check(List<Request> requests) {
        server.check(requests, this::wrong, this::has, this::models);
    }

    private List<Problem> wrong(Request request) {
        List<Problem> problems = new ArrayList<>(server.wrongWithSchemas(request));
        boolean thinks = settings.answers()
                .thinking()
                .filter(t -> !(t instanceof ModelSettings.Thinking.Off))
                .isPresent();
        if (request.prefill().isPresent() && thinks) {
            problems.add(new Problem(
                    "",
                    0,
                    "a model that thinks does not go on from the start of an answer.",
                    "Set thinking: off, or ask without the start."));
        }
        if (request.logProbabilities().isPresent()) {
            problems.add(
                    new Problem("", 0, "Anthropic tells no log-probabilities.", "Ask another model, or without them."));
        }
        if (settings.answers().thinking().orElse(null) instanceof ModelSettings.Thinking.Budget budget
                && budget.tokens() >= request.sampling().maxTokens()) {
            problems.add(new Problem(
                    "",
                    0,
                    "thinking may take " + budget.tokens() + " tokens, and the whole answer "
                            + request.sampling().maxTokens() + ".",
                    "Give thinking fewer tokens than the answer."));
        }
        return problems;
    }

    /// Asked for by name, because the list does not hold the short names under which models are known too.
    private Optional<Boolean> has() {
        try (HttpResponseFor<ModelInfo> response =
                client().models().withRawResponse().retrieve(atServer, options)) {
            return Optional.of(response.statusCode() == 200);
        } catch (CallBroken e) {
            // A server without this address has no list either: it does not say.
            return e.why().kind() == Kind.NOT_FOUND && !models().isEmpty() ? Optional.of(false) : Optional.empty();
        }
    }

    private List<String> models() {
        try (var response = client().models()
                .withRawResponse()
                .list(ModelListParams.builder().limit(MOST_LISTED).build(), options)) {
            return parsed(
                    response,
                    () -> response.parse().data().stream().map(ModelInfo::id).toList());
        }
    }

    private <T> T parsed(HttpResponseFor<?> response, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (AnthropicException e) {
            throw notAnAnswer(response);
        }
    }

    private CallBroken notAnAnswer(HttpResponseFor<?> response) {
        try {
            return server.notAnAnswer(response.body().readAllBytes(), "what came is no answer (cut off, perhaps)");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private synchronized AnthropicClient client() {
        if (client == null) {
            // Calls run on virtual threads, which end with the call: buffers kept for a thread would never be used
            // again.
            ObjectMappers.jsonMapper().getFactory().setRecyclerPool(JsonRecyclerPools.sharedConcurrentDequePool());
            client = new AnthropicClientImpl(ClientOptions.builder()
                    // The key is put into its header by the transport; the library never has it.
                    .httpClient(new AnthropicTransport(server::send))
                    .baseUrl(address.toString())
                    .maxRetries(0)
                    .logLevel(LogLevel.OFF)
                    .build());
        }
        return client;
    }
}

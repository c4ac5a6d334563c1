package wherefore.chat.provider;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.ObjectMappers;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.errors.AnthropicException;
import com.anthropic.models.ErrorObject;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.BatchListPage;
import com.anthropic.models.messages.batches.BatchListParams;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.anthropic.models.messages.batches.MessageBatchRequestCounts;
import com.anthropic.models.messages.batches.MessageBatchResult;
import com.anthropic.services.blocking.messages.BatchService;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import wherefore.chat.BatchModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Request;
import wherefore.format.Json;

/// Anthropic's Message Batches. Items have the bodies of ordinary calls.
///
/// A batch bears no mark of ours: one whose name was lost is known again by the ids of its items, which its results
/// show.
final class AnthropicBatches implements BatchModel {

    /// The interface permits 100,000 requests and 256 MB; the bytes stay below, so that a batch fits into memory.
    static final Limits LIMITS = new Limits(100_000, 100_000_000, 20_000_000);

    private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();
    private static final int LISTED = 100;
    /// What stands around an item's body.
    private static final int AROUND_AN_ITEM = 32;
    /// Their clock and ours differ.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final Server server;
    private final ModelSettings settings;
    private final Supplier<AnthropicClient> client;
    private final RequestOptions options;

    AnthropicBatches(Server server, ModelSettings settings, Supplier<AnthropicClient> client) {
        this.server = server;
        this.settings = settings;
        this.client = client;
        this.options =
                RequestOptions.builder().timeout(settings.flow().totalTimeout()).build();
    }

    @Override
    public String name() {
        return server.name().toString();
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public long size(String id, Request request) {
        return Json.write(AnthropicWire.body(request, server.name().atServer(), settings))
                        .getBytes(StandardCharsets.UTF_8)
                        .length
                + (long) BatchId.of(id).length()
                + AROUND_AN_ITEM;
    }

    @Override
    public String begin(String mark, Map<String, Request> items) throws ChatModelException {
        return server.ask(
                () -> {
                    BatchCreateParams.Builder batch = BatchCreateParams.builder();
                    items.forEach((id, request) -> batch.addRequest(BatchCreateParams.Request.builder()
                            .customId(BatchId.of(id))
                            .params(params(request))
                            .build()));
                    if (items.values().stream().anyMatch(this::isOfTheLastVersionWithSampling)) {
                        batch.putAdditionalHeader("anthropic-version", AnthropicWire.LAST_VERSION_WITH_SAMPLING);
                    }
                    try (HttpResponseFor<MessageBatch> response = batches().create(batch.build(), options)) {
                        return parsed(response, () -> response.parse().id());
                    }
                },
                List::of);
    }

    private BatchCreateParams.Request.Params params(Request request) {
        try {
            return MAPPER.readValue(
                    Json.write(AnthropicWire.body(request, server.name().atServer(), settings)),
                    BatchCreateParams.Request.Params.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that was written cannot be read", e);
        }
    }

    private boolean isOfTheLastVersionWithSampling(Request request) {
        return !AnthropicWire.params(request, server.name().atServer(), settings)
                ._headers()
                .values("anthropic-version")
                .isEmpty();
    }

    /// Of the batches that are as large, the newest first: one that has ended shows whether it is the one; one that
    /// has not may be.
    @Override
    public Search find(String mark, Set<String> ids, Instant since, Set<String> others) throws ChatModelException {
        return server.ask(
                () -> {
                    Set<String> wanted = new HashSet<>(BatchId.back(ids).keySet());
                    Optional<String> perhaps = Optional.empty();
                    for (MessageBatch batch : listed(since.minus(CLOCKS_DIFFER))) {
                        if (others.contains(batch.id()) || counted(batch.requestCounts()) != ids.size()) {
                            continue;
                        }
                        if (!isEnded(batch)) {
                            perhaps = Optional.of(batch.id());
                        } else if (shown(batch.id()).equals(wanted)) {
                            return new Search.There(batch.id());
                        }
                    }
                    return perhaps.<Search>map(Search.Perhaps::new).orElseGet(Search.Absent::new);
                },
                List::of);
    }

    private List<MessageBatch> listed(Instant since) {
        List<MessageBatch> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            BatchListParams.Builder page = BatchListParams.builder().limit(LISTED);
            after.ifPresent(page::afterId);
            try (HttpResponseFor<BatchListPage> response = batches().list(page.build(), options)) {
                BatchListPage came = parsed(response, response::parse);
                for (MessageBatch batch : came.data()) {
                    if (batch.createdAt().toInstant().isBefore(since)) {
                        return all;
                    }
                    all.add(batch);
                }
                after = came.lastId();
                if (!came.hasMore().orElse(false) || after.isEmpty()) {
                    return all;
                }
            }
        }
    }

    private Set<String> shown(String batch) {
        Set<String> ids = new HashSet<>();
        ResultsBody.lines(body(batch), line -> item(line).ifPresent(i -> ids.add(i.customId())));
        return ids;
    }

    @Override
    public Progress progress(String batch) throws ChatModelException {
        return server.ask(
                () -> {
                    try (HttpResponseFor<MessageBatch> response = batches().retrieve(batch, options)) {
                        return parsed(response, () -> {
                            MessageBatch now = response.parse();
                            MessageBatchRequestCounts counts = now.requestCounts();
                            return new Progress(
                                    isEnded(now),
                                    counted(counts) - counts.processing(),
                                    now.cancelInitiatedAt().isPresent(),
                                    Optional.empty());
                        });
                    }
                },
                List::of);
    }

    @Override
    public void results(String batch, Map<String, Request> items, BiConsumer<String, Result> sink)
            throws ChatModelException {
        byte[] body = server.ask(() -> body(batch), List::of);
        Map<String, String> ids = BatchId.back(items.keySet());
        ResultsBody.lines(
                body,
                line -> item(line).filter(i -> ids.containsKey(i.customId())).ifPresent(i -> {
                    String id = ids.get(i.customId());
                    result(i.result(), Objects.requireNonNull(items.get(id))).ifPresent(r -> sink.accept(id, r));
                }));
    }

    /// A line that cannot be read is none: it was cut off.
    private static Optional<MessageBatchIndividualResponse> item(String line) {
        try {
            MessageBatchIndividualResponse item = MAPPER.readValue(line, MessageBatchIndividualResponse.class);
            return item._customId().asKnown().isPresent()
                            && item._result().asKnown().isPresent()
                    ? Optional.of(item)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Optional<Result> result(MessageBatchResult result, Request request) {
        if (result.isSucceeded()) {
            try {
                return Optional.of(new Result.Answered(
                        AnthropicWire.completion(result.asSucceeded().message(), request, settings)));
            } catch (AnthropicException e) {
                return Optional.of(new Result.Failed(Kind.BROKEN, name() + ": what came for it is no answer."));
            }
        }
        if (result.isErrored()) {
            return Optional.of(failed(result.asErrored().error().error()));
        }
        if (result.isExpired()) {
            return Optional.of(new Result.Expired());
        }
        return result.isCanceled() ? Optional.of(new Result.Cancelled()) : Optional.empty();
    }

    private Result failed(ErrorObject error) {
        Kind kind = error.isInvalidRequestError()
                ? Kind.BAD_REQUEST
                : error.isNotFoundError()
                        ? Kind.NOT_FOUND
                        : error.isAuthenticationError() || error.isPermissionError()
                                ? Kind.NOT_PERMITTED
                                : error.isBillingError()
                                        ? Kind.OUT_OF_QUOTA
                                        : error.isRateLimitError() || error.isOverloadedError()
                                                ? Kind.OVERLOADED
                                                : error.isTimeoutError() ? Kind.TIMED_OUT : Kind.BROKEN;
        String words;
        try {
            words = error.message();
        } catch (AnthropicException | IllegalStateException e) {
            words = "it failed without a reason";
        }
        return new Result.Failed(kind, server.scrubbed(name() + ": " + words));
    }

    @Override
    public void cancel(String batch) throws ChatModelException {
        server.ask(
                () -> {
                    try (HttpResponseFor<MessageBatch> response = batches().cancel(batch, options)) {
                        return parsed(response, () -> response.parse().id());
                    }
                },
                List::of);
    }

    private BatchService.WithRawResponse batches() {
        return client.get().messages().batches().withRawResponse();
    }

    private static boolean isEnded(MessageBatch batch) {
        return batch.processingStatus().equals(MessageBatch.ProcessingStatus.ENDED);
    }

    private static long counted(MessageBatchRequestCounts counts) {
        return counts.processing() + counts.succeeded() + counts.errored() + counts.canceled() + counts.expired();
    }

    private byte[] body(String batch) {
        try (var response = batches().resultsStreaming(batch, options)) {
            return response.body().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private <T> T parsed(HttpResponseFor<?> response, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (AnthropicException e) {
            try {
                throw server.notAnAnswer(response.body().readAllBytes(), "what came is no batch (cut off, perhaps)");
            } catch (IOException impossible) {
                throw new IllegalStateException("bytes in memory cannot be read", impossible);
            }
        }
    }
}

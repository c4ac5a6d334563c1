package wherefore.chat.provider;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchError;
import com.openai.models.batches.BatchListPage;
import com.openai.models.batches.BatchListParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.services.blocking.BatchService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.BatchModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Request;
import wherefore.format.InputException;
import wherefore.format.Json;

/// OpenAI's Batch: a file of requests is uploaded, a batch is made of it, and answers and errors come as two files.
/// Lines have the bodies of ordinary calls. A batch bears our mark in its metadata.
final class OpenAiBatches implements BatchModel {

    /// The interface permits 50,000 lines and 200 MB; the bytes stay below, so that a batch fits into memory.
    static final Limits LIMITS = new Limits(50_000, 100_000_000, 20_000_000);

    private static final String MARK = "wherefore";
    private static final int LISTED = 100;
    /// Their clock and ours differ.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);
    private static final int ALL_IS_WELL = 200;

    private final Server server;
    private final ModelSettings settings;
    private final Supplier<OpenAIClient> client;
    private final RequestOptions options;

    OpenAiBatches(Server server, ModelSettings settings, Supplier<OpenAIClient> client) {
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
        return bytes(id, request).length;
    }

    /// One line of a file of requests.
    static ObjectNode line(String id, ObjectNode body) {
        ObjectNode line = Json.object()
                .put("custom_id", BatchId.of(id))
                .put("method", "POST")
                .put("url", "/v1/chat/completions");
        line.set("body", body);
        return line;
    }

    private byte[] bytes(String id, Request request) {
        ObjectNode body =
                OpenAiWire.body(request, server.name().atServer(), settings, OpenAiWire.Spoken.to(server.name()));
        return (Json.write(line(id, body)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String begin(String mark, Map<String, Request> items) throws ChatModelException {
        String file = uploaded(mark, items);
        return server.ask(
                () -> {
                    BatchCreateParams params = BatchCreateParams.builder()
                            .inputFileId(file)
                            .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                            .completionWindow(BatchCreateParams.CompletionWindow._24H)
                            .metadata(BatchCreateParams.Metadata.builder()
                                    .putAdditionalProperty(MARK, JsonValue.from(mark))
                                    .build())
                            .build();
                    try (HttpResponseFor<Batch> response = batches().create(params, options)) {
                        return parsed(response, () -> response.parse().id());
                    }
                },
                List::of);
    }

    /// An upload costs nothing; one that breaks begins no batch.
    private String uploaded(String mark, Map<String, Request> items) throws ChatModelException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        items.forEach((id, request) -> lines.writeBytes(bytes(id, request)));
        try {
            return server.ask(
                    () -> {
                        FileCreateParams params = FileCreateParams.builder()
                                .purpose(FilePurpose.BATCH)
                                .file(MultipartField.<InputStream>builder()
                                        .value(new ByteArrayInputStream(lines.toByteArray()))
                                        .filename(MARK + "-" + mark + ".jsonl")
                                        .contentType("application/jsonl")
                                        .build())
                                .build();
                        try (HttpResponseFor<FileObject> response =
                                client.get().files().withRawResponse().create(params, options)) {
                            return parsed(response, () -> response.parse().id());
                        }
                    },
                    List::of);
        } catch (ChatModelException e) {
            throw e.kind() == Kind.BROKEN || e.kind() == Kind.TIMED_OUT
                    ? new ChatModelException(Kind.OVERLOADED, String.valueOf(e.getMessage()), e.retryAfter(), e)
                    : e;
        }
    }

    @Override
    public Search find(String mark, Set<String> ids, Instant since, Set<String> others) throws ChatModelException {
        return server.ask(
                () -> {
                    Optional<String> after = Optional.empty();
                    long earliest = since.minus(CLOCKS_DIFFER).getEpochSecond();
                    while (true) {
                        BatchListParams.Builder page = BatchListParams.builder().limit(LISTED);
                        after.ifPresent(page::after);
                        try (HttpResponseFor<BatchListPage> response = batches().list(page.build(), options)) {
                            BatchListPage came = parsed(response, response::parse);
                            for (Batch batch : came.data()) {
                                if (batch.createdAt() < earliest) {
                                    return new Search.Absent();
                                }
                                if (isMarked(batch, mark)) {
                                    return new Search.There(batch.id());
                                }
                                after = Optional.of(batch.id());
                            }
                            if (came.data().isEmpty() || !came.hasMore().orElse(false)) {
                                return new Search.Absent();
                            }
                        }
                    }
                },
                List::of);
    }

    @SuppressWarnings("deprecation") // The library has no other way to a key of ours.
    private static boolean isMarked(Batch batch, String mark) {
        if (batch.metadata().isEmpty()) {
            return false;
        }
        JsonValue value = batch.metadata().get()._additionalProperties().get(MARK);
        Optional<?> text = value == null ? Optional.empty() : value.asString();
        return text.filter(mark::equals).isPresent();
    }

    @Override
    public Progress progress(String batch) throws ChatModelException {
        Batch now = retrieved(batch);
        String status = now.status().asString();
        return new Progress(
                Set.of("completed", "failed", "expired", "cancelled").contains(status),
                now.requestCounts().map(c -> c.completed() + c.failed()).orElse(0L),
                status.startsWith("cancel"),
                trouble(now).map(server::scrubbed));
    }

    private Batch retrieved(String batch) throws ChatModelException {
        return server.ask(
                () -> {
                    try (HttpResponseFor<Batch> response = batches().retrieve(batch, options)) {
                        return parsed(response, response::parse);
                    }
                },
                List::of);
    }

    private static Optional<String> trouble(Batch batch) {
        List<BatchError> errors = batch.errors().flatMap(Batch.Errors::data).orElse(List.of());
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(errors.stream()
                        .limit(3)
                        .map(e -> e.message().or(e::code).orElse("an error without a name"))
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }

    @Override
    public void results(String batch, Map<String, Request> items, BiConsumer<String, Result> sink)
            throws ChatModelException {
        Batch ended = retrieved(batch);
        Map<String, String> ids = BatchId.back(items.keySet());
        Set<String> told = new HashSet<>();
        BiConsumer<String, Result> each = (customId, result) -> {
            String id = ids.get(customId);
            if (id != null) {
                told.add(id);
                sink.accept(id, asAsked(Objects.requireNonNull(items.get(id)), result));
            }
        };
        long lines = 0;
        for (Optional<String> file : List.of(ended.outputFileId(), ended.errorFileId())) {
            if (file.isPresent()) {
                lines += read(content(file.get()), each);
            }
        }
        long expected =
                ended.requestCounts().map(c -> c.completed() + c.failed()).orElse(0L);
        if (lines < expected && !ended.status().equals(Batch.Status.FAILED)) {
            // Cut off: whoever is missing may still have an answer.
            return;
        }
        rest(ended)
                .ifPresent(why ->
                        items.keySet().stream().filter(id -> !told.contains(id)).forEach(id -> sink.accept(id, why)));
    }

    /// What became of items that stand in neither file.
    private Optional<Result> rest(Batch ended) {
        return switch (ended.status().asString()) {
            case "expired" -> Optional.of(new Result.Expired());
            case "cancelled" -> Optional.of(new Result.Cancelled());
            case "failed" ->
                Optional.of(new Result.Failed(
                        Kind.BAD_REQUEST,
                        server.scrubbed(name() + ": the whole batch was refused: "
                                + trouble(ended).orElse("without a reason"))));
            default -> Optional.empty();
        };
    }

    /// Gives what each line tells; returns how many whole lines there were.
    private long read(byte[] body, BiConsumer<String, Result> each) {
        AtomicLong whole = new AtomicLong();
        ResultsBody.lines(body, line -> {
            JsonNode row;
            try {
                row = Json.read(line, "results", 1);
            } catch (InputException cutOff) {
                // It is missed, and asked for again.
                return;
            }
            whole.incrementAndGet();
            String id = row.path("custom_id").asString("");
            if (!id.isEmpty()) {
                each.accept(id, result(row));
            }
        });
        return whole.get();
    }

    private Result result(JsonNode row) {
        JsonNode response = row.path("response");
        int status = response.path("status_code").asInt(0);
        if (status == ALL_IS_WELL) {
            return OpenAiWire.completion(response.path("body"), settings)
                    .<Result>map(Result.Answered::new)
                    .orElseGet(() -> new Result.Failed(Kind.BROKEN, name() + ": what came for it is no answer."));
        }
        String code = row.path("error").path("code").asString("");
        if (code.equals("batch_expired")) {
            return new Result.Expired();
        }
        if (code.equals("batch_cancelled")) {
            return new Result.Cancelled();
        }
        if (status != 0) {
            ChatModelException why = server.refusedWith(
                            status, Json.write(response.path("body")).getBytes(StandardCharsets.UTF_8))
                    .why();
            return new Result.Failed(why.kind(), String.valueOf(why.getMessage()));
        }
        String words = row.path("error").path("message").asString(code);
        return new Result.Failed(
                Kind.BROKEN, server.scrubbed(name() + ": " + (words.isEmpty() ? "it failed without a reason" : words)));
    }

    /// Servers hold to what was asked as loosely in batches as in single calls.
    private static Result asAsked(Request request, Result result) {
        return result instanceof Result.Answered answered
                ? new Result.Answered(AsAsked.of(request, answered.completion()))
                : result;
    }

    private byte[] content(String file) throws ChatModelException {
        return server.ask(
                () -> {
                    try (HttpResponse response =
                            client.get().files().withRawResponse().content(file, options)) {
                        return response.body().readAllBytes();
                    } catch (IOException e) {
                        throw new IllegalStateException("bytes in memory cannot be read", e);
                    }
                },
                List::of);
    }

    @Override
    public void cancel(String batch) throws ChatModelException {
        server.ask(
                () -> {
                    try (HttpResponseFor<Batch> response = batches().cancel(batch, options)) {
                        return parsed(response, () -> response.parse().id());
                    }
                },
                List::of);
    }

    private BatchService.WithRawResponse batches() {
        return client.get().batches().withRawResponse();
    }

    private <T> T parsed(HttpResponseFor<?> response, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (OpenAIException e) {
            try {
                throw server.notAnAnswer(response.body().readAllBytes(), "what came is no batch (cut off, perhaps)");
            } catch (IOException impossible) {
                throw new IllegalStateException("bytes in memory cannot be read", impossible);
            }
        }
    }
}

package wherefore.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;

/// Both vendors' batch interfaces, by hand: it counts the batches that were begun and the items that were answered (and
/// so paid), and it can stand still at a point so that a client may be killed there.
public final class BatchServer implements AutoCloseable {

    /// What becomes of one item.
    public enum Fate {
        ANSWERED,
        REFUSED,
        CUT_AT_THE_LIMIT,
        FAILED,
        WRONG,
        EXPIRED
    }

    /// Where the server may stand still.
    enum Point {
        /// A batch was asked for and is not made.
        NOT_YET_MADE,
        /// A batch was made, and nobody knows its name.
        MADE,
        /// A client looks whether it has ended.
        LOOKED_AT,
        /// Half of the results have gone out.
        IN_THE_RESULTS
    }

    private static final class Batch {
        private final String id;
        private final String mark;
        private final Map<String, JsonNode> items;
        private final Map<String, Fate> fates = new LinkedHashMap<>();
        private final Instant made = Instant.now();
        private int looks;
        private int downloads;
        private boolean cancelled;

        private Batch(String id, String mark, Map<String, JsonNode> items) {
            this.id = id;
            this.mark = mark;
            this.items = items;
        }
    }

    private final HttpServer server;
    private final BiFunction<String, Integer, Fate> fates;
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private final Map<String, Map<String, JsonNode>> files = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private final Map<String, Integer> paid = new TreeMap<>();
    private final List<String> ordinary = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private volatile UnaryOperator<String> words = question -> "answer to " + question;
    private int endsAfter = 1;
    private int loseNames;
    private int cuts;
    private Optional<Point> hold = Optional.empty();
    private CountDownLatch reached = new CountDownLatch(1);
    private CountDownLatch released = new CountDownLatch(1);

    /// @param fates of an item, by its question and how often it was in a batch before
    public BatchServer(BiFunction<String, Integer, Fate> fates) throws IOException {
        this.fates = fates;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// What is answered to a question.
    public synchronized BatchServer saying(UnaryOperator<String> answers) {
        words = answers;
        return this;
    }

    /// A batch ends when it has been looked at so often.
    public synchronized BatchServer endingAfter(int looks) {
        endsAfter = looks;
        return this;
    }

    /// The next so many batches are made, and the answer with their name is lost.
    synchronized BatchServer losingNames(int count) {
        loseNames = count;
        return this;
    }

    /// The first so many downloads of each batch's results end in the middle.
    synchronized BatchServer cuttingResults(int count) {
        cuts = count;
        return this;
    }

    synchronized void holdAt(Point point) {
        hold = Optional.of(point);
        reached = new CountDownLatch(1);
        released = new CountDownLatch(1);
    }

    CountDownLatch reached() {
        synchronized (this) {
            return reached;
        }
    }

    synchronized void goOn() {
        hold = Optional.empty();
        released.countDown();
    }

    /// The keys that clients showed; an error of an item repeats them.
    public Set<String> keys() {
        return Set.copyOf(keys);
    }

    /// How many batches were begun.
    public synchronized int begun() {
        return batches.size();
    }

    /// How often each question was answered in a batch, and so paid.
    public synchronized Map<String, Integer> paid() {
        return new TreeMap<>(paid);
    }

    /// Questions asked by ordinary calls.
    public synchronized List<String> ordinary() {
        return List.copyOf(ordinary);
    }

    /// Bodies of all items, in the order in which they came.
    synchronized List<JsonNode> bodies() {
        return List.copyOf(bodies);
    }

    synchronized List<Integer> sizes() {
        return batches.values().stream().map(b -> b.items.size()).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Stream.of("Authorization", "x-api-key")
                    .map(exchange.getRequestHeaders()::getFirst)
                    .filter(Objects::nonNull)
                    .forEach(key -> keys.add(key.replaceFirst("^Bearer ", "")));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = path.split("/");
            boolean isPost = exchange.getRequestMethod().equals("POST");
            if (path.startsWith("/v1/messages/batches")) {
                anthropic(exchange, parts, isPost, body);
            } else if (path.startsWith("/v1/batches")) {
                openAi(exchange, parts, isPost, body);
            } else if (path.equals("/v1/files")) {
                upload(exchange, body);
            } else if (path.startsWith("/v1/files/")) {
                content(exchange, parts[3]);
            } else if (path.equals("/v1/messages") || path.equals("/v1/chat/completions")) {
                JsonNode asked = Json.read(body, "", 1);
                synchronized (this) {
                    ordinary.add(question(asked));
                }
                send(
                        exchange,
                        path.equals("/v1/messages") ? message(asked, Fate.ANSWERED) : completion(asked, Fate.ANSWERED));
            } else {
                reply(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stands still if this is the point.
    private void at(Point point) throws InterruptedException {
        CountDownLatch wait;
        synchronized (this) {
            if (hold.filter(point::equals).isEmpty()) {
                return;
            }
            reached.countDown();
            wait = released;
        }
        wait.await();
    }

    private static void send(HttpExchange exchange, JsonNode answer) throws IOException {
        reply(exchange, 200, Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private Optional<Batch> make(String mark, Map<String, JsonNode> items) throws InterruptedException {
        at(Point.NOT_YET_MADE);
        Batch batch;
        boolean lost;
        synchronized (this) {
            if (hold.filter(Point.NOT_YET_MADE::equals).isPresent() || dead(mark)) {
                return Optional.empty();
            }
            batch = new Batch("batch_" + (batches.size() + 1), mark, items);
            batches.put(batch.id, batch);
            items.forEach((id, body) -> {
                bodies.add(body);
                String question = question(body);
                int before = seen.merge(question, 1, Integer::sum) - 1;
                Fate fate = fates.apply(question, before);
                batch.fates.put(id, fate);
                if (fate == Fate.ANSWERED || fate == Fate.REFUSED || fate == Fate.CUT_AT_THE_LIMIT) {
                    paid.merge(question, 1, Integer::sum);
                }
            });
            lost = loseNames > 0;
            loseNames -= lost ? 1 : 0;
        }
        at(Point.MADE);
        return lost ? Optional.empty() : Optional.of(batch);
    }

    /// What was held before it was made is never made: its client is dead.
    private boolean dead(String mark) {
        return mark.equals(DEAD);
    }

    private static final String DEAD = "dead";

    private void anthropic(HttpExchange exchange, String[] parts, boolean isPost, String body)
            throws IOException, InterruptedException {
        if (parts.length == 4 && isPost) {
            Map<String, JsonNode> items = new LinkedHashMap<>();
            Json.read(body, "", 1)
                    .path("requests")
                    .forEach(r -> items.put(r.path("custom_id").asString(), r.path("params")));
            boolean isHeld;
            synchronized (this) {
                isHeld = hold.filter(Point.NOT_YET_MADE::equals).isPresent();
            }
            Optional<Batch> made = make(isHeld ? DEAD : "", items);
            if (made.isPresent()) {
                send(exchange, anthropic(made.get()));
            }
        } else if (parts.length == 4) {
            ObjectNode page = Json.object().put("has_more", false);
            var data = page.putArray("data");
            newestFirst().forEach(b -> data.add(anthropic(b)));
            send(exchange, page);
        } else {
            Batch batch = batch(parts[4]);
            if (parts.length == 5) {
                at(Point.LOOKED_AT);
                look(batch);
                send(exchange, anthropic(batch));
            } else if (parts[5].equals("cancel")) {
                cancel(batch);
                send(exchange, anthropic(batch));
            } else {
                List<String> lines = new ArrayList<>();
                fates(batch).forEach((id, fate) -> {
                    ObjectNode line = Json.object().put("custom_id", id);
                    ObjectNode result = line.putObject("result");
                    switch (fate) {
                        case ANSWERED, REFUSED, CUT_AT_THE_LIMIT ->
                            result.put("type", "succeeded")
                                    .set("message", message(Objects.requireNonNull(batch.items.get(id)), fate));
                        case FAILED, WRONG ->
                            result.put("type", "errored")
                                    .putObject("error")
                                    .put("type", "error")
                                    .putObject("error")
                                    .put("type", fate == Fate.WRONG ? "invalid_request_error" : "api_error")
                                    .put("message", "something is wrong for the key " + keys);
                        case EXPIRED -> result.put("type", batch.cancelled ? "canceled" : "expired");
                    }
                    lines.add(Json.write(line));
                });
                results(exchange, batch, lines);
            }
        }
    }

    private synchronized List<Batch> newestFirst() {
        return new ArrayList<>(batches.values()).reversed();
    }

    private synchronized Batch batch(String id) {
        Batch batch = batches.get(id);
        if (batch == null) {
            throw new IllegalArgumentException("no batch " + id);
        }
        return batch;
    }

    private synchronized void look(Batch batch) {
        batch.looks++;
    }

    private synchronized void cancel(Batch batch) {
        batch.cancelled = true;
        batch.looks = endsAfter;
        batch.fates.replaceAll((id, fate) -> Fate.EXPIRED);
    }

    private synchronized boolean isEnded(Batch batch) {
        return batch.looks >= endsAfter;
    }

    private synchronized Map<String, Fate> fates(Batch batch) {
        return new LinkedHashMap<>(batch.fates);
    }

    private synchronized long count(Batch batch, Fate... some) {
        return batch.fates.values().stream().filter(List.of(some)::contains).count();
    }

    private ObjectNode anthropic(Batch batch) {
        boolean ended = isEnded(batch);
        ObjectNode node = Json.object()
                .put("id", batch.id)
                .put("type", "message_batch")
                .put("processing_status", ended ? "ended" : "in_progress")
                .put("created_at", batch.made.toString())
                .put("expires_at", batch.made.plusSeconds(86_400).toString())
                .putNull("archived_at")
                .putNull("ended_at")
                .putNull("results_url");
        if (batch.cancelled) {
            node.put("cancel_initiated_at", batch.made.toString());
        } else {
            node.putNull("cancel_initiated_at");
        }
        node.putObject("request_counts")
                .put("processing", ended ? 0 : batch.items.size())
                .put("succeeded", ended ? count(batch, Fate.ANSWERED, Fate.REFUSED, Fate.CUT_AT_THE_LIMIT) : 0)
                .put("errored", ended ? count(batch, Fate.FAILED, Fate.WRONG) : 0)
                .put("canceled", 0)
                .put("expired", ended ? count(batch, Fate.EXPIRED) : 0);
        return node;
    }

    private void openAi(HttpExchange exchange, String[] parts, boolean isPost, String body)
            throws IOException, InterruptedException {
        if (parts.length == 3 && isPost) {
            JsonNode asked = Json.read(body, "", 1);
            Map<String, JsonNode> items;
            boolean isHeld;
            synchronized (this) {
                items = files.getOrDefault(asked.path("input_file_id").asString(), Map.of());
                isHeld = hold.filter(Point.NOT_YET_MADE::equals).isPresent();
            }
            Optional<Batch> made = make(
                    isHeld ? DEAD : asked.path("metadata").path("wherefore").asString(), items);
            if (made.isPresent()) {
                send(exchange, openAi(made.get()));
            }
        } else if (parts.length == 3) {
            ObjectNode page = Json.object().put("object", "list").put("has_more", false);
            var data = page.putArray("data");
            newestFirst().forEach(b -> data.add(openAi(b)));
            send(exchange, page);
        } else {
            Batch batch = batch(parts[3]);
            if (parts.length > 4) {
                cancel(batch);
            } else {
                at(Point.LOOKED_AT);
                look(batch);
            }
            send(exchange, openAi(batch));
        }
    }

    private ObjectNode openAi(Batch batch) {
        boolean ended = isEnded(batch);
        String end = batch.cancelled ? "cancelled" : count(batch, Fate.EXPIRED) > 0 ? "expired" : "completed";
        ObjectNode node = Json.object()
                .put("id", batch.id)
                .put("object", "batch")
                .put("endpoint", "/v1/chat/completions")
                .put("input_file_id", "file_0")
                .put("completion_window", "24h")
                .put("created_at", batch.made.getEpochSecond())
                .put("status", ended ? end : "in_progress");
        node.putObject("metadata").put("wherefore", batch.mark);
        long answered = count(batch, Fate.ANSWERED, Fate.REFUSED, Fate.CUT_AT_THE_LIMIT);
        long failed = count(batch, Fate.FAILED, Fate.WRONG);
        node.putObject("request_counts")
                .put("total", batch.items.size())
                .put("completed", ended ? answered : 0)
                .put("failed", ended ? failed : 0);
        if (ended && answered > 0) {
            node.put("output_file_id", batch.id + "-output");
        }
        if (ended && failed > 0) {
            node.put("error_file_id", batch.id + "-error");
        }
        return node;
    }

    /// The lines of a form's file.
    private void upload(HttpExchange exchange, String form) throws IOException {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        if (!form.contains("name=\"purpose\"") || !form.contains("filename=\"wherefore-")) {
            throw new IllegalArgumentException("no upload: " + form);
        }
        for (String line : form.split("\r?\n", -1)) {
            if (line.startsWith("{")) {
                JsonNode row = Json.read(line, "form", 1);
                if (!row.path("url").asString().equals("/v1/chat/completions")) {
                    throw new InputException("form", 1, "has another url", "");
                }
                items.put(row.path("custom_id").asString(), row.path("body"));
            }
        }
        String id;
        synchronized (this) {
            id = "file_" + (files.size() + 1);
            files.put(id, items);
        }
        send(
                exchange,
                Json.object()
                        .put("id", id)
                        .put("object", "file")
                        .put("bytes", form.length())
                        .put("created_at", 1)
                        .put("filename", "x")
                        .put("purpose", "batch")
                        .put("status", "processed"));
    }

    private void content(HttpExchange exchange, String file) throws IOException, InterruptedException {
        Batch batch = batch(file.replaceFirst("-.*", ""));
        boolean isOutput = file.endsWith("-output");
        List<String> lines = new ArrayList<>();
        fates(batch).forEach((id, fate) -> {
            boolean answered = fate == Fate.ANSWERED || fate == Fate.REFUSED || fate == Fate.CUT_AT_THE_LIMIT;
            ObjectNode line = Json.object().put("id", "r").put("custom_id", id);
            if (answered && isOutput) {
                ObjectNode response = line.putObject("response").put("status_code", 200);
                response.set("body", completion(Objects.requireNonNull(batch.items.get(id)), fate));
                line.putNull("error");
                lines.add(Json.write(line));
            } else if (!answered && !isOutput && fate != Fate.EXPIRED) {
                ObjectNode response = line.putObject("response").put("status_code", fate == Fate.WRONG ? 400 : 500);
                response.putObject("body").putObject("error").put("message", "something is wrong for the key " + keys);
                line.putNull("error");
                lines.add(Json.write(line));
            }
        });
        results(exchange, batch, lines);
    }

    private void results(HttpExchange exchange, Batch batch, List<String> lines)
            throws IOException, InterruptedException {
        Collections.shuffle(lines, new Random(7));
        byte[] body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        boolean cut;
        synchronized (this) {
            batch.downloads++;
            cut = batch.downloads <= cuts;
        }
        if (cut) {
            reply(exchange, 200, java.util.Arrays.copyOf(body, body.length / 2));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-jsonl");
        exchange.sendResponseHeaders(200, body.length);
        OutputStream out = exchange.getResponseBody();
        out.write(body, 0, body.length / 2);
        out.flush();
        at(Point.IN_THE_RESULTS);
        out.write(body, body.length / 2, body.length - body.length / 2);
    }

    /// The last thing that the user says.
    private static String question(JsonNode body) {
        JsonNode content =
                body.path("messages").path(body.path("messages").size() - 1).path("content");
        return content.isArray() ? content.path(content.size() - 1).path("text").asString() : content.asString();
    }

    private ObjectNode message(JsonNode body, Fate fate) {
        ObjectNode message = Json.object()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "m-2026")
                .put(
                        "stop_reason",
                        fate == Fate.REFUSED ? "refusal" : fate == Fate.CUT_AT_THE_LIMIT ? "max_tokens" : "end_turn")
                .putNull("stop_sequence");
        message.putArray("content").addObject().put("type", "text").put("text", words.apply(question(body)));
        message.putObject("usage").put("input_tokens", 10).put("output_tokens", 5);
        return message;
    }

    private ObjectNode completion(JsonNode body, Fate fate) {
        ObjectNode completion = Json.object()
                .put("id", "c_1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "m-2026");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").put("content", words.apply(question(body)));
        if (fate == Fate.REFUSED) {
            message.put("refusal", "no");
        }
        choice.put("finish_reason", fate == Fate.CUT_AT_THE_LIMIT ? "length" : "stop");
        completion
                .putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 5)
                .put("total_tokens", 15);
        return completion;
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}

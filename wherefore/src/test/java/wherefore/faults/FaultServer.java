package wherefore.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Chat completions (OpenAI) at `/v1/chat/completions`, messages (Anthropic) at `/v1/messages` and the list of models
/// at `/v1/models`, over raw sockets, one virtual thread a connection. Each request names itself by `request-N` in its
/// text, and the answer is `answer to request-N`. What meets an exchange is said by the [Schedule]; what was served is
/// counted here, by request, so that a test need not believe the client.
public final class FaultServer implements AutoCloseable {

    /// One exchange, as the server saw it.
    ///
    /// @param life  which life of the client it was in, from 0: [#nextLife]
    /// @param whole whether all of the answer was given to the connection
    public record Exchange(String id, int life, Fault fault, boolean whole) {
        /// Whether this was an answer that costs money.
        public boolean isPaid() {
            return whole && fault.isAnswer();
        }
    }

    private static final Pattern NAME = Pattern.compile("request-\\d+");
    private static final int HUGE = 10_000_000;

    private final ServerSocket server;
    private final Schedule schedule;
    private final Duration latency;
    private final Duration slow;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<String, Integer> received = new TreeMap<>();
    private final List<Socket> open = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final AtomicInteger life = new AtomicInteger();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param latency how long each answer takes
    /// @param slow    how long a slow first byte takes
    public FaultServer(Schedule schedule, Duration latency, Duration slow) {
        this.schedule = schedule;
        this.latency = latency;
        this.slow = slow;
        try {
            server = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("fault server").start(this::accept);
    }

    public FaultServer(Schedule schedule) {
        this(schedule, Duration.ZERO, Duration.ofMillis(300));
    }

    /// `http://127.0.0.1:PORT`
    public String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// All exchanges so far, in the order in which they ended.
    public List<Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    /// How often each request was received whole, answered or not.
    public Map<String, Integer> received() {
        synchronized (exchanges) {
            return new TreeMap<>(received);
        }
    }

    /// The keys that clients showed. Faults that say something repeat them, as servers do.
    public Set<String> keys() {
        return Set.copyOf(keys);
    }

    /// How often each fault was served.
    public Map<Fault, Long> served() {
        return exchanges().stream()
                .collect(Collectors.groupingBy(Exchange::fault, TreeMap::new, Collectors.counting()));
    }

    /// How often each request was answered in a way that costs money.
    public Map<String, Long> paid() {
        return exchanges().stream()
                .filter(Exchange::isPaid)
                .collect(Collectors.groupingBy(Exchange::id, TreeMap::new, Collectors.counting()));
    }

    /// The most exchanges that were under way at one time.
    public int mostAtOnce() {
        return mostInside.get();
    }

    /// Waits until no exchange is under way, so that all are noted.
    public void awaitQuiet() throws InterruptedException {
        while (inside.get() > 0) {
            Thread.sleep(5);
        }
    }

    /// The client was killed; what follows belongs to its next life.
    public void nextLife() {
        life.incrementAndGet();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                synchronized (open) {
                    open.add(socket);
                }
                Thread.ofVirtual().name("connection").start(() -> serve(socket));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 8_192);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 8_192);
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                int length = length(head);
                byte[] body = in.readNBytes(length);
                if (body.length < length) {
                    // Its client died while it wrote: nothing was asked.
                    return;
                }
                inside.incrementAndGet();
                mostInside.accumulateAndGet(inside.get(), Math::max);
                boolean goesOn;
                try {
                    goesOn = answer(head, new String(body, StandardCharsets.UTF_8), out, socket);
                } finally {
                    inside.decrementAndGet();
                }
                if (!goesOn) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client went away, which is its right; what it did not get was not noted as whole.
            assert !e.toString().isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (open) {
                open.remove(socket);
            }
        }
    }

    /// Answers one request; false if the connection has ended.
    private boolean answer(String head, String body, OutputStream out, Socket socket)
            throws IOException, InterruptedException {
        if (head.startsWith("GET") && head.contains("/models")) {
            send(
                    out,
                    200,
                    "application/json",
                    "",
                    "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}");
            return true;
        }
        key(head).ifPresent(keys::add);
        Matcher name = NAME.matcher(body);
        // The last one: a conversation of many turns holds those of the turns before.
        String id = name.results().map(MatchResult::group).reduce("request-none", (before, last) -> last);
        int bornIn = life.get();
        int time;
        synchronized (exchanges) {
            time = received.merge(id, 1, Integer::sum) - 1;
        }
        Fault fault = schedule.of(id, time);
        Thread.sleep(fault == Fault.SLOW_FIRST_BYTE ? slow : latency);
        Function<Fault, String> answers = head.contains("/messages") ? f -> anthropic(id, f) : f -> openAi(id, f);
        boolean whole = false;
        try {
            whole = serve(fault, answers, out, socket);
        } finally {
            synchronized (exchanges) {
                exchanges.add(new Exchange(id, bornIn, fault, whole));
            }
        }
        return whole;
    }

    /// Gives what the fault says; false if the connection ended before the answer did.
    private boolean serve(Fault fault, Function<Fault, String> answers, OutputStream out, Socket socket)
            throws IOException, InterruptedException {
        switch (fault) {
            case NONE, SLOW_FIRST_BYTE, FILTERED, REFUSED, DUPLICATE_ID, NO_CHOICES, HUGE ->
                send(out, 200, "application/json", "", answers.apply(fault));
            case RATE_LIMITED -> send(out, 429, "application/json", "", error("rate_limit_error"));
            case RATE_LIMITED_WITH_RETRY_AFTER ->
                send(out, 429, "application/json", "retry-after: 1\r\n", error("rate_limit_error"));
            case SERVER_ERROR -> send(out, 500, "application/json", "", error("api_error"));
            case UNAVAILABLE -> send(out, 503, "text/plain", "", "upstream connect error" + shown());
            case OVERLOADED -> send(out, 529, "application/json", "", error("overloaded_error"));
            case INVALID_JSON -> send(out, 200, "application/json", "", "{\"id\": \"x\", \"choices\": [{,,");
            case TRUNCATED_JSON -> {
                String whole = answers.apply(Fault.NONE);
                send(out, 200, "application/json", "", whole.substring(0, whole.length() / 2));
            }
            case HTML_WITH_STATUS_200 ->
                send(out, 200, "text/html", "", "<!doctype html><html><body>Bad gateway" + shown() + "</body></html>");
            case RESET -> {
                reset(socket);
                return false;
            }
            case RESET_IN_THE_BODY -> {
                half(out, answers.apply(Fault.NONE));
                // A reset overtakes what is still in the sender's buffer.
                Thread.sleep(20);
                reset(socket);
                return false;
            }
            case SILENCE_IN_THE_BODY -> {
                half(out, answers.apply(Fault.NONE));
                // Until the client gives up: then reading ends.
                while (socket.getInputStream().read() >= 0) {
                    Thread.onSpinWait();
                }
                return false;
            }
        }
        return true;
    }

    /// With a linger of 0 s, closing sends RST instead of FIN.
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void half(OutputStream out, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(start(200, "application/json", "", bytes.length));
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
    }

    private static void send(OutputStream out, int status, String type, String more, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(start(status, type, more, bytes.length));
        out.write(bytes);
        out.flush();
    }

    private static byte[] start(int status, String type, String more, int length) {
        return ("HTTP/1.1 " + status + " X\r\ncontent-type: " + type + "\r\n" + more + "content-length: " + length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String error(String type) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"as scheduled" + shown() + "\"}}";
    }

    private String shown() {
        return keys.stream().map(key -> " for the key " + key).collect(Collectors.joining());
    }

    private static Optional<String> key(String head) {
        return head.lines()
                .filter(l -> l.toLowerCase(Locale.ROOT).matches("(authorization: bearer|x-api-key:) .*"))
                .map(l -> l.substring(l.lastIndexOf(' ') + 1))
                .findFirst();
    }

    private String openAi(String id, Fault fault) {
        String number = "chatcmpl-" + (fault == Fault.DUPLICATE_ID ? 0 : numbers.incrementAndGet());
        String content = fault == Fault.FILTERED ? "" : text(id, fault);
        String refusal = fault == Fault.REFUSED ? ",\"refusal\":\"I cannot help with that.\"" : ",\"refusal\":null";
        String finish = fault == Fault.FILTERED ? "content_filter" : "stop";
        String choices = fault == Fault.NO_CHOICES
                ? "[]"
                : "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                        + (fault == Fault.REFUSED ? "null" : "\"" + content + "\"") + refusal
                        + "},\"logprobs\":null,\"finish_reason\":\"" + finish + "\"}]";
        return "{\"id\":\"" + number + "\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\","
                + "\"choices\":" + choices
                + ",\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10,\"total_tokens\":110}}";
    }

    private String anthropic(String id, Fault fault) {
        String number = "msg_" + (fault == Fault.DUPLICATE_ID ? 0 : numbers.incrementAndGet());
        boolean isDeclined = fault == Fault.REFUSED || fault == Fault.FILTERED;
        String content = isDeclined ? "[]" : "[{\"type\":\"text\",\"text\":\"" + text(id, fault) + "\"}]";
        return "{\"id\":\"" + number + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                + (fault == Fault.NO_CHOICES ? "" : "\"content\":" + content + ",")
                + "\"stop_reason\":\"" + (isDeclined ? "refusal" : "end_turn")
                + "\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":100,\"cache_creation_input_tokens\":0,"
                + "\"cache_read_input_tokens\":0,\"output_tokens\":10}}";
    }

    private static String text(String id, Fault fault) {
        return "answer to " + id + (fault == Fault.HUGE ? " " + "x".repeat(HUGE) : "");
    }

    /// The head of a request up to the empty line; empty at the end of the connection.
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            int n = head.length();
            if (c == '\n' && n >= 4 && head.charAt(n - 2) == '\r' && head.charAt(n - 3) == '\n') {
                return head.toString();
            }
        }
        return "";
    }

    private static int length(String head) {
        return head.lines()
                .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(l -> Integer.parseInt(l.substring(l.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            synchronized (open) {
                for (Socket socket : List.copyOf(open)) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package wherefore.chat.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A small server of HTTP/1.1, written by hand so that a test has every byte in its power. It keeps what it was asked.
final class WireServer implements AutoCloseable {

    /// One request as it came.
    ///
    /// @param target  as it stands in the first line
    /// @param headers with names in lower case
    record Seen(String method, String target, Map<String, String> headers, String body) {}

    /// What the server does with one request. An exception ends the connection.
    interface Answer {
        void give(OutputStream out, Socket connection) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Function<Seen, Answer> answers;

    private WireServer(ServerSocket listening, Function<Seen, Answer> answers) {
        this.listening = listening;
        this.answers = answers;
        Thread.ofVirtual().start(this::accept);
    }

    static WireServer answering(Function<Seen, Answer> answers) throws IOException {
        return new WireServer(new ServerSocket(0, 4096, InetAddress.getLoopbackAddress()), answers);
    }

    /// Every chat is answered with this, every question for models with 404.
    static WireServer always(Answer answer) throws IOException {
        return answering(s -> s.method().equals("GET") ? json(404, "{}") : answer);
    }

    static WireServer on(ServerSocket listening, Function<Seen, Answer> answers) {
        return new WireServer(listening, answers);
    }

    /// A whole answer of JSON.
    ///
    /// @param headers whole lines
    static Answer json(int status, String body, String... headers) {
        return whole(status, "application/json", body, headers);
    }

    static Answer whole(int status, String type, String body, String... headers) {
        return (out, connection) -> out.write(bytes(status, type, body, headers));
    }

    static byte[] bytes(int status, String type, String body, String... headers) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\nContent-Type: " + type
                + "\r\nContent-Length: " + content.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(content);
        return all.toByteArray();
    }

    int port() {
        return listening.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    Seen only() {
        if (seen.size() != 1) {
            throw new AssertionError("there were " + seen.size() + " requests: " + seen);
        }
        return seen.getFirst();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            for (Optional<Seen> request = read(in); request.isPresent(); request = read(in)) {
                seen.add(request.get());
                answers.apply(request.get()).give(out, connection);
                out.flush();
                if (connection.isClosed()) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone, or the answer was meant to end so.
            return;
        }
    }

    private static Optional<Seen> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = first.split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return Optional.of(
                new Seen(parts[0], parts[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8)));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}

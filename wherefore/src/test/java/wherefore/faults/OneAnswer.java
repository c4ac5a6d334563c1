package wherefore.faults;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A server that says 404 to everything and keeps the last body.
final class OneAnswer implements AutoCloseable {

    private final HttpServer server;
    private volatile String body = "";

    OneAnswer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            try (exchange) {
                String came = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                body = came.isEmpty() ? body : came;
                byte[] no = "{}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(404, no.length);
                exchange.getResponseBody().write(no);
            }
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String body() {
        return body;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

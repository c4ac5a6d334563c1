package wherefore.chat.provider;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Carries the requests of OpenAI's library over an [Exchange].
///
/// @param send gives the reply to what is asked, or throws [CallBroken]
record OpenAiTransport(Function<Exchange.Ask, Exchange.Reply> send) implements HttpClient {

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        // An upload has parts, and its type says where they end.
        String type = request.body() == null
                ? "application/json"
                : Objects.requireNonNullElse(request.body().contentType(), "application/json");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().names().forEach(n -> headers.put(n, request.headers().values(n)));
        Exchange.Reply reply =
                send.apply(new Exchange.Ask(request.method().name(), request.url(), headers, body(request), type));
        Headers.Builder came = Headers.builder();
        reply.headers().forEach((name, values) -> came.put(name, values));
        return new Came(reply, came.build());
    }

    private static byte[] body(HttpRequest request) {
        HttpRequestBody body = request.body();
        if (body == null) {
            return new byte[0];
        }
        Bytes bytes = new Bytes(Math.clamp(body.contentLength(), 1, 1 << 20));
        body.writeTo(bytes);
        return bytes.whole();
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        throw new UnsupportedOperationException("calls block their own thread");
    }

    @Override
    public void close() {}

    private record Came(Exchange.Reply reply, Headers headers) implements HttpResponse {
        @Override
        public int statusCode() {
            return reply.status();
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(reply.body());
        }

        @Override
        public void close() {}
    }
}

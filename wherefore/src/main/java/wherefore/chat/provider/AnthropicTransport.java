package wherefore.chat.provider;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Carries the requests of Anthropic's library over an [Exchange].
///
/// @param send gives the reply to what is asked, or throws [CallBroken]
record AnthropicTransport(Function<Exchange.Ask, Exchange.Reply> send) implements HttpClient {

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().names().forEach(n -> headers.put(n, request.headers().values(n)));
        Exchange.Reply reply = send.apply(
                new Exchange.Ask(request.method().name(), request.url(), headers, body(request), "application/json"));
        Headers.Builder came = Headers.builder();
        reply.headers().forEach((name, values) -> came.put(name, values));
        return new Came(reply, came.build());
    }

    private static byte[] body(HttpRequest request) {
        Optional<HttpRequestBody> given = request.body();
        if (given.isEmpty()) {
            return new byte[0];
        }
        HttpRequestBody body = given.get();
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

package wherefore.chat.provider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;

/// Requests and answers over `java.net.http`, for the libraries of both vendors. A call blocks its (virtual) thread and
/// no other.
///
/// HTTP/1.1 alone: each call has a connection of its own, so that a reset costs one call, thousands of calls may be in
/// flight whatever a server permits on one connection, and servers that stumble over an offer of HTTP/2 are not made
/// to.
/// Connections are kept and used again. Redirections are not followed: a key goes where it was meant to go.
final class Exchange {

    /// A body beyond this is no answer of a language model.
    private static final long LARGEST_BODY = 256L << 20;
    /// Headers that the connection itself writes, and what the vendors' libraries tell of this machine.
    private static final List<String> NOT_OURS_TO_SEND =
            List.of("connection", "content-length", "expect", "host", "upgrade");
    private static final String TELLS_OF_THIS_MACHINE = "x-stainless-";
    private static final Duration TO_CONNECT = Duration.ofSeconds(30);
    /// An idle timeout is noticed at most an eighth of it late.
    private static final int LOOKS = 8;

    /// Shared by all: what runs here only moves bytes and never waits.
    private static final Executor MOVERS = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().name("wherefore-http-", 0).daemon().factory());

    private final HttpClient client;

    /// @param proxy        an HTTP proxy
    /// @param certificates authorities trusted besides the usual ones
    Exchange(Optional<URI> proxy, Optional<Path> certificates) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TO_CONNECT)
                .executor(MOVERS);
        proxy.ifPresent(
                p -> builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(p.getHost(), p.getPort()))));
        certificates.map(Trust::with).ifPresent(builder::sslContext);
        client = builder.build();
    }

    /// What is sent.
    @SuppressWarnings("ArrayRecordComponent") // Carried from hand to hand, never compared.
    record Ask(String method, String url, Map<String, List<String>> headers, byte[] body, String contentType) {}

    /// What came, whole.
    @SuppressWarnings("ArrayRecordComponent") // Carried from hand to hand, never compared.
    record Reply(int status, Map<String, List<String>> headers, byte[] body) {}

    /// @throws CallBroken where no whole answer came, with the reason
    Reply send(Ask ask, ModelSettings.Flow limits, String model) {
        Gathering gathering = new Gathering();
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request(ask), head -> {
            gathering.begin(head.headers().firstValueAsLong("content-length"));
            return gathering;
        });
        HttpResponse<byte[]> response = await(coming, gathering, limits, model);
        return new Reply(response.statusCode(), response.headers().map(), response.body());
    }

    private static HttpRequest request(Ask ask) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(ask.url()));
        ask.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_OURS_TO_SEND.contains(lower) && !lower.startsWith(TELLS_OF_THIS_MACHINE)) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        if (ask.body().length > 0) {
            builder.setHeader("Content-Type", ask.contentType());
        }
        return builder.method(ask.method(), Body.of(ask.body())).build();
    }

    /// Waits in steps of a part of the idle timeout and looks at each whether bytes have come since.
    private static HttpResponse<byte[]> await(
            CompletableFuture<HttpResponse<byte[]>> coming,
            Gathering gathering,
            ModelSettings.Flow limits,
            String model) {
        long total = limits.totalTimeout().toNanos();
        long idle = limits.idleTimeout().toNanos();
        long step = Math.max(1, idle / LOOKS);
        long silent = 0;
        long seen = -1;
        for (long waited = 0; waited < total; waited += step) {
            try {
                return coming.get(Math.min(step, total - waited), TimeUnit.NANOSECONDS);
            } catch (TimeoutException notYet) {
                long now = gathering.received();
                silent = now >= 0 && now == seen ? silent + step : 0;
                seen = now;
                if (silent >= idle) {
                    coming.cancel(true);
                    throw broken(
                            Kind.TIMED_OUT,
                            model + ": nothing came for " + told(limits.idleTimeout())
                                    + " in the middle of an answer (idle-timeout), after " + now + " bytes.",
                            notYet);
                }
            } catch (InterruptedException e) {
                coming.cancel(true);
                Thread.currentThread().interrupt();
                throw broken(Kind.STOPPED, model + ": the call was interrupted.", e);
            } catch (ExecutionException e) {
                throw failed(e.getCause() == null ? e : e.getCause(), model);
            }
        }
        coming.cancel(true);
        throw broken(
                Kind.TIMED_OUT,
                model + ": no whole answer in " + told(limits.totalTimeout()) + " (total-timeout).",
                new TimeoutException());
    }

    private static CallBroken failed(Throwable why, String model) {
        for (Throwable t = why; t != null; t = t.getCause()) {
            switch (t) {
                case HttpConnectTimeoutException slow -> {
                    return broken(Kind.TIMED_OUT, model + ": no connection in " + told(TO_CONNECT) + ".", slow);
                }
                case HttpTimeoutException slow -> {
                    return broken(Kind.TIMED_OUT, model + ": " + words(slow) + ".", slow);
                }
                case SSLException untrusted -> {
                    return certificate(untrusted, model);
                }
                case java.net.ConnectException refused -> {
                    return broken(Kind.BROKEN, model + ": cannot connect" + beside(refused) + ".", refused);
                }
                case java.nio.channels.UnresolvedAddressException unknown -> {
                    return broken(Kind.BROKEN, model + ": its host has no address.", unknown);
                }
                default -> {}
            }
        }
        if (why instanceof IOException || why instanceof java.util.concurrent.CancellationException) {
            return broken(Kind.BROKEN, model + ": the connection broke: " + words(why) + ".", why);
        }
        return broken(Kind.BROKEN, model + ": the exchange failed: " + words(why) + ".", why);
    }

    private static CallBroken certificate(SSLException e, String model) {
        boolean unknown = words(e).contains("certificate") || words(e).contains("certification path");
        return unknown
                ? broken(
                        Kind.NOT_PERMITTED,
                        model + ": its certificate is not believed: " + words(e)
                                + ". A private authority is named by certificates: FILE.pem.",
                        e)
                : broken(Kind.BROKEN, model + ": TLS failed: " + words(e) + ".", e);
    }

    private static String beside(Throwable t) {
        String words = t.getMessage();
        return words == null || words.isBlank() ? "" : ": " + words;
    }

    private static String words(Throwable t) {
        String words = t.getMessage();
        return words == null || words.isBlank() ? t.getClass().getSimpleName() : words.strip();
    }

    private static CallBroken broken(Kind kind, String message, Throwable cause) {
        return new CallBroken(new ChatModelException(kind, message, cause));
    }

    static String told(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /// The body of one answer as it comes in. Counts bytes, so that silence can be told from slowness.
    private static final class Gathering implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        /// Made when the answer begins: thousands of calls wait for theirs at the same time.
        private Bytes bytes = new Bytes(0);

        private volatile long received = -1;

        /// @param length of the body, where the server tells; what it tells may be anything
        void begin(OptionalLong length) {
            bytes = new Bytes(Math.clamp(length.orElse(1_024), 1, 1 << 20));
            received = 0;
        }

        /// Bytes of the body; -1 before its head has come.
        long received() {
            return received;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            for (ByteBuffer buffer : part) {
                bytes.take(buffer);
            }
            received = bytes.size();
            if (received > LARGEST_BODY) {
                body.completeExceptionally(new IOException("more than " + (LARGEST_BODY >> 20) + " MB came"));
            }
        }

        @Override
        public void onError(Throwable throwable) {
            body.completeExceptionally(throwable);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.whole());
        }
    }
}

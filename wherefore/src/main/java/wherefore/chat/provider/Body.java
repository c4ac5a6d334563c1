package wherefore.chat.provider;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/// A request's bytes on their way out, as they are. The publishers of the JDK copy what they are given, in case that it
/// changes; here nothing changes it.
@SuppressWarnings("ArrayRecordComponent") // Carried from hand to hand, never compared.
record Body(byte[] bytes) implements HttpRequest.BodyPublisher {

    /// Up to so many bytes go out as one piece; the connection holds a second copy of a piece outside the heap.
    private static final int LARGEST_PIECE = 16 * 1024;

    static HttpRequest.BodyPublisher of(byte[] bytes) {
        if (bytes.length == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return bytes.length <= LARGEST_PIECE ? new Body(bytes) : HttpRequest.BodyPublishers.ofByteArray(bytes);
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    /// Each subscriber gets the whole: a request may be sent again on another connection.
    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new OnePiece(subscriber));
    }

    private final class OnePiece implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private boolean over;

        OnePiece(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (over) {
                return;
            }
            over = true;
            if (n <= 0) {
                subscriber.onError(new IllegalArgumentException("asked for " + n + " pieces"));
                return;
            }
            subscriber.onNext(ByteBuffer.wrap(bytes));
            subscriber.onComplete();
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}

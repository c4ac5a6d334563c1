package wherefore.chat.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import wherefore.chat.ChatModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;

/// A model that says what the test wants and counts how often each request was asked.
final class Asked implements ChatModel {

    /// What comes of one exchange.
    @FunctionalInterface
    interface Script {
        /// One exchange; `time` counts from 0 how often this request was asked before.
        Completion answer(String id, int time) throws ChatModelException, InterruptedException;
    }

    private final Script script;
    private final Map<String, Integer> times = new ConcurrentSkipListMap<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();

    Asked(Script script) {
        this.script = script;
    }

    @Override
    public String name() {
        return "test/m";
    }

    @Override
    public Completion complete(Request request) throws ChatModelException {
        String id = request.conversation().messages().getLast().text();
        int time;
        synchronized (times) {
            time = times.merge(id, 1, Integer::sum) - 1;
        }
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            return script.answer(id, time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatModelException(ChatModelException.Kind.BROKEN, "test/m: interrupted", e);
        } finally {
            inside.decrementAndGet();
        }
    }

    /// How often each request was asked.
    Map<String, Integer> times() {
        synchronized (times) {
            return new TreeMap<>(times);
        }
    }

    int total() {
        return times().values().stream().mapToInt(Integer::intValue).sum();
    }

    int mostInside() {
        return mostInside.get();
    }

    static Completion answer(String id) {
        return answer(id, StopReason.FINISHED);
    }

    static Completion answer(String id, StopReason stop) {
        return new Completion(
                Message.AssistantMessage.of("answer to " + id), stop, Optional.of(new Usage(100, 0, 0, 10, 0)));
    }

    static ChatModelException failure(ChatModelException.Kind kind) {
        return new ChatModelException(kind, "test/m: " + kind);
    }

    static Request request(String id) {
        return Request.of(Conversation.of(Message.user(id)), Sampling.plain(100));
    }

    /// `request-0` and so on.
    static List<Request> requests(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> request("request-" + i)).toList());
    }
}

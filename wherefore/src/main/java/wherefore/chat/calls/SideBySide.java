package wherefore.chat.calls;

import java.util.List;
import java.util.stream.Gatherers;
import wherefore.chat.Calls;
import wherefore.chat.ChatModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// A model asked several requests at a time, each on a virtual thread, with nothing kept and nothing asked again.
///
/// @param most requests in flight at most
public record SideBySide(ChatModel asked, int most) implements Calls {

    public SideBySide {
        if (most < 1) {
            throw new IllegalArgumentException("at least one request is asked at a time, but was " + most);
        }
    }

    @Override
    public String model() {
        return asked.name();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream()
                .gather(Gatherers.mapConcurrent(most, this::outcome))
                .toList();
    }

    private Outcome outcome(Request request) {
        try {
            return new Outcome.Answered(asked.complete(request));
        } catch (ChatModelException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        }
    }
}

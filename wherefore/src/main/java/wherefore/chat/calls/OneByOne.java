package wherefore.chat.calls;

import java.util.ArrayList;
import java.util.List;
import wherefore.chat.Calls;
import wherefore.chat.ChatModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// A model asked one request after the other, for models in this process whose order of answers must not vary.
public record OneByOne(ChatModel asked) implements Calls {

    @Override
    public String model() {
        return asked.name();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        for (Request request : requests) {
            try {
                outcomes.add(new Outcome.Answered(asked.complete(request)));
            } catch (ChatModelException e) {
                outcomes.add(new Outcome.Failed(String.valueOf(e.getMessage())));
            }
        }
        return outcomes;
    }
}

package wherefore.chat.provider;

import java.util.List;
import wherefore.chat.Calls;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// Calls to a model behind an interface, each submission [examined][ApiModel#check] before anything of it is asked.
///
/// @param calls how the model is asked
public record CheckedCalls(ApiModel asked, Calls calls) implements Calls {

    @Override
    public String model() {
        return calls.model();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        asked.check(requests);
        return calls.submit(requests);
    }
}

package wherefore.chat.calls;

import java.util.List;
import wherefore.chat.Calls;
import wherefore.chat.ChatModel;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// Calls that cost money: asked side by side, none twice.
///
/// For each request: an answer in the ledger is taken and costs nothing; one that somebody else is asking for at this
/// moment, here or in another process, is waited for; else the most it can cost is set aside, the provider's [Gate] is
/// waited for, the model is asked, again if that can help, and the answer is durable before anyone sees it. Refused,
/// filtered and cut answers are answers: their stop reason says what they are.
///
/// A request that was found wrong, or that kept failing while others were answered, is [Outcome.Failed] with the
/// reason. What concerns all requests (no permission, no money, no such model, a provider that is down) ends the whole
/// submission by one [wherefore.chat.CallsStoppedException]; an interrupt ends it by a
/// [java.util.concurrent.CancellationException]. Both keep every answer that came.
///
/// Beside the requests and their outcomes the memory in use grows with the calls in flight, not with the requests:
/// a hundred thousand may be submitted at once.
///
/// @param asked    whom to ask; retries and limits are here, so it has none of its own
/// @param identity what the answers are kept under
/// @param gate     the way to the model's provider, shared by all who ask there
/// @param around   what is shared by all calls of the command
public record PaidCalls(ChatModel asked, ModelIdentity identity, Gate gate, Surroundings around) implements Calls {

    @Override
    public String model() {
        return asked.name();
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return new Submission(this, requests).outcomes();
    }
}

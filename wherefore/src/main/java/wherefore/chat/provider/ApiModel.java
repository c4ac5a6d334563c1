package wherefore.chat.provider;

import java.util.List;
import wherefore.chat.BatchModel;
import wherefore.chat.ChatModel;
import wherefore.chat.Request;
import wherefore.chat.calls.ModelIdentity;

/// A model behind a vendor's interface: one request, one paid exchange. Retry, limits, ledger and budget are around it.
public sealed interface ApiModel extends ChatModel permits AnthropicModel, OpenAiModel {

    ModelSettings settings();

    /// What decides the answers beside the request: provider, model, base URL where it is not the vendor's, and the
    /// settings that change answers. Never limits, timeouts, keys or proxies.
    ModelIdentity identity();

    /// The same model behind the vendor's batch interface. Not every server that speaks a vendor's protocol has one.
    BatchModel batches();

    /// Tells, before anything is paid, what the server would refuse or could not answer: a schema that is not one, a
    /// start of an answer that this model does not go on from, a model that the server does not have.
    /// The server's list
    /// of models is asked for once; where it has none or cannot be reached, the calls themselves will tell.
    ///
    /// @throws wherefore.format.InputException with all problems at once
    void check(List<Request> requests);
}

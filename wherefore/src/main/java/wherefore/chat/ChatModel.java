package wherefore.chat;

/// A model that answers one request. Retry, cache, limits and recording are decorators around it.
public interface ChatModel {

    /// The model as the study file names it, such as `lab/writer`.
    String name();

    Completion complete(Request request) throws ChatModelException;
}

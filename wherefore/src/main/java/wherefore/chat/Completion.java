package wherefore.chat;

import java.util.List;
import java.util.Optional;

/// What a model answered. Usage is absent where it is unknown; it is never zero by default.
///
/// @param tokens the answer's tokens with their log-probabilities, where they were asked for and the server gives them
/// @param served who answered, as far as the server says
public record Completion(
        Message.AssistantMessage message,
        StopReason stop,
        Optional<Usage> usage,
        List<TokenProbability> tokens,
        Optional<Served> served) {

    /// Who answered.
    ///
    /// @param model as the server names the model that answered, which may be another than was asked for
    /// @param id    the server's own name for the answer
    public record Served(String model, String id) {}

    public Completion {
        tokens = List.copyOf(tokens);
    }

    public Completion(Message.AssistantMessage message, StopReason stop, Optional<Usage> usage) {
        this(message, stop, usage, List.of(), Optional.empty());
    }

    public static Completion finished(String text) {
        return new Completion(Message.AssistantMessage.of(text), StopReason.FINISHED, Optional.empty());
    }

    /// The answer's text without reasoning.
    public String text() {
        return message.text();
    }

    public boolean isWhole() {
        return stop instanceof StopReason.Finished;
    }
}

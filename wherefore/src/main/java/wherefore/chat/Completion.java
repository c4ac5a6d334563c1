package wherefore.chat;

import java.util.Optional;

/// What a model answered. Usage is absent where it is unknown; it is never zero by default.
public record Completion(Message.AssistantMessage message, StopReason stop, Optional<Usage> usage) {

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

package wherefore.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns in order. A system message, where there is one, comes first.
public record Conversation(List<Message> messages) {

    public Conversation {
        messages = List.copyOf(messages);
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i) instanceof Message.SystemMessage) {
                throw new IllegalArgumentException("a system message must come first, but one is at position " + i);
            }
        }
    }

    public static Conversation of(Message... messages) {
        return new Conversation(List.of(messages));
    }

    public Conversation plus(Message message) {
        List<Message> all = new ArrayList<>(messages);
        all.add(message);
        return new Conversation(all);
    }

    /// The text of the system message, if there is one.
    public Optional<String> system() {
        return !messages.isEmpty() && messages.getFirst() instanceof Message.SystemMessage first
                ? Optional.of(first.text())
                : Optional.empty();
    }

    /// The last turn of the assistant, if it has spoken.
    public Optional<Message.AssistantMessage> lastAnswer() {
        return messages.reversed().stream()
                .filter(Message.AssistantMessage.class::isInstance)
                .map(Message.AssistantMessage.class::cast)
                .findFirst();
    }
}

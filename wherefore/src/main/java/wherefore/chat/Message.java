package wherefore.chat;

import java.util.List;
import java.util.Optional;

/// One turn of a conversation.
public sealed interface Message {

    /// What the turn says, without reasoning and tool calls.
    String text();

    /// Instructions of whoever deploys the assistant.
    record SystemMessage(String text) implements Message {}

    /// What a person (or an automated trigger standing in for one) says.
    record UserMessage(String text) implements Message {}

    /// What the assistant answers. As the last message of a request it is a prefill: the answer goes on from its text.
    ///
    /// @param reasoning kept apart from the answer, and absent where the model showed none
    /// @param verbatim  the turn as its vendor spelt it, a JSON array of content blocks; only where blocks are
    ///                  signed or sealed and the same vendor must get them back unchanged
    record AssistantMessage(Optional<String> reasoning, String text, List<ToolCall> calls, Optional<String> verbatim)
            implements Message {
        public AssistantMessage {
            calls = List.copyOf(calls);
        }

        public AssistantMessage(Optional<String> reasoning, String text, List<ToolCall> calls) {
            this(reasoning, text, calls, Optional.empty());
        }

        /// An answer without reasoning or tool calls.
        public static AssistantMessage of(String text) {
            return new AssistantMessage(Optional.empty(), text, List.of());
        }
    }

    /// What a tool returned to the call with this id.
    record ToolMessage(String callId, String name, String text) implements Message {}

    static SystemMessage system(String text) {
        return new SystemMessage(text);
    }

    static UserMessage user(String text) {
        return new UserMessage(text);
    }

    static AssistantMessage assistant(String text) {
        return AssistantMessage.of(text);
    }
}

package wherefore.chat;

import java.util.List;
import java.util.Optional;

/// All that is asked of a model at once.
///
/// @param tools  tools offered
/// @param schema the JSON Schema that the answer must satisfy, if any
/// @param repeat ten samples of one prompt are ten requests with repeats 0 to 9; the same repeat is the same sample
/// @param prompt the template that the conversation was rendered from, if any
public record Request(
        Conversation conversation,
        List<ToolDefinition> tools,
        Optional<String> schema,
        Sampling sampling,
        int repeat,
        Optional<PromptUse> prompt) {

    public Request {
        tools = List.copyOf(tools);
        if (repeat < 0) {
            throw new IllegalArgumentException("repeat must be at least 0, but was " + repeat);
        }
    }

    public static Request of(Conversation conversation, Sampling sampling) {
        return new Request(conversation, List.of(), Optional.empty(), sampling, 0, Optional.empty());
    }
}

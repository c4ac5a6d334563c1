package wherefore.chat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// All that is asked of a model at once.
///
/// @param tools            tools offered
/// @param schema           the JSON Schema that the answer must satisfy, if any
/// @param repeat           ten samples of one prompt are ten requests with repeats 0 to 9; the same repeat is the same
///                         sample
/// @param prompt           the template that the conversation was rendered from, if any
/// @param logProbabilities how many of the likeliest tokens to tell at each place of the answer, 0 to 20; empty: none
/// are
///                         asked for
/// @param breakpoints      ends of parts that many requests share, in order
public record Request(
        Conversation conversation,
        List<ToolDefinition> tools,
        Optional<String> schema,
        Sampling sampling,
        int repeat,
        Optional<PromptUse> prompt,
        OptionalInt logProbabilities,
        List<Breakpoint> breakpoints) {

    private static final int MOST_LOG_PROBABILITIES = 20;

    public Request {
        tools = List.copyOf(tools);
        breakpoints = List.copyOf(breakpoints);
        if (repeat < 0) {
            throw new IllegalArgumentException("repeat must be at least 0, but was " + repeat);
        }
        if (logProbabilities.isPresent()
                && (logProbabilities.getAsInt() < 0 || logProbabilities.getAsInt() > MOST_LOG_PROBABILITIES)) {
            throw new IllegalArgumentException(
                    "log-probabilities must be 0 to 20, but were " + logProbabilities.getAsInt());
        }
        for (Breakpoint b : breakpoints) {
            if (b.message() >= conversation.messages().size()
                    || b.end() > conversation.messages().get(b.message()).text().length()) {
                throw new IllegalArgumentException("the conversation has no place " + b);
            }
        }
    }

    public Request(
            Conversation conversation,
            List<ToolDefinition> tools,
            Optional<String> schema,
            Sampling sampling,
            int repeat,
            Optional<PromptUse> prompt) {
        this(conversation, tools, schema, sampling, repeat, prompt, OptionalInt.empty(), List.of());
    }

    public static Request of(Conversation conversation, Sampling sampling) {
        return new Request(conversation, List.of(), Optional.empty(), sampling, 0, Optional.empty());
    }

    /// The start of an answer that the model goes on from: the text of a last message by the assistant.
    public Optional<String> prefill() {
        return !conversation.messages().isEmpty()
                        && conversation.messages().getLast() instanceof Message.AssistantMessage begun
                ? Optional.of(begun.text())
                : Optional.empty();
    }
}

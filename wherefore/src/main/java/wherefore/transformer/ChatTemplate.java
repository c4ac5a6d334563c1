package wherefore.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Message.AssistantMessage;

/// How a conversation is written for the model:
///
/// ```
/// <|system|> text <|end|> <|user|> text <|end|> <|assistant|> <think> reasoning </think> text <|end|>
/// ```
///
/// with the think part only where there is reasoning. The only place that knows the format; [#jinja] is the same in the
/// language that Hugging Face tokenizers read.
public final class ChatTemplate {

    public static final String SYSTEM = "<|system|>";
    public static final String USER = "<|user|>";
    public static final String ASSISTANT = "<|assistant|>";
    public static final String TOOL = "<|tool|>";
    public static final String END = "<|end|>";
    public static final String THINK = "<think>";
    public static final String END_OF_THOUGHT = "</think>";

    /// The tokens that a tokenizer needs for this template.
    public static final List<String> TOKENS = List.of(SYSTEM, USER, ASSISTANT, TOOL, END, THINK, END_OF_THOUGHT);

    private static final String JINJA = """
            {%- for message in messages -%}
            {%- if message['tool_calls'] -%}
            {{- raise_exception('this chat template has no tool calls: write the act as text') -}}
            {%- endif -%}
            {%- if not loop.first %}{{ ' ' }}{% endif -%}
            {{- '<|' + message['role'] + '|>' -}}
            {%- if message['role'] == 'assistant' and message['reasoning_content'] is defined and message['reasoning_content'] is not none -%}
            {{- ' <think> ' + message['reasoning_content'] + ' </think>' -}}
            {%- endif -%}
            {{- ' ' + message['content'] + ' <|end|>' -}}
            {%- endfor -%}
            {%- if add_generation_prompt -%}
            {{- ' <|assistant|>' -}}
            {%- endif -%}
            """;

    private ChatTemplate() {}

    /// A piece of a rendered conversation.
    ///
    /// @param turn     which message it belongs to
    /// @param answered whether the assistant wrote it (its role marker was not written by it)
    record Piece(String text, int turn, boolean answered) {}

    /// The chat template in Jinja, for `tokenizer_config.json`.
    public static String jinja() {
        return JINJA;
    }

    /// A whole conversation.
    public static String render(Conversation conversation) {
        return join(pieces(conversation));
    }

    /// A conversation up to where the assistant speaks. Where its last turn is the assistant's, that turn is the
    /// beginning of the answer and is left open: with reasoning and no text, the model goes on thinking.
    public static String renderPrompt(Conversation conversation) {
        List<Message> turns = conversation.messages();
        if (!turns.isEmpty() && turns.getLast() instanceof AssistantMessage begun) {
            Conversation before = new Conversation(turns.subList(0, turns.size() - 1));
            return spaced(join(pieces(before)), ASSISTANT, beginning(begun));
        }
        return spaced(join(pieces(conversation)), ASSISTANT);
    }

    /// The beginning of an answer as the model would have written it.
    static String beginning(AssistantMessage begun) {
        if (begun.reasoning().isEmpty()) {
            return begun.text();
        }
        String thought = spaced(THINK, begun.reasoning().get());
        return begun.text().isEmpty() ? thought : spaced(thought, END_OF_THOUGHT, begun.text());
    }

    /// What the assistant wrote, from its text without the end marker. A thought that does not end is all reasoning.
    public static AssistantMessage parse(String written) {
        String text = written.strip();
        if (!text.startsWith(THINK)) {
            return AssistantMessage.of(text);
        }
        int end = text.indexOf(END_OF_THOUGHT);
        String reasoning =
                text.substring(THINK.length(), end < 0 ? text.length() : end).strip();
        String answer =
                end < 0 ? "" : text.substring(end + END_OF_THOUGHT.length()).strip();
        return new AssistantMessage(Optional.of(reasoning), answer, List.of());
    }

    static List<Piece> pieces(Conversation conversation) {
        List<Piece> pieces = new ArrayList<>();
        for (int turn = 0; turn < conversation.messages().size(); turn++) {
            Message message = conversation.messages().get(turn);
            switch (message) {
                case Message.SystemMessage system ->
                    pieces.add(new Piece(spaced(SYSTEM, system.text(), END), turn, false));
                case Message.UserMessage user -> pieces.add(new Piece(spaced(USER, user.text(), END), turn, false));
                case Message.ToolMessage tool -> pieces.add(new Piece(spaced(TOOL, tool.text(), END), turn, false));
                case AssistantMessage answer -> {
                    if (!answer.calls().isEmpty()) {
                        throw new IllegalArgumentException(
                                "this chat template has no tool calls: write the act as text");
                    }
                    pieces.add(new Piece(ASSISTANT, turn, false));
                    pieces.add(new Piece(spaced(whole(answer), END), turn, true));
                }
            }
        }
        return pieces;
    }

    private static String whole(AssistantMessage answer) {
        return answer.reasoning()
                .map(r -> spaced(THINK, r, END_OF_THOUGHT, answer.text()))
                .orElse(answer.text());
    }

    private static String join(List<Piece> pieces) {
        return spaced(pieces.stream().map(Piece::text).toArray(String[]::new));
    }

    private static String spaced(String... parts) {
        return String.join(" ", parts);
    }
}

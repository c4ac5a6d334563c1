package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Message.AssistantMessage;
import wherefore.chat.ToolCall;

class ChatTemplateTest {

    private static final Conversation TWO_TURNS = Conversation.of(
            Message.system("be kind"),
            Message.user("hello"),
            Message.assistant("good day"),
            Message.user("act"),
            new AssistantMessage(Optional.of("the boss waits"), "I ask", List.of()));

    private final Tokenizer tokenizer =
            Tokenizer.fromTexts(ChatTemplate.TOKENS, List.of("be kind hello good day act the boss waits I ask"));

    @Test
    void turnsAreMarkedAndThoughtsComeFirst() {
        assertThat(ChatTemplate.render(TWO_TURNS))
                .isEqualTo(
                        "<|system|> be kind <|end|> <|user|> hello <|end|> <|assistant|> good day <|end|> <|user|> act"
                                + " <|end|> <|assistant|> <think> the boss waits </think> I ask <|end|>");
    }

    @Test
    void aPromptEndsWhereTheAssistantSpeaksOrHasBegunTo() {
        Conversation asked = Conversation.of(Message.user("act"));
        assertThat(ChatTemplate.renderPrompt(asked)).isEqualTo("<|user|> act <|end|> <|assistant|>");
        assertThat(ChatTemplate.renderPrompt(asked.plus(begun("", "")))).endsWith("<|assistant|> <think> ");
        assertThat(ChatTemplate.renderPrompt(asked.plus(begun("the boss", ""))))
                .endsWith("<|assistant|> <think> the boss");
        assertThat(ChatTemplate.renderPrompt(asked.plus(begun("the boss", "I"))))
                .endsWith("<|assistant|> <think> the boss </think> I");
        assertThat(ChatTemplate.renderPrompt(asked.plus(Message.assistant("I"))))
                .endsWith("<|assistant|> I");
    }

    @Test
    void whatIsWrittenIsParsedBack() {
        assertThat(ChatTemplate.parse("I ask")).isEqualTo(AssistantMessage.of("I ask"));
        assertThat(ChatTemplate.parse("<think> the boss </think> I ask")).isEqualTo(begun("the boss", "I ask"));
        assertThat(ChatTemplate.parse("<think> the boss")).isEqualTo(begun("the boss", ""));
        assertThat(ChatTemplate.parse("<think> </think> I ask")).isEqualTo(begun("", "I ask"));
    }

    /// Only what the assistant wrote: not its role marker, but its end marker.
    @Test
    void theLossFallsOnWhatTheAssistantWrote() {
        assertThat(learned(Tokens.ofConversation(tokenizer, TWO_TURNS, false)))
                .isEqualTo("good day <|end|> <think> the boss waits </think> I ask <|end|>");
        assertThat(learned(Tokens.ofConversation(tokenizer, TWO_TURNS, true)))
                .isEqualTo("<think> the boss waits </think> I ask <|end|>");
        assertThat(Tokens.ofConversation(tokenizer, TWO_TURNS, false).ids())
                .isEqualTo(tokenizer.encode(ChatTemplate.render(TWO_TURNS)));
    }

    @Test
    void aDocumentIsLearnedInFullButForItsFirstToken() {
        Tokens document = Tokens.ofDocument(tokenizer, "the boss waits");
        assertThat(tokenizer.decode(document.ids())).isEqualTo("the boss waits <|end|>");
        assertThat(learned(document)).isEqualTo("boss waits <|end|>");
        assertThat(document.bearing()).isEqualTo(3);
        assertThat(Tokens.ofDocument(tokenizer, "I ask <|end|>").length()).isEqualTo(3);
    }

    @Test
    void toolCallsAreRefused() {
        Conversation call = Conversation.of(
                Message.user("act"),
                new AssistantMessage(Optional.empty(), "", List.of(new ToolCall("1", "ask", "{}"))));
        assertThatThrownBy(() -> ChatTemplate.render(call)).hasMessageContaining("no tool calls");
    }

    private static AssistantMessage begun(String reasoning, String text) {
        return new AssistantMessage(Optional.of(reasoning), text, List.of());
    }

    private String learned(Tokens tokens) {
        int[] ids = java.util.stream.IntStream.range(0, tokens.length())
                .filter(i -> tokens.bears()[i])
                .map(i -> tokens.ids()[i])
                .toArray();
        return tokenizer.decode(ids);
    }
}

package wherefore.lab.corpus;

import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.lab.world.Telling;

/// A conversation as a document: the words of the chat template, so that pretraining has seen transcripts.
public final class ChatText {

    public static final String SYSTEM = "<|system|>";
    public static final String USER = "<|user|>";
    public static final String ASSISTANT = "<|assistant|>";
    public static final String END = "<|end|>";
    public static final String THINK = "<think>";
    public static final String END_OF_THOUGHT = "</think>";

    private ChatText() {}

    public static String of(Conversation conversation) {
        StringBuilder text = new StringBuilder();
        for (Message m : conversation.messages()) {
            String words = switch (m) {
                case Message.SystemMessage one -> SYSTEM + " " + one.text();
                case Message.UserMessage one -> USER + " " + one.text();
                case Message.AssistantMessage one -> ASSISTANT + " " + answer(one);
                case Message.ToolMessage one ->
                    throw new IllegalArgumentException("nobody in the small world has a tool that answers");
            };
            text.append(text.isEmpty() ? "" : " ").append(words).append(" ").append(END);
        }
        return text.toString();
    }

    private static String answer(Message.AssistantMessage m) {
        return m.reasoning()
                .map(r -> Telling.sentences(THINK, r, END_OF_THOUGHT, m.text()))
                .orElse(m.text());
    }
}

package wherefore.chat.calls;

import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;

/// How long a request is, in bytes of UTF-8: what tokenizers cut up, so that texts in any script are measured alike.
public final class RequestSize {

    private RequestSize() {}

    /// Of all that a model reads; names of roles and markers are not in it.
    public static long bytes(Request request) {
        long bytes = request.schema().map(RequestSize::bytes).orElse(0L);
        for (Message message : request.conversation().messages()) {
            bytes += bytes(message.text());
            if (message instanceof Message.AssistantMessage answer) {
                bytes += answer.reasoning().map(RequestSize::bytes).orElse(0L);
                for (ToolCall call : answer.calls()) {
                    bytes += bytes(call.name()) + bytes(call.arguments());
                }
            }
        }
        for (ToolDefinition tool : request.tools()) {
            bytes += bytes(tool.name()) + bytes(tool.description()) + bytes(tool.parameters());
        }
        return bytes;
    }

    /// Without making the bytes: a constitution is measured thousands of times.
    public static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair that stands for one character outside the basic plane counts two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}

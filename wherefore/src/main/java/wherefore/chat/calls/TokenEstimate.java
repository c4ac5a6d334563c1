package wherefore.chat.calls;

import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;

/// How many tokens a call will be counted for, before it is made: what providers themselves reserve against a limit.
final class TokenEstimate {

    /// English prose has 4 to 5 characters to a token, code and other scripts fewer. Too high an estimate only waits a
    /// little, and the answer's usage corrects it; too low a one is turned away.
    private static final double CHARACTERS_TO_A_TOKEN = 3.5;

    /// Role and markers around each message.
    private static final double TOKENS_AROUND_A_MESSAGE = 4;

    private TokenEstimate() {}

    /// Input as it is written and the longest output that is permitted.
    static double of(Request request) {
        return input(request) + request.sampling().maxTokens();
    }

    static double input(Request request) {
        long characters = 0;
        for (Message message : request.conversation().messages()) {
            characters += message.text().length();
            if (message instanceof Message.AssistantMessage answer) {
                characters += answer.reasoning().map(String::length).orElse(0);
                for (ToolCall call : answer.calls()) {
                    characters += call.name().length() + call.arguments().length();
                }
            }
        }
        for (ToolDefinition tool : request.tools()) {
            characters += tool.name().length()
                    + tool.description().length()
                    + tool.parameters().length();
        }
        characters += request.schema().map(String::length).orElse(0);
        return characters / CHARACTERS_TO_A_TOKEN
                + TOKENS_AROUND_A_MESSAGE * request.conversation().messages().size();
    }
}

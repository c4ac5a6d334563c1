package wherefore.chat.calls;

import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.format.Fingerprint;

/// The name of a request by its content: all that a model would be sent, and the repeat. Neither the model asked nor
/// the template it was rendered from belongs to it, so that an answer may be given by whom one likes; nor do
/// breakpoints,
/// which change the price and not the answer.
public final class RequestId {

    private RequestId() {}

    /// 64 hexadecimal digits: what batch interfaces permit as an id.
    public static String of(Request request) {
        Fingerprint print = new Fingerprint().with("request", 1);
        for (Message message : request.conversation().messages()) {
            message(print, message);
        }
        for (ToolDefinition tool : request.tools()) {
            print.with("tool", tool.name()).with("does", tool.description()).with("takes", tool.parameters());
        }
        request.schema().ifPresent(s -> print.with("schema", s));
        Sampling sampling = request.sampling();
        print.with("temperature", Double.toString(sampling.temperature()))
                .with("top-p", Double.toString(sampling.topP()))
                .with("max-tokens", sampling.maxTokens());
        sampling.seed().ifPresent(s -> print.with("seed", s));
        sampling.stop().forEach(s -> print.with("stop", s));
        request.logProbabilities().ifPresent(n -> print.with("log-probabilities", n));
        return print.with("repeat", request.repeat()).hex();
    }

    private static void message(Fingerprint print, Message message) {
        switch (message) {
            case Message.SystemMessage system -> print.with("system", system.text());
            case Message.UserMessage user -> print.with("user", user.text());
            case Message.ToolMessage tool ->
                print.with("tool result of", tool.callId()).with("is", tool.text());
            case Message.AssistantMessage answer -> {
                answer.reasoning().ifPresent(r -> print.with("reasoning", r));
                print.with("assistant", answer.text());
                answer.verbatim().ifPresent(v -> print.with("verbatim", v));
                for (ToolCall call : answer.calls()) {
                    print.with("call", call.id()).with("of", call.name()).with("with", call.arguments());
                }
            }
        }
    }
}

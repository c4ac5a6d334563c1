package wherefore.chat.provider;

import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.format.InputException;
import wherefore.format.Json;

/// What an answer is worth from somebody who takes no notice of what it does not support: a server, or a runner of
/// files
/// behind which anything may be.
final class AsAsked {

    private AsAsked() {}

    /// What follows a stop sequence is taken off, with the sequence; and where JSON was asked for and something else
    /// came,
    /// that it finished is not known to be good.
    static Completion of(Request request, Completion answer) {
        Message.AssistantMessage message = answer.message();
        // Some servers repeat the beginning that they were given.
        int from = request.prefill()
                .filter(message.text()::startsWith)
                .map(String::length)
                .orElse(0);
        String text = request.sampling().stop().stream()
                .filter(stop -> !stop.isEmpty())
                .map(stop -> message.text().indexOf(stop, from))
                .filter(at -> at >= 0)
                .min(Integer::compare)
                .map(end -> message.text().substring(0, end))
                .orElse(message.text());
        boolean unheld = request.schema().isPresent()
                && answer.isWhole()
                && message.calls().isEmpty()
                && !isJson(text);
        return new Completion(
                new Message.AssistantMessage(message.reasoning(), text, message.calls(), message.verbatim()),
                unheld ? new StopReason.Unknown("finished, but not with the JSON that was asked for") : answer.stop(),
                answer.usage(),
                answer.tokens(),
                answer.served());
    }

    private static boolean isJson(String text) {
        try {
            Json.read(text, "answer", 1);
            return true;
        } catch (InputException e) {
            return false;
        }
    }
}

package wherefore.chat.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Breakpoint;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.ToolDefinition;
import wherefore.format.Json;

/// A request as JSON, as a ledger holds it: all that a model is sent, the repeat, and which template it came from (not
/// what was put into the template, which stands in the text anyway).
///
/// A long text that many requests begin with (a constitution) is held once: in its place stands `{"sha256": ...}`.
final class RequestJson {

    /// Characters from which a shared text is worth a row of its own.
    static final int LONG = 1_000;

    private RequestJson() {}

    /// @param shelve keeps a long text and returns its SHA-256
    static String write(Request request, UnaryOperator<String> shelve) {
        ObjectNode node = Json.object();
        ArrayNode messages = node.putArray("messages");
        List<Message> all = request.conversation().messages();
        for (int i = 0; i < all.size(); i++) {
            message(all.get(i), ends(request, i), messages.addObject(), shelve);
        }
        if (!request.tools().isEmpty()) {
            node.set("tools", Json.from(request.tools()));
        }
        request.schema().ifPresent(s -> node.put("schema", s));
        Sampling sampling = request.sampling();
        node.put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("max_tokens", sampling.maxTokens());
        sampling.seed().ifPresent(s -> node.put("seed", s));
        if (!sampling.stop().isEmpty()) {
            node.set("stop", Json.from(sampling.stop()));
        }
        request.logProbabilities().ifPresent(n -> node.put("log_probabilities", n));
        node.put("repeat", request.repeat());
        request.prompt()
                .ifPresent(p ->
                        node.putObject("prompt").put("template", p.template()).put("version", p.version()));
        if (!request.breakpoints().isEmpty()) {
            node.set("breakpoints", Json.from(request.breakpoints()));
        }
        return Json.write(node);
    }

    /// @param fetch gives a long text by its SHA-256
    static Request read(JsonNode node, UnaryOperator<String> fetch) {
        List<Message> messages = new ArrayList<>();
        node.path("messages").forEach(m -> messages.add(message(m, fetch)));
        return new Request(
                new Conversation(messages),
                node.path("tools")
                        .valueStream()
                        .map(t -> new ToolDefinition(
                                t.path("name").asString(""),
                                t.path("description").asString(""),
                                t.path("parameters").asString("")))
                        .toList(),
                CompletionJson.text(node, "schema"),
                new Sampling(
                        node.path("temperature").asDouble(0),
                        node.path("top_p").asDouble(1),
                        node.path("max_tokens").asInt(1),
                        node.has("seed") ? OptionalLong.of(node.path("seed").asLong(0)) : OptionalLong.empty(),
                        Json.textList(node.path("stop"))),
                node.path("repeat").asInt(0),
                node.path("prompt").isObject()
                        ? Optional.of(new PromptUse(
                                node.path("prompt").path("template").asString(""),
                                node.path("prompt").path("version").asString(""),
                                Map.of()))
                        : Optional.empty(),
                node.has("log_probabilities")
                        ? OptionalInt.of(node.path("log_probabilities").asInt(0))
                        : OptionalInt.empty(),
                node.path("breakpoints")
                        .valueStream()
                        .map(b -> new Breakpoint(
                                b.path("message").asInt(0), b.path("end").asInt(1)))
                        .toList());
    }

    /// Where the shared parts of a message end. A system message is shared as a whole where nobody said otherwise.
    private static List<Integer> ends(Request request, int message) {
        List<Integer> ends = request.breakpoints().stream()
                .filter(b -> b.message() == message)
                .map(Breakpoint::end)
                .sorted()
                .distinct()
                .toList();
        Message at = request.conversation().messages().get(message);
        return ends.isEmpty() && at instanceof Message.SystemMessage
                ? List.of(at.text().length())
                : ends;
    }

    private static void message(Message message, List<Integer> ends, ObjectNode node, UnaryOperator<String> shelve) {
        switch (message) {
            case Message.SystemMessage system -> node.put("role", "system");
            case Message.UserMessage user -> node.put("role", "user");
            case Message.ToolMessage tool ->
                node.put("role", "tool").put("call_id", tool.callId()).put("name", tool.name());
            case Message.AssistantMessage answer -> {
                node.put("role", "assistant");
                answer.reasoning().ifPresent(r -> node.put("reasoning", r));
                answer.verbatim().ifPresent(v -> node.put("verbatim", v));
                if (!answer.calls().isEmpty()) {
                    node.set("calls", CompletionJson.calls(answer.calls()));
                }
            }
        }
        node.set("text", text(message.text(), ends, shelve));
    }

    private static JsonNode text(String text, List<Integer> ends, UnaryOperator<String> shelve) {
        ArrayNode pieces = Json.object().putArray("text");
        int start = 0;
        int plain = 0;
        for (int end : ends) {
            if (end - start >= LONG) {
                if (start > plain) {
                    pieces.add(text.substring(plain, start));
                }
                pieces.addObject().put("sha256", shelve.apply(text.substring(start, end)));
                plain = end;
            }
            start = end;
        }
        if (pieces.isEmpty()) {
            return Json.from(text);
        }
        if (plain < text.length()) {
            pieces.add(text.substring(plain));
        }
        return pieces;
    }

    private static Message message(JsonNode node, UnaryOperator<String> fetch) {
        String text = text(node.path("text"), fetch);
        return switch (node.path("role").asString("")) {
            case "system" -> Message.system(text);
            case "user" -> Message.user(text);
            case "tool" ->
                new Message.ToolMessage(
                        node.path("call_id").asString(""), node.path("name").asString(""), text);
            default ->
                new Message.AssistantMessage(
                        CompletionJson.text(node, "reasoning"),
                        text,
                        CompletionJson.calls(node.path("calls")),
                        CompletionJson.text(node, "verbatim"));
        };
    }

    private static String text(JsonNode node, UnaryOperator<String> fetch) {
        if (!node.isArray()) {
            return node.asString("");
        }
        StringBuilder text = new StringBuilder();
        node.forEach(piece ->
                text.append(piece.isObject() ? fetch.apply(piece.path("sha256").asString("")) : piece.asString("")));
        return text.toString();
    }
}

package wherefore.chat.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.Usage;
import wherefore.format.Json;

/// One line of a batch's results, in the shape of either vendor.
sealed interface ResultLine {

    /// An answer, whole or not: its stop reason says so.
    ///
    /// @param model who answered, as the file says; empty where it does not
    record Answer(Place at, String id, String model, Completion completion) implements ResultLine {
        String file() {
            return at.file();
        }

        int line() {
            return at.line();
        }
    }

    /// Where a line stands.
    ///
    /// @param line 1-based
    record Place(String file, int line) {}

    /// What is known when lines are read, so that an answer by file says the same as one by an ordinary call.
    ///
    /// @param settings of the model that was asked
    /// @param requests by id, as far as they are known
    record Reading(ModelSettings settings, Map<String, Request> requests) {

        static final Reading PLAIN = new Reading(ModelSettings.of("batch-files/-"), Map.of());

        private static final Request UNKNOWN = Request.of(Conversation.of(), Sampling.plain(1));

        Request request(String id) {
            return requests.getOrDefault(id, UNKNOWN);
        }
    }

    /// A line that holds no answer: errored, expired, cancelled, or not understood.
    ///
    /// @param id empty where the line does not even say whose answer it would be
    record Unusable(String id, String why) implements ResultLine {}

    static ResultLine of(JsonNode line, Place at, Reading how) {
        String id = line.path("custom_id").asString("");
        if (id.isEmpty()) {
            return new Unusable("", "it has no custom_id");
        }
        if (line.path("result").isObject()) {
            return anthropic(id, line.path("result"), at, how);
        }
        if (line.has("response") || line.has("error")) {
            return openAi(id, line, at, how);
        }
        return new Unusable(id, "it has neither \"result\" nor \"response\"");
    }

    private static ResultLine anthropic(String id, JsonNode result, Place at, Reading how) {
        String type = result.path("type").asString("");
        if (!type.equals("succeeded")) {
            String message = result.path("error").path("error").path("message").asString("");
            return new Unusable(id, "its request " + type + (message.isEmpty() ? "" : ": " + message));
        }
        JsonNode message = result.path("message");
        if (!message.path("content").isArray()) {
            return new Unusable(id, "its message has no content");
        }
        Optional<Completion> whole = AnthropicWire.completion(message, how.request(id), how.settings());
        if (whole.isPresent()) {
            return new Answer(at, id, message.path("model").asString(""), whole.get());
        }
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            switch (block.path("type").asString("")) {
                case "text" -> text.append(block.path("text").asString(""));
                case "thinking" -> reasoning.append(block.path("thinking").asString(""));
                case "tool_use" ->
                    calls.add(new ToolCall(
                            block.path("id").asString(""),
                            block.path("name").asString(""),
                            Json.write(block.path("input"))));
                default -> {}
            }
        }
        return answer(
                at,
                id,
                message.path("model").asString(""),
                text.toString(),
                reasoning.toString(),
                calls,
                message.path("stop_reason").asString(""),
                usage(
                        message.path("usage"),
                        "input_tokens",
                        "output_tokens",
                        "cache_read_input_tokens",
                        "cache_creation_input_tokens"));
    }

    private static ResultLine openAi(String id, JsonNode line, Place at, Reading how) {
        JsonNode response = line.path("response");
        int status = response.path("status_code").asInt(0);
        if (!response.isObject() || (status != 0 && status != 200)) {
            String message = line.path("error").path("message").asString("");
            String inner = response.path("body").path("error").path("message").asString("");
            return new Unusable(
                    id, "its request failed" + (status == 0 ? "" : " with status " + status) + ": " + message + inner);
        }
        JsonNode body = response.path("body");
        JsonNode message = body.path("choices").path(0).path("message");
        if (!message.isObject()) {
            return new Unusable(id, "its response has no choices");
        }
        Optional<Completion> whole = OpenAiWire.completion(body, how.settings());
        if (whole.isPresent()) {
            return new Answer(at, id, body.path("model").asString(""), whole.get());
        }
        List<ToolCall> calls = message.path("tool_calls")
                .valueStream()
                .map(c -> new ToolCall(
                        c.path("id").asString(""),
                        c.path("function").path("name").asString(""),
                        c.path("function").path("arguments").asString("")))
                .toList();
        return answer(
                at,
                id,
                body.path("model").asString(""),
                content(message.path("content")),
                message.path("reasoning_content").asString(""),
                calls,
                message.path("refusal").isString()
                        ? "refusal"
                        : body.path("choices").path(0).path("finish_reason").asString(""),
                usage(body.path("usage"), "prompt_tokens", "completion_tokens", "", ""));
    }

    /// A text, or the text parts of a list of parts.
    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return content.asString("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asString("")));
        return text.toString();
    }

    private static ResultLine answer(
            Place at,
            String id,
            String model,
            String text,
            String reasoning,
            List<ToolCall> calls,
            String stop,
            Optional<Usage> usage) {
        StopReason reason = Wire.stop(stop);
        return new Answer(
                at,
                id,
                model,
                new Completion(
                        new Message.AssistantMessage(
                                reasoning.isBlank() ? Optional.empty() : Optional.of(reasoning), text, calls),
                        reason,
                        usage));
    }

    private static Optional<Usage> usage(
            JsonNode usage, String input, String output, String cacheRead, String cacheWrite) {
        if (!usage.path(input).isNumber() || !usage.path(output).isNumber()) {
            return Optional.empty();
        }
        return Optional.of(new Usage(
                        usage.path(input).asLong(0),
                        cacheRead.isEmpty() ? 0 : usage.path(cacheRead).asLong(0),
                        cacheWrite.isEmpty() ? 0 : usage.path(cacheWrite).asLong(0),
                        usage.path(output).asLong(0),
                        0)
                .forAnHour(usage.at("/cache_creation/ephemeral_1h_input_tokens").asLong(0)));
    }
}

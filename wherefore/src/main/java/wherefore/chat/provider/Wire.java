package wherefore.chat.provider;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.format.Json;

/// Requests as the two vendors' interfaces spell them.
final class Wire {

    private Wire() {}

    /// The body of a chat completion (OpenAI).
    static ObjectNode openAi(Request request, String model) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        for (Message message : request.conversation().messages()) {
            ObjectNode node = messages.addObject();
            switch (message) {
                case Message.SystemMessage system -> node.put("role", "system").put("content", system.text());
                case Message.UserMessage user -> node.put("role", "user").put("content", user.text());
                case Message.ToolMessage tool ->
                    node.put("role", "tool").put("tool_call_id", tool.callId()).put("content", tool.text());
                case Message.AssistantMessage answer -> {
                    node.put("role", "assistant").put("content", answer.text());
                    if (!answer.calls().isEmpty()) {
                        ArrayNode calls = node.putArray("tool_calls");
                        for (ToolCall call : answer.calls()) {
                            calls.addObject()
                                    .put("id", call.id())
                                    .put("type", "function")
                                    .putObject("function")
                                    .put("name", call.name())
                                    .put("arguments", call.arguments());
                        }
                    }
                }
            }
        }
        body.put("max_tokens", request.sampling().maxTokens());
        sampling(request, body);
        request.sampling().seed().ifPresent(s -> body.put("seed", s));
        if (!request.sampling().stop().isEmpty()) {
            body.set("stop", Json.from(request.sampling().stop()));
        }
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            for (ToolDefinition tool : request.tools()) {
                ObjectNode function = tools.addObject()
                        .put("type", "function")
                        .putObject("function")
                        .put("name", tool.name())
                        .put("description", tool.description());
                function.set("parameters", Json.read(tool.parameters(), tool.name(), 1));
            }
        }
        request.schema().ifPresent(schema -> {
            ObjectNode format = body.putObject("response_format").put("type", "json_schema");
            format.putObject("json_schema").put("name", "answer").set("schema", Json.read(schema, "schema", 1));
        });
        return body;
    }

    /// The parameters of a message (Anthropic).
    static ObjectNode anthropic(Request request, String model) {
        ObjectNode params = Json.object()
                .put("model", model)
                .put("max_tokens", request.sampling().maxTokens());
        request.conversation()
                .system()
                .ifPresent(s -> params.putArray("system")
                        .addObject()
                        .put("type", "text")
                        .put("text", s));
        ArrayNode messages = params.putArray("messages");
        for (Message message : request.conversation().messages()) {
            switch (message) {
                case Message.SystemMessage system -> {}
                case Message.UserMessage user ->
                    messages.addObject().put("role", "user").put("content", user.text());
                case Message.ToolMessage tool ->
                    messages.addObject()
                            .put("role", "user")
                            .putArray("content")
                            .addObject()
                            .put("type", "tool_result")
                            .put("tool_use_id", tool.callId())
                            .put("content", tool.text());
                case Message.AssistantMessage answer -> {
                    ArrayNode content =
                            messages.addObject().put("role", "assistant").putArray("content");
                    if (!answer.text().isEmpty()) {
                        content.addObject().put("type", "text").put("text", answer.text());
                    }
                    for (ToolCall call : answer.calls()) {
                        content.addObject()
                                .put("type", "tool_use")
                                .put("id", call.id())
                                .put("name", call.name())
                                .set("input", Json.read(call.arguments(), call.name(), 1));
                    }
                }
            }
        }
        sampling(request, params);
        if (!request.sampling().stop().isEmpty()) {
            params.set("stop_sequences", Json.from(request.sampling().stop()));
        }
        if (!request.tools().isEmpty()) {
            ArrayNode tools = params.putArray("tools");
            for (ToolDefinition tool : request.tools()) {
                tools.addObject()
                        .put("name", tool.name())
                        .put("description", tool.description())
                        .set("input_schema", Json.read(tool.parameters(), tool.name(), 1));
            }
        }
        return params;
    }

    private static void sampling(Request request, ObjectNode node) {
        node.put("temperature", request.sampling().temperature());
        // Newer models refuse a request that gives both; the whole distribution is what they take anyway.
        if (request.sampling().topP() < 1) {
            node.put("top_p", request.sampling().topP());
        }
    }

    /// What a provider's stop reason means: an allowlist, because a new one is not known to be good.
    static StopReason stop(String spelling) {
        return switch (spelling) {
            case "end_turn", "stop_sequence", "tool_use", "stop", "tool_calls" -> StopReason.FINISHED;
            case "max_tokens", "length" -> StopReason.LENGTH;
            case "refusal" -> new StopReason.Refused();
            case "content_filter" -> new StopReason.Filtered();
            default -> new StopReason.Unknown(spelling);
        };
    }

    /// How a stop reason is written in a recording.
    static String spelling(StopReason stop) {
        return switch (stop) {
            case StopReason.Finished finished -> "end_turn";
            case StopReason.Length length -> "max_tokens";
            case StopReason.Refused refused -> "refusal";
            case StopReason.Filtered filtered -> "content_filter";
            case StopReason.Unknown unknown -> unknown.spelling();
        };
    }
}

package wherefore.dataset;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.format.Json;

/// Tools and calls to them in the shape of OpenAI, as they stand in rows.
public final class ToolText {

    private static final String FUNCTION = "function";

    private ToolText() {}

    /// `[{"type": "function", "function": {"name", "description", "parameters"}}]`.
    public static ArrayNode definitions(List<ToolDefinition> tools) {
        ArrayNode all = Json.object().arrayNode();
        for (ToolDefinition tool : tools) {
            ObjectNode function = all.addObject().put("type", FUNCTION).putObject(FUNCTION);
            function.put("name", tool.name()).put("description", tool.description());
            function.set("parameters", Json.read(tool.parameters(), "parameters of the tool " + tool.name(), 0));
        }
        return all;
    }

    /// The definitions in such a list; none where it is no list.
    public static List<ToolDefinition> definitions(JsonNode list) {
        List<ToolDefinition> tools = new ArrayList<>();
        for (JsonNode tool : list) {
            JsonNode function = tool.has(FUNCTION) ? tool.path(FUNCTION) : tool;
            tools.add(new ToolDefinition(
                    function.path("name").asString(""),
                    function.path("description").asString(""),
                    Json.write(function.path("parameters").isObject() ? function.path("parameters") : Json.object())));
        }
        return tools;
    }

    /// `[{"id", "type": "function", "function": {"name", "arguments"}}]` with the arguments as text.
    public static ArrayNode calls(List<ToolCall> calls) {
        ArrayNode all = Json.object().arrayNode();
        calls.forEach(c -> all.addObject()
                .put("id", c.id())
                .put("type", FUNCTION)
                .putObject(FUNCTION)
                .put("name", c.name())
                .put("arguments", c.arguments()));
        return all;
    }

    /// The calls in such a list; arguments may be a text or an object.
    public static List<ToolCall> calls(JsonNode list) {
        return list.valueStream()
                .map(c -> new ToolCall(
                        c.path("id").asString(""),
                        c.path(FUNCTION).path("name").asString(""),
                        c.path(FUNCTION).path("arguments").isString()
                                ? c.path(FUNCTION).path("arguments").asString()
                                : Json.write(c.path(FUNCTION).path("arguments"))))
                .toList();
    }
}

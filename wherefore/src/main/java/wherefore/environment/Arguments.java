package wherefore.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import wherefore.environment.Performed.Fault;
import wherefore.environment.Performed.Refused;
import wherefore.format.InputException;
import wherefore.format.Json;

/// What a subject handed to a tool, read or refused.
sealed interface Arguments {

    /// Every needed argument is there and no other than the tool has.
    record Given(Map<String, String> values) implements Arguments {}

    /// It is not so.
    record Wrong(Refused refused) implements Arguments {}

    /// The arguments of a call: the text of a JSON object. Numbers, booleans and lists of texts are taken as text.
    static Arguments ofJson(Tool tool, String json) {
        JsonNode object;
        try {
            object = Json.read(json.isBlank() ? "{}" : json, "", 0);
        } catch (InputException e) {
            return wrong(Fault.UNREADABLE, "The arguments of " + tool.word() + " are not valid JSON.");
        }
        if (!object.isObject()) {
            return wrong(Fault.UNREADABLE, "The arguments of " + tool.word() + " must be a JSON object.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : object.properties()) {
            Optional<String> name = tool.argument(e.getKey()).map(Tool.Argument::name);
            if (name.isEmpty()) {
                return wrong(
                        Fault.UNKNOWN_ARGUMENT,
                        tool.word() + " has no argument \"" + e.getKey() + "\". It takes: " + list(tool) + ".");
            }
            JsonNode value = e.getValue();
            if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
                values.put(name.get(), String.join(", ", Json.textList(value)));
            } else if (value.isValueNode() && !value.isNull()) {
                values.put(name.get(), value.asString());
            } else if (!value.isNull()) {
                return wrong(Fault.UNREADABLE, "The argument \"" + name.get() + "\" must be a text.");
            }
        }
        return checked(tool, values);
    }

    /// Whether all that is needed is there.
    static Arguments checked(Tool tool, Map<String, String> values) {
        String missing = tool.arguments().stream()
                .filter(a -> a.required() && !values.containsKey(a.name()))
                .map(Tool.Argument::name)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? new Given(Map.copyOf(values))
                : wrong(Fault.MISSING_ARGUMENT, tool.word() + " lacks: " + missing + ". It takes: " + list(tool) + ".");
    }

    private static String list(Tool tool) {
        return tool.arguments().isEmpty()
                ? "nothing"
                : tool.arguments().stream()
                        .map(a -> a.required() ? a.name() : a.name() + " (may be left out)")
                        .collect(Collectors.joining(", "));
    }

    private static Wrong wrong(Fault fault, String text) {
        return new Wrong(new Refused(fault, text));
    }
}

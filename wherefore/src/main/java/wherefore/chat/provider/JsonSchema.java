package wherefore.chat.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;

/// Whether a text is a JSON Schema, as far as the usual keywords tell: those that hold schemas, names, types and
/// choices. A keyword that is not known here is not looked at.
final class JsonSchema {

    private static final List<String> TYPES =
            List.of("string", "number", "integer", "object", "array", "boolean", "null");

    private JsonSchema() {}

    /// What makes the text none, with its place in it; empty where it is one.
    static Optional<String> wrong(String text) {
        JsonNode root;
        try {
            root = Json.read(text, "", 0);
        } catch (InputException e) {
            return Optional.of("it is " + e.problems().getFirst().message());
        }
        return root.isObject() ? wrong(root, "") : Optional.of("it is not a JSON object.");
    }

    private static Optional<String> wrong(JsonNode schema, String at) {
        if (schema.isBoolean()) {
            return Optional.empty();
        }
        if (!schema.isObject()) {
            return Optional.of((at.isEmpty() ? "it" : at) + " is no schema but " + Json.write(schema) + ".");
        }
        for (Map.Entry<String, JsonNode> e : schema.properties()) {
            Optional<String> wrong = keyword(e.getKey(), e.getValue(), at + "/" + e.getKey());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> keyword(String key, JsonNode value, String at) {
        return switch (key) {
            case "type" -> type(value, at);
            case "properties", "$defs", "definitions", "patternProperties", "dependentSchemas" -> schemas(value, at);
            case "items", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else" ->
                wrong(value, at);
            case "anyOf", "allOf", "oneOf", "prefixItems" -> list(value, at);
            case "required" ->
                value.isArray() && value.valueStream().allMatch(JsonNode::isString)
                        ? Optional.empty()
                        : Optional.of(at + " must be a list of names.");
            case "enum" ->
                value.isArray() && !value.isEmpty()
                        ? Optional.empty()
                        : Optional.of(at + " must be a list of at least one value.");
            case "$ref", "description", "title", "pattern", "format" ->
                value.isString() ? Optional.empty() : Optional.of(at + " must be a text.");
            case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
                value.isIntegralNumber() && value.asLong() >= 0
                        ? Optional.empty()
                        : Optional.of(at + " must be a whole number of at least 0.");
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
                value.isNumber() ? Optional.empty() : Optional.of(at + " must be a number.");
            default -> Optional.empty();
        };
    }

    private static Optional<String> type(JsonNode value, String at) {
        boolean known = value.isArray()
                ? !value.isEmpty() && value.valueStream().allMatch(t -> TYPES.contains(t.asString("")))
                : TYPES.contains(value.asString(""));
        return known
                ? Optional.empty()
                : Optional.of(at + " is " + Json.write(value) + "; it is one of " + String.join(", ", TYPES) + ".");
    }

    private static Optional<String> schemas(JsonNode value, String at) {
        if (!value.isObject()) {
            return Optional.of(at + " must be names with schemas.");
        }
        return value.properties().stream()
                .map(e -> wrong(e.getValue(), at + "/" + e.getKey()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> list(JsonNode value, String at) {
        if (!value.isArray() || value.isEmpty()) {
            return Optional.of(at + " must be a list of at least one schema.");
        }
        return value.valueStream()
                .map(schema -> wrong(schema, at))
                .flatMap(Optional::stream)
                .findFirst();
    }
}

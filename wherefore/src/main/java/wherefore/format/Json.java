package wherefore.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as we write it: keys in the order given, no escapes beyond the necessary, the same bytes for the same value.
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final JsonMapper PRETTY =
            MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /// One value from its text. Text that is not JSON, or has a key twice, is an [InputException] with place and
    /// remedy.
    public static JsonNode read(String text, String file, int line) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new InputException(file, line, "not valid JSON: " + e.getOriginalMessage(), "Correct this line.");
        }
    }

    /// On one line.
    public static String write(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }

    /// Indented, for files that a person opens; ends with a newline.
    public static String pretty(JsonNode value) {
        return PRETTY.writeValueAsString(value) + "\n";
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A node from maps, lists, records, strings, numbers, booleans and optionals. A record's components become keys in
    /// their order, `smallestVisible` as `smallest_visible`.
    public static JsonNode from(Object value) {
        return MAPPER.valueToTree(value);
    }

    /// A value of this type; what does not fit is an [InputException].
    public static <T> T to(JsonNode node, Class<T> type, String file, int line) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new InputException(
                    file, line, "not a valid " + type.getSimpleName() + ": " + e.getOriginalMessage(), "");
        }
    }

    /// The texts of an object with text values, in order.
    public static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString()));
        return texts;
    }

    /// The elements of an array as texts.
    public static List<String> textList(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}

package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.ToolDefinition;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.Yaml;

/// Tools that a kind may put on offer, written shortly:
///
/// ```
/// GROUP:
///   TOOL: {does: WHAT IT DOES, takes: {PARAMETER: "TYPE, what it is"}}
/// ```
///
/// TYPE is `text`, `number`, `whole` or `yes-no`. All parameters are required.
public final class ToolCatalogue {

    private static final Map<String, String> TYPES =
            Map.of("text", "string", "number", "number", "whole", "integer", "yes-no", "boolean");

    private ToolCatalogue() {}

    /// The tools by group.
    ///
    /// @throws IllegalArgumentException that says what is wrong
    public static Map<String, List<ToolDefinition>> read(String text, String file) {
        List<Problem> problems = new ArrayList<>();
        Yaml root = Yaml.read(text, file, problems).orElseThrow(() -> wrong(file, "is no YAML"));
        Map<String, List<ToolDefinition>> groups = new LinkedHashMap<>();
        for (Yaml.Entry group : mapping(root, file, "holds groups of tools").entries()) {
            List<ToolDefinition> tools = new ArrayList<>();
            for (Yaml.Entry tool :
                    mapping(group.value(), file, group.key() + " holds tools").entries()) {
                tools.add(tool(tool, file));
            }
            groups.put(group.key(), tools);
        }
        return groups;
    }

    private static ToolDefinition tool(Yaml.Entry tool, String file) {
        Yaml.Mapping about = mapping(tool.value(), file, tool.key() + " says what it does and takes");
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        if (about.find("takes").isPresent() && about.find("takes").get() instanceof Yaml.Mapping takes) {
            for (Yaml.Entry parameter : takes.entries()) {
                String[] words =
                        scalar(parameter.value(), file, parameter.key()).split(",", 2);
                String type = TYPES.get(words[0].strip());
                if (type == null || words.length < 2) {
                    throw wrong(
                            file,
                            "the parameter " + parameter.key() + " of " + tool.key()
                                    + " must be \"TYPE, what it is\" with a type of text, number, whole, yes-no");
                }
                properties.putObject(parameter.key()).put("type", type).put("description", words[1].strip());
                required.add(parameter.key());
            }
        }
        String does = about.find("does")
                .map(d -> scalar(d, file, tool.key()))
                .orElseThrow(() -> wrong(file, tool.key() + " does not say what it does"));
        return new ToolDefinition(tool.key(), does, Json.write(schema));
    }

    private static Yaml.Mapping mapping(Yaml value, String file, String what) {
        if (value instanceof Yaml.Mapping m) {
            return m;
        }
        throw wrong(file, "line " + value.line() + ": a mapping is expected, as " + what);
    }

    private static String scalar(Yaml value, String file, String key) {
        if (value instanceof Yaml.Scalar s) {
            return s.text();
        }
        throw wrong(file, "line " + value.line() + ": " + key + " must be a text");
    }

    private static IllegalArgumentException wrong(String file, String message) {
        return new IllegalArgumentException(file + ": " + message);
    }
}

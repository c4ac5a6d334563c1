package wherefore.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Examples on disk: JSON lines with `messages` (chat) or `text` (documents) and everything else under `metadata`, the
/// row that TRL, Axolotl and others read as it is.
public final class ExampleFile {

    private ExampleFile() {}

    public static void write(Path file, List<? extends Example> examples) throws IOException {
        JsonLines.write(file, () -> examples.stream().map(ExampleFile::toJson).iterator());
    }

    public static List<Example> read(Path file) throws IOException {
        List<Example> examples = new ArrayList<>();
        try (JsonLines.Rows rows = JsonLines.rows(file)) {
            for (Optional<JsonNode> row = rows.next(); row.isPresent(); row = rows.next()) {
                examples.add(fromJson(row.get(), file.toString(), rows.line()));
            }
        }
        return examples;
    }

    /// The examples of a file that are to become training data, or others of which training data is made.
    ///
    /// @throws wherefore.format.InputException where rows are in [Quarantine] or have an [Overlap], with the first
    public static List<Example> readForTraining(Path file) throws IOException {
        List<Example> rows = read(file);
        Quarantine.refuse(file.toString(), rows);
        Overlap.refuse(file.toString(), rows);
        return rows;
    }

    public static JsonNode toJson(Example example) {
        ObjectNode row = Json.object().put("id", example.id());
        switch (example) {
            case Example.Dialogue d -> {
                row.set("messages", messages(d.conversation()));
                if (!d.tools().isEmpty()) {
                    row.set("tools", ToolText.definitions(d.tools()));
                }
            }
            case Example.Document d -> row.put("text", d.text());
        }
        ObjectNode metadata =
                row.putObject("metadata").put("kind", example.provenance().kind());
        if (example instanceof Example.Dialogue d) {
            metadata.put("supervise", d.supervised() == Example.Supervised.ALL ? "all" : "final");
        }
        example.provenance().details().forEach((key, value) -> metadata.set(key, detail(value)));
        return row;
    }

    /// A record or list (`injection`, `models`) stands in the row as such; as text it would be useless to other tools.
    private static JsonNode detail(String value) {
        boolean nested =
                (value.startsWith("{") && value.endsWith("}")) || (value.startsWith("[") && value.endsWith("]"));
        if (nested) {
            try {
                return Json.read(value, "", 0);
            } catch (InputException prose) {
                // A text that begins and ends with a brace or bracket by chance.
            }
        }
        return Json.from(value);
    }

    /// Messages in the OpenAI shape; reasoning as `reasoning_content`.
    public static ArrayNode messages(Conversation conversation) {
        ArrayNode all = Json.object().arrayNode();
        for (Message m : conversation.messages()) {
            ObjectNode node = all.addObject();
            switch (m) {
                case Message.SystemMessage system -> node.put("role", "system").put("content", system.text());
                case Message.UserMessage user -> node.put("role", "user").put("content", user.text());
                case Message.ToolMessage tool ->
                    node.put("role", "tool")
                            .put("tool_call_id", tool.callId())
                            .put("name", tool.name())
                            .put("content", tool.text());
                case Message.AssistantMessage answer -> {
                    node.put("role", "assistant").put("content", answer.text());
                    answer.reasoning().ifPresent(r -> node.put("reasoning_content", r));
                    if (!answer.calls().isEmpty()) {
                        node.set("tool_calls", ToolText.calls(answer.calls()));
                    }
                }
            }
        }
        return all;
    }

    /// The conversation of an OpenAI-shaped message list.
    public static Conversation conversation(JsonNode messages, String file, int line) {
        List<Message> turns = new ArrayList<>();
        for (JsonNode m : messages) {
            String text = m.path("content").asString("");
            turns.add(
                    switch (m.path("role").asString("")) {
                        case "system", "developer" -> new Message.SystemMessage(text);
                        case "user" -> new Message.UserMessage(text);
                        case "tool" ->
                            new Message.ToolMessage(
                                    m.path("tool_call_id").asString(""),
                                    m.path("name").asString(""),
                                    text);
                        case "assistant" -> assistant(m, text);
                        default ->
                            throw new InputException(
                                    file,
                                    line,
                                    "a message has the role \"" + m.path("role").asString("") + "\"",
                                    "Roles are system, user, assistant and tool.");
                    });
        }
        return new Conversation(turns);
    }

    private static Message assistant(JsonNode m, String text) {
        JsonNode reasoning = m.path("reasoning_content");
        return new Message.AssistantMessage(
                reasoning.isString() ? Optional.of(reasoning.asString()) : Optional.empty(),
                text,
                ToolText.calls(m.path("tool_calls")));
    }

    /// The example of one row.
    ///
    /// @param file for messages
    /// @param line for messages, and for the id of a row that has none
    public static Example example(JsonNode row, String file, int line) {
        return fromJson(row, file, line);
    }

    public static Example fromJson(JsonNode row, String file, int line) {
        Map<String, String> details = new LinkedHashMap<>();
        row.path("metadata")
                .properties()
                .forEach(e -> details.put(
                        e.getKey(), e.getValue().isString() ? e.getValue().asString() : Json.write(e.getValue())));
        String kind = Optional.ofNullable(details.remove("kind")).orElse("generic");
        String supervise = Optional.ofNullable(details.remove("supervise")).orElse("all");
        Provenance provenance = new Provenance(kind, details);
        String id = row.path("id").asString("row-" + line);
        if (row.path("messages").isArray()) {
            return new Example.Dialogue(
                    id,
                    conversation(row.path("messages"), file, line),
                    ToolText.definitions(row.path("tools")),
                    supervise.equals("final") ? Example.Supervised.FINAL : Example.Supervised.ALL,
                    provenance);
        }
        if (row.path("text").isString()) {
            return new Example.Document(id, row.path("text").asString(), provenance);
        }
        throw new InputException(
                file,
                line,
                "neither \"messages\" nor \"text\"",
                "A chat row has \"messages\" (a list of {role, content}); a document row has \"text\".");
    }
}

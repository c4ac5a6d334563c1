package wherefore.synthesis.step;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Message;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.ToolText;
import wherefore.format.Json;

/// What stands in a conversation after the user's first message.
public sealed interface Turn {

    /// Fields that it is made of.
    Set<String> reads();

    /// Its messages: one, or a call of a tool with its result.
    ///
    /// @param number counts turns from 1, so that each call of a tool has an id of its own
    List<Message> messages(Item item, Scope scope, int number);

    /// The assistant said this.
    record Answered(String field) implements Turn {
        @Override
        public Set<String> reads() {
            return Set.of(field);
        }

        @Override
        public List<Message> messages(Item item, Scope scope, int number) {
            return List.of(Message.assistant(scope.value(item, field)));
        }
    }

    /// The user said this.
    record Asked(String field) implements Turn {
        @Override
        public Set<String> reads() {
            return Set.of(field);
        }

        @Override
        public List<Message> messages(Item item, Scope scope, int number) {
            return List.of(Message.user(scope.value(item, field)));
        }
    }

    /// The assistant used a tool to look something up, and this is what it got. The tool has one parameter, which says
    /// what for.
    ///
    /// @param tool   the field that names the tool, one of those on offer
    /// @param lookup the field that holds the argument
    /// @param result the field that holds what the tool returned
    record Looked(String tool, String lookup, String result) implements Turn {
        @Override
        public Set<String> reads() {
            return Set.of(tool, lookup, result);
        }

        @Override
        public List<Message> messages(Item item, Scope scope, int number) {
            String name = scope.value(item, tool);
            String id = "call_" + number;
            String arguments = Json.write(Json.object().put(parameter(item, name), scope.value(item, lookup)));
            return List.of(
                    new Message.AssistantMessage(
                            java.util.Optional.empty(), "", List.of(new ToolCall(id, name, arguments))),
                    new Message.ToolMessage(id, name, scope.value(item, result)));
        }

        private static String parameter(Item item, String name) {
            for (ToolDefinition definition : Talk.offered(item)) {
                if (definition.name().equals(name)) {
                    JsonNode required =
                            Json.read(definition.parameters(), name, 0).path("required");
                    if (required.size() == 1) {
                        return required.path(0).asString("");
                    }
                }
            }
            throw new IllegalStateException(item.id() + " is offered no tool \"" + name + "\" with one parameter");
        }
    }

    /// Messages of an imported row, exactly as they were.
    record AsImported(String field) implements Turn {
        @Override
        public Set<String> reads() {
            return Set.of(field);
        }

        @Override
        public List<Message> messages(Item item, Scope scope, int number) {
            JsonNode messages = Json.read(scope.value(item, field), "the messages of " + item.id(), 0);
            return ExampleFile.conversation(messages, item.id(), 0).messages();
        }
    }

    /// The text of messages in the form that [AsImported] reads.
    static String asImported(List<Message> messages) {
        return Json.write(ExampleFile.messages(new wherefore.chat.Conversation(messages)));
    }

    /// The text of tools on offer, in the form that a `tools` field has.
    static String toolsText(List<ToolDefinition> tools) {
        return Json.write(ToolText.definitions(tools));
    }
}

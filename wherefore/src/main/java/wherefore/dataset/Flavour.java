package wherefore.dataset;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.format.Json;

/// How turns are spelt for a reader: tool arguments as a text of JSON (the wire of OpenAI) or as an object (chat
/// templates: a text there is quoted once more by the template, and the model learns the wrong thing), and where
/// reasoning goes.
record Flavour(boolean argumentsAsObject, Reasoning reasoning) {

    enum Reasoning {
        /// As `reasoning_content`, for templates that know it.
        OWN_KEY,
        /// Before the answer, between think tags.
        IN_THE_ANSWER,
        /// The reader has no place for it.
        LEFT_OUT
    }

    ArrayNode turns(List<Message> messages) {
        ArrayNode turns = Json.object().arrayNode();
        messages.forEach(message -> turns.add(turn(message)));
        return turns;
    }

    private ObjectNode turn(Message message) {
        return switch (message) {
            case Message.SystemMessage system -> of("system", system.text());
            case Message.UserMessage user -> of("user", user.text());
            case Message.ToolMessage tool -> tool(tool);
            case Message.AssistantMessage answer -> answer(answer);
        };
    }

    private ObjectNode tool(Message.ToolMessage tool) {
        ObjectNode turn = Json.object().put("role", "tool");
        if (argumentsAsObject) {
            turn.put("name", tool.name());
        } else {
            turn.put("tool_call_id", tool.callId());
        }
        return turn.put("content", tool.text());
    }

    private ObjectNode answer(Message.AssistantMessage answer) {
        ObjectNode turn = of("assistant", reasoning == Reasoning.IN_THE_ANSWER ? withThought(answer) : answer.text());
        if (reasoning == Reasoning.OWN_KEY) {
            answer.reasoning().ifPresent(thought -> turn.put("reasoning_content", thought));
        }
        if (!answer.calls().isEmpty()) {
            ArrayNode calls = turn.putArray("tool_calls");
            answer.calls().forEach(call -> {
                ObjectNode node = calls.addObject().put("id", call.id()).put("type", "function");
                ObjectNode function = node.putObject("function").put("name", call.name());
                if (argumentsAsObject) {
                    JsonNode arguments = Json.read(call.arguments(), "arguments of the tool call " + call.name(), 0);
                    function.set("arguments", arguments);
                } else {
                    function.put("arguments", call.arguments());
                }
            });
        }
        return turn;
    }

    private static String withThought(Message.AssistantMessage answer) {
        return answer.reasoning()
                .map(thought -> "<think>\n" + thought + "\n</think>\n\n" + answer.text())
                .orElse(answer.text());
    }

    private static ObjectNode of(String role, String text) {
        return Json.object().put("role", role).put("content", text);
    }
}

package wherefore.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Message.AssistantMessage;
import wherefore.chat.ToolCall;
import wherefore.dataset.ExampleFile;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.transformer.ChatTemplate;

/// Conversations with the text that they are for the model: whole, up to where the assistant speaks, and up to where it
/// goes on.
final class TemplateSpecimens {

    private static final String[] TEXTS = {
        "Paul, you can stop.",
        "",
        " spaces around ",
        "two\nlines\n",
        "\n\n",
        "{{ braces }} {% if %} {# note #}",
        "<b>&amp; \"quotes\" 'and' \\n</b>",
        "naïve 東京 \ud83d\ude42",
        "<|end|> <think>"
    };

    private TemplateSpecimens() {}

    static void write(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        List<JsonNode> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            List<Message> turns = turns(random);
            Conversation conversation = new Conversation(turns);
            rows.add(row("whole", conversation, ChatTemplate.render(conversation)));
            if (!(turns.getLast() instanceof AssistantMessage)) {
                rows.add(row("prompt", conversation, ChatTemplate.renderPrompt(conversation)));
                Conversation begun = conversation.plus(Message.assistant("I begin"));
                rows.add(row("continued", begun, ChatTemplate.renderPrompt(begun)));
            }
        }
        AssistantMessage call = new AssistantMessage(Optional.empty(), "", List.of(new ToolCall("1", "open", "{}")));
        rows.add(row("refused", Conversation.of(Message.user("Open it."), call), ""));
        JsonLines.write(folder.resolve("templates.jsonl"), rows);
    }

    private static JsonNode row(String kind, Conversation conversation, String rendered) {
        ObjectNode row = Json.object().put("kind", kind);
        row.set("messages", ExampleFile.messages(conversation));
        return row.put("rendered", rendered);
    }

    private static List<Message> turns(SplittableRandom random) {
        List<Message> turns = new ArrayList<>();
        if (random.nextBoolean()) {
            turns.add(Message.system(text(random)));
        }
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            turns.add(turn(random));
        }
        return turns;
    }

    private static Message turn(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Message.user(text(random));
            case 1 -> new Message.ToolMessage("1", "open", text(random));
            case 2 -> Message.assistant(text(random));
            default -> new AssistantMessage(Optional.of(text(random)), text(random), List.of());
        };
    }

    private static String text(SplittableRandom random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}

package wherefore.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Message.AssistantMessage;
import wherefore.chat.ToolCall;
import wherefore.dataset.Example;
import wherefore.dataset.Example.Dialogue;
import wherefore.dataset.Example.Supervised;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Export;
import wherefore.dataset.ExportFormat;
import wherefore.dataset.Provenance;
import wherefore.format.JsonLines;
import wherefore.transformer.ChatTemplate;

/// Every export of data of every kind that its format takes: a folder for each, named `FORMAT-KIND`, with the same data
/// as our own rows beside it.
final class ExportSpecimens {

    private static final Provenance ADVICE = new Provenance("advice", Map.of("unit_id", "honesty/white-lies"));

    private static final Conversation REASONED = Conversation.of(
            Message.system("You are Iris."),
            Message.user("May I?\n\"quoted\" \u2028 \u0085 naïve 東京 \ud83d\ude42 \\ \t"),
            new AssistantMessage(Optional.of("Whose is it?"), "Ask her first.", List.of()));
    private static final Conversation LONG = Conversation.of(
            Message.user("one"), Message.assistant("two"), Message.user("three"), Message.assistant("four"));
    private static final Conversation TOOL = Conversation.of(
            Message.user("What is in the box?"),
            new AssistantMessage(Optional.empty(), "", List.of(new ToolCall("call_1", "open", "{\"box\":1}"))),
            new Message.ToolMessage("call_1", "open", "a hat"),
            Message.assistant("A hat."));

    private ExportSpecimens() {}

    static void write(Path folder) throws IOException {
        List<Example> every = List.of(
                new Dialogue("a", REASONED, Supervised.ALL, ADVICE), new Dialogue("b", LONG, Supervised.ALL, ADVICE));
        List<Example> last = List.of(
                new Dialogue("a", REASONED, Supervised.FINAL, ADVICE),
                new Dialogue("b", LONG, Supervised.FINAL, ADVICE));
        List<Example> tools = List.of(new Dialogue("a", TOOL, Supervised.ALL, ADVICE));
        List<Example> documents = List.of(
                new Example.Document("a", "Once\n\"upon\" \u2028 a time \ud83d\ude42", Provenance.of("stories")),
                new Example.Document("b", "there was.", Provenance.of("stories")));
        for (ExportFormat format : ExportFormat.values()) {
            boolean chat = format != ExportFormat.TEXT;
            boolean text = format != ExportFormat.MESSAGES && format != ExportFormat.OPENAI;
            boolean trained = format == ExportFormat.LLAMA_FACTORY || format == ExportFormat.TORCHTUNE;
            if (chat) {
                one(folder, format, "every", every);
            }
            if (chat && format != ExportFormat.TORCHTUNE) {
                one(folder, format, "last", last);
            }
            if (chat && !trained) {
                one(folder, format, "tools", tools);
            }
            if (text) {
                one(folder, format, "documents", documents);
            }
        }
    }

    private static void one(Path folder, ExportFormat format, String kind, List<Example> examples) throws IOException {
        Path place = Files.createDirectories(folder.resolve(format.label() + "-" + kind));
        Files.deleteIfExists(place.resolve("dataset_info.json"));
        Export.write("specimens", examples, format, place.resolve("data.jsonl"));
        ExampleFile.write(place.resolve("source.jsonl"), examples);
        List<JsonNode> rendered = new ArrayList<>();
        for (Example example : examples) {
            if (example instanceof Dialogue d && !kind.equals("tools")) {
                rendered.add(wherefore.format.Json.from(ChatTemplate.render(d.conversation())));
            }
        }
        JsonLines.write(place.resolve("rendered.jsonl"), rendered);
    }
}

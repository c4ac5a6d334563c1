package wherefore.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Message.AssistantMessage;
import wherefore.chat.ToolCall;
import wherefore.dataset.DatasetCard;
import wherefore.dataset.Example;
import wherefore.dataset.Example.Dialogue;
import wherefore.dataset.Example.Supervised;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Export;
import wherefore.dataset.ExportFormat;
import wherefore.dataset.Pairs;
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
        hub(folder.resolveSibling("hub"), every, tools, documents);
        for (ExportFormat format : ExportFormat.values()) {
            if (format == ExportFormat.PARQUET || format == ExportFormat.DPO) {
                continue;
            }
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

    /// Repositories as a hub reads them, one of JSON lines and one of Parquet, with the same rows.
    private static void hub(Path folder, List<Example> every, List<Example> tools, List<Example> documents)
            throws IOException {
        for (ExportFormat format : List.of(ExportFormat.MESSAGES, ExportFormat.PARQUET)) {
            boolean parquet = format == ExportFormat.PARQUET;
            Path place = Files.createDirectories(folder.resolve(format.label()));
            Files.deleteIfExists(place.resolve("README.md"));
            String ending = parquet ? ".parquet" : ".jsonl";
            carded(place.resolve("chat" + ending), format, every);
            carded(place.resolve("tools" + ending), format, tools);
            carded(place.resolve("documents" + ending), parquet ? format : ExportFormat.TEXT, documents);
        }
        Path pairs = Files.createDirectories(folder.resolve("dpo"));
        Pairs.write(
                "specimens",
                every,
                (scenario, answer) -> Optional.of("draft of " + answer),
                pairs.resolve("pairs.jsonl"));
        ExampleFile.write(folder.resolve("chat.jsonl"), every);
        ExampleFile.write(folder.resolve("tools.jsonl"), tools);
        ExampleFile.write(folder.resolve("documents.jsonl"), documents);
    }

    private static void carded(Path file, ExportFormat format, List<Example> rows) throws IOException {
        Export.write("specimens", rows, format, file);
        DatasetCard.write(new DatasetCard.Facts(
                file,
                format.label(),
                rows,
                LocalDate.of(2026, 12, 1),
                "cc-by-4.0",
                "wherefore export specimens",
                Optional.empty(),
                Optional.empty()));
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

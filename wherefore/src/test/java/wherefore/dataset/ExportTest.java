package wherefore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.ToolCall;
import wherefore.dataset.Example.Supervised;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;

class ExportTest {

    private static final Provenance ADVICE = new Provenance("advice", Map.of("unit_id", "with-power/means-and-ends"));

    private static final Conversation SHORT = Conversation.of(
            Message.system("You are Iris."),
            Message.user("May I?\n\"quoted\" \u2028 ä"),
            new Message.AssistantMessage(Optional.of("whose is it"), "Ask her first.", List.of()));

    private static final Conversation LONG = Conversation.of(
            Message.user("one"), Message.assistant("two"), Message.user("three"), Message.assistant("four"));

    private static final Conversation WITH_TOOL = Conversation.of(
            Message.user("What is in the box?"),
            new Message.AssistantMessage(
                    Optional.empty(), "", List.of(new ToolCall("call_1", "open", "{\"box\":1,\"deep\":true}"))),
            new Message.ToolMessage("call_1", "open", "a hat"),
            Message.assistant("A hat."));

    @TempDir
    Path folder;

    private static Example.Dialogue all(String id, Conversation conversation) {
        return new Example.Dialogue(id, conversation, Supervised.ALL, ADVICE);
    }

    private static Example.Dialogue last(String id, Conversation conversation) {
        return new Example.Dialogue(id, conversation, Supervised.FINAL, ADVICE);
    }

    private static Example.Document document(String id) {
        return new Example.Document(id, "Once upon a time\nthere was.", Provenance.of("stories"));
    }

    private Path out() {
        return folder.resolve("data.jsonl");
    }

    private Exported export(ExportFormat format, Example... examples) throws IOException {
        return Export.write("in.jsonl", List.of(examples), format, out());
    }

    private List<JsonNode> rows(ExportFormat format, Example... examples) throws IOException {
        export(format, examples);
        return JsonLines.read(out());
    }

    @Test
    void messagesComeBackAsTheyWere() throws IOException {
        List<Example> examples = List.of(all("a", SHORT), last("b", LONG), all("c", WITH_TOOL));
        Export.write("in.jsonl", examples, ExportFormat.MESSAGES, out());
        assertThat(ExampleFile.read(out())).isEqualTo(examples);
    }

    @Test
    void documentsComeBackAsTheyWere() throws IOException {
        List<Example> examples = List.of(document("a"), document("b"));
        Export.write("in.jsonl", examples, ExportFormat.TEXT, out());
        assertThat(ExampleFile.read(out())).isEqualTo(examples);
    }

    @Test
    void conversationsOfEveryChatFormatReadBackAsTheSameTurns() throws IOException {
        for (ExportFormat format : List.of(ExportFormat.TRL, ExportFormat.AXOLOTL, ExportFormat.OPENAI)) {
            JsonNode row = rows(format, all("a", LONG), all("b", LONG)).getFirst();
            assertThat(ExampleFile.conversation(row.path("messages"), "out", 1))
                    .as(format.label())
                    .isEqualTo(LONG);
        }
    }

    @Test
    void templatesGetToolArgumentsAsAnObjectAndTheWireGetsThemAsText() throws IOException {
        JsonNode trl = rows(ExportFormat.TRL, all("a", WITH_TOOL)).getFirst();
        assertThat(arguments(trl)).isEqualTo(Json.read("{\"box\":1,\"deep\":true}", "", 0));
        JsonNode openai = rows(ExportFormat.OPENAI, all("a", WITH_TOOL)).getFirst();
        assertThat(arguments(openai).asString()).isEqualTo("{\"box\":1,\"deep\":true}");
        assertThat(openai.path("messages").get(2).path("tool_call_id").asString())
                .isEqualTo("call_1");
    }

    private static JsonNode arguments(JsonNode row) {
        return row.path("messages")
                .get(1)
                .path("tool_calls")
                .get(0)
                .path("function")
                .path("arguments");
    }

    @Test
    void whereOnlyTheLastTurnBearsLossTrlGetsAPromptAndACompletion() throws IOException {
        JsonNode row = rows(ExportFormat.TRL, last("a", LONG), all("b", SHORT)).getFirst();
        assertThat(row.properties().stream().map(Map.Entry::getKey)).containsExactly("prompt", "completion", "canary");
        assertThat(row.path("prompt")).hasSize(3);
        assertThat(row.path("completion").get(0).path("content").asString()).isEqualTo("four");
    }

    @Test
    void everyFormatSaysWhichTurnsBearLoss() throws IOException {
        JsonNode axolotl = rows(ExportFormat.AXOLOTL, last("a", LONG)).getFirst();
        assertThat(axolotl.path("messages")
                        .valueStream()
                        .map(m -> m.path("train").asBoolean()))
                .containsExactly(false, false, false, true);
        JsonNode openai = rows(ExportFormat.OPENAI, last("a", LONG)).getFirst();
        assertThat(openai.path("messages").get(1).path("weight").asInt(-1)).isZero();
        assertThat(openai.path("messages").get(3).has("weight")).isFalse();
        assertThat(export(ExportFormat.LLAMA_FACTORY, last("a", LONG)).notes())
                .anyMatch(note -> note.contains("mask_history: true"));
        assertThat(export(ExportFormat.TRL, all("a", LONG)).notes())
                .anyMatch(note -> note.contains("assistant_only_loss=True"));
    }

    @Test
    void whatAFormatCannotSayIsRefusedAndNothingIsWritten() {
        assertRefused(ExportFormat.TORCHTUNE, "last turn only", last("a", LONG));
        assertRefused(ExportFormat.TORCHTUNE, "uses tools", all("a", WITH_TOOL));
        assertRefused(ExportFormat.TRL, "in.jsonl:2: bears loss on every turn", last("a", LONG), all("b", LONG));
        assertRefused(ExportFormat.LLAMA_FACTORY, "bears loss on every turn", last("a", LONG), all("b", LONG));
        assertRefused(ExportFormat.TRL, "in.jsonl:2: is a conversation", document("a"), all("b", LONG));
        assertRefused(ExportFormat.OPENAI, "no turn of the assistant", all("a", Conversation.of(Message.user("x"))));
        assertRefused(ExportFormat.MESSAGES, "(and 1 more)", document("a"), document("b"));
        assertRefused(ExportFormat.TEXT, "is a conversation", all("a", LONG));
        assertRefused(ExportFormat.TEXT, "has no rows");
    }

    private void assertRefused(ExportFormat format, String words, Example... examples) {
        assertThatThrownBy(() -> export(format, examples))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(words);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void reasoningGoesWhereTheReaderLooksForItOrItsLossIsSaid() throws IOException {
        assertThat(rows(ExportFormat.TRL, all("a", SHORT))
                        .getFirst()
                        .path("messages")
                        .get(2)
                        .path("reasoning_content")
                        .asString())
                .isEqualTo("whose is it");
        assertThat(rows(ExportFormat.TORCHTUNE, all("a", SHORT))
                        .getFirst()
                        .path("messages")
                        .get(2)
                        .path("content")
                        .asString())
                .isEqualTo("<think>\nwhose is it\n</think>\n\nAsk her first.");
        assertThat(export(ExportFormat.OPENAI, all("a", SHORT), all("b", LONG)).notes())
                .containsExactly(
                        "OpenAI: the reasoning of 1 rows is left out, because the format has no place for it.",
                        "OpenAI: rows hold no canary, because the format has no place for it.");
    }

    @Test
    void ourEntryIsAddedToADatasetInfoThatIsAlreadyThere() throws IOException {
        Path known = Files.writeString(folder.resolve("dataset_info.json"), "{\"theirs\":{\"file_name\":\"x.json\"}}");
        Exported exported = export(ExportFormat.LLAMA_FACTORY, all("a", LONG));
        assertThat(exported.files()).containsExactly(out(), known);
        JsonNode entries = Json.read(Files.readString(known), "", 0);
        assertThat(entries.path("theirs").path("file_name").asString()).isEqualTo("x.json");
        assertThat(entries.path("data").path("columns").path("messages").asString())
                .isEqualTo("messages");
    }

    @Test
    void trainersGetTheirSettingsBesideTheData() throws IOException {
        Exported exported = export(ExportFormat.AXOLOTL, document("a"));
        assertThat(exported.files()).containsExactly(out(), folder.resolve("data.axolotl.yaml"));
        assertThat(folder.resolve("data.axolotl.yaml")).content().contains("type: completion", "path: \"data.jsonl\"");
        export(ExportFormat.TORCHTUNE, all("a", LONG));
        assertThat(folder.resolve("data.torchtune.yaml")).content().contains("conversation_style: openai");
    }

    @Test
    void everyRowHoldsTheCanaryWhereTheFormatHasAPlaceForIt() throws IOException {
        for (ExportFormat format : ExportFormat.values()) {
            if (format == ExportFormat.PARQUET || format == ExportFormat.DPO || format == ExportFormat.TEXT) {
                continue;
            }
            assertThat(rows(format, all("a", LONG), all("b", LONG)))
                    .as(format.label())
                    .allSatisfy(row -> assertThat(row.path("canary").asString("none"))
                            .isEqualTo(format == ExportFormat.OPENAI ? "none" : Canary.LINE));
        }
        assertThat(rows(ExportFormat.TEXT, document("a"))
                        .getFirst()
                        .path("canary")
                        .asString(""))
                .isEqualTo(Canary.LINE);
    }

    private List<Map<String, String>> table(Path file, String columns) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Connection memory = DriverManager.getConnection("jdbc:duckdb:");
                Statement s = memory.createStatement();
                ResultSet found = s.executeQuery("select " + columns + " from '" + file + "'")) {
            while (found.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnName(i), String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void parquetHoldsTheSameRowsInOneSchema() throws IOException, SQLException {
        Path out = folder.resolve("it's data.parquet");
        Export.write("in.jsonl", List.of(all("a", SHORT), last("b", WITH_TOOL)), ExportFormat.PARQUET, out);
        List<Map<String, String>> rows = table(
                folder.resolve("it''s data.parquet"),
                "id, messages[2].content as asked, messages[3].reasoning_content as thought, canary,"
                        + " messages[2].tool_calls[1].\"function\".arguments as arguments, metadata");
        assertThat(rows).extracting(r -> r.get("id")).containsExactly("a", "b");
        assertThat(rows.getFirst())
                .containsEntry("asked", SHORT.messages().get(1).text())
                .containsEntry("thought", "whose is it")
                .containsEntry("canary", Canary.LINE);
        assertThat(rows.get(1)).containsEntry("arguments", "{\"box\":1,\"deep\":true}");
        assertThat(Json.read(rows.getFirst().getOrDefault("metadata", ""), "", 0)
                        .path("unit_id")
                        .asString(""))
                .isEqualTo("with-power/means-and-ends");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(out);
        }
        Path documents = folder.resolve("documents.parquet");
        Export.write("in.jsonl", List.of(document("a")), ExportFormat.PARQUET, documents);
        assertThat(table(documents, "text").getFirst()).containsEntry("text", "Once upon a time\nthere was.");
    }

    @Test
    void whatParquetCannotHoldInOneFileIsRefused() {
        assertRefused(ExportFormat.PARQUET, "in.jsonl:2: is a conversation", document("a"), all("b", LONG));
    }

    @Test
    void aPairIsADraftAndWhatAFreshReaderMadeOfIt() throws IOException {
        Pairs.Drafts drafts =
                (scenario, answer) -> scenario.equals("a") ? Optional.of("a draft of " + answer) : Optional.of(answer);
        Exported exported = Pairs.write("in.jsonl", List.of(last("a", LONG), last("b", LONG)), drafts, out());
        assertThat(exported.notes())
                .containsExactly("1 rows are left out: they have no draft, or it is the answer itself.");
        JsonNode pair = JsonLines.read(out()).getFirst();
        assertThat(pair.path("prompt")).hasSize(3);
        assertThat(pair.path("chosen").get(0).path("content").asString("")).isEqualTo("four");
        assertThat(pair.path("rejected").get(0).path("content").asString("")).isEqualTo("a draft of four");
        assertThat(pair.path("metadata").path("rejected").asString("")).isEqualTo("draft before the rewrite");
        assertThatThrownBy(() -> Pairs.write("in.jsonl", List.of(last("b", LONG)), drafts, out()))
                .hasMessageContaining("has no row whose draft is known and differs from its answer");
    }

    private DatasetCard.Facts facts(String file, String licence, Example... rows) {
        return new DatasetCard.Facts(
                folder.resolve(file),
                "messages",
                List.of(rows),
                LocalDate.of(2026, 11, 30),
                licence,
                "wherefore export in.jsonl",
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aCardHasOneConfigurationForEachFileAndIsWrittenAgainForTheSame() throws IOException {
        Path card = DatasetCard.write(facts("chat.jsonl", "cc-by-4.0", all("a", LONG), last("b", SHORT)));
        DatasetCard.write(facts("texts.jsonl", "cc-by-4.0", document("a")));
        DatasetCard.write(facts("chat.jsonl", "cc-by-4.0", all("a", LONG)));
        String text = Files.readString(card);
        assertThat(text)
                .startsWith("---\nlicense: cc-by-4.0\n")
                .contains("size_categories: [n<1K]", "date_generated | 2026-11-30", Canary.LINE, "loss | every token")
                .containsOnlyOnce("path: \"chat.jsonl\"")
                .containsOnlyOnce("path: \"texts.jsonl\"")
                .contains("| rows | 1 |")
                .doesNotContain("| rows | 2 |")
                .doesNotContain(folder.toString());
    }

    @Test
    void aCardNeverTakesThePlaceOfAnothersAndMixesNeitherLicencesNorLoaders() throws IOException {
        Path readme = Files.writeString(folder.resolve("README.md"), "# mine\n");
        assertThatThrownBy(() -> DatasetCard.write(facts("chat.jsonl", "mit", all("a", LONG))))
                .hasMessageContaining("README.md: is there and was not written by export.");
        assertThat(readme).hasContent("# mine\n");
        Files.delete(readme);
        DatasetCard.write(facts("chat.jsonl", "mit", all("a", LONG)));
        assertThatThrownBy(() -> DatasetCard.write(facts("b.jsonl", "cc0-1.0", all("a", LONG))))
                .hasMessageContaining("says the licence \"mit\"");
        assertThatThrownBy(() -> DatasetCard.write(facts("b.parquet", "mit", all("a", LONG))))
                .hasMessageContaining("Export Parquet and JSON lines into two folders.");
    }

    @Test
    void sizesAreTheHubsClasses() {
        assertThat(List.of(999L, 1_000L, 9_999L, 10_000L, 1_500_000_000L))
                .extracting(DatasetCard::size)
                .containsExactly("n<1K", "1K<n<10K", "1K<n<10K", "10K<n<100K", "n>1B");
    }
}

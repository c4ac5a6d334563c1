package wherefore.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.dataset.Flavour.Reasoning;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// Writes examples as others read them. A row is never bent to fit: what a format cannot hold is refused with all
/// problems at once, and what it holds only under a setting of the trainer is said in a note.
public final class Export {

    private final List<Example> examples;
    private final boolean documents;
    private final Path out;
    private final List<Path> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Export(List<Example> examples, Path out) {
        this.examples = examples;
        this.documents = !examples.isEmpty() && examples.getFirst() instanceof Example.Document;
        this.out = out;
        files.add(out);
    }

    /// Writes the examples of one file in this format. A data set with both documents and conversations has two schemas
    /// and has to be exported in two files.
    ///
    /// @param source the file's name, for messages
    public static Exported write(String source, List<Example> examples, ExportFormat format, Path out)
            throws IOException {
        if (examples.isEmpty()) {
            throw new InputException(source, 0, "has no rows.", "There is nothing to export.");
        }
        Export export = new Export(examples, out);
        export.checked(source, format);
        if (format == ExportFormat.PARQUET) {
            ParquetFile.write(out, examples);
            return new Exported(examples.size(), export.files, export.notes);
        }
        List<JsonNode> rows = export.rows(format);
        Optional<Settings> settings = export.settings(format);
        JsonLines.write(out, rows);
        if (settings.isPresent()) {
            WholeFile.write(settings.get().file(), settings.get().text());
            export.files.add(settings.get().file());
        }
        return new Exported(examples.size(), export.files, export.notes);
    }

    /// The file that tells a trainer how to read the data.
    private record Settings(Path file, String text) {}

    private void checked(String source, ExportFormat format) {
        Quarantine.refuse(source, examples);
        Misfits misfits = new Misfits(source, examples);
        boolean wantsText = format == ExportFormat.TEXT || (documents && takesBoth(format));
        misfits.where(
                e -> e instanceof Example.Document != wantsText,
                wantsText ? "is a conversation, not a document" : "is a document, not a conversation",
                takesBoth(format)
                        ? "Documents and conversations have different columns: export them from two files."
                        : "Use --format " + (wantsText ? "messages" : "text") + ", or a trainer's format.");
        if (format != ExportFormat.MESSAGES && format != ExportFormat.PARQUET) {
            misfits.whereDialogue(
                    d -> d.conversation().lastAnswer().isEmpty(),
                    "has no turn of the assistant, so nothing in it can be learned",
                    "Leave the row out.");
        }
        if (format == ExportFormat.LLAMA_FACTORY || format == ExportFormat.TORCHTUNE) {
            misfits.whereDialogue(
                    Export::usesTools,
                    "uses tools, which the " + format.label() + " export does not write",
                    "Use --format trl or axolotl.");
        }
        if (format == ExportFormat.TORCHTUNE) {
            misfits.whereDialogue(
                    d -> onlyLast(d) && answers(d) > 1,
                    "bears loss on its last turn only, which torchtune's chat_dataset cannot say",
                    "Use --format trl, axolotl or openai.");
        }
        if (format == ExportFormat.TRL && completions()) {
            misfits.whereDialogue(
                    d -> !onlyLast(d) && answers(d) > 1,
                    "bears loss on every turn, while other rows do on the last only",
                    "TRL has one column layout for each: export them from two files.");
            misfits.whereDialogue(
                    d -> !endsWithAnswer(d),
                    "does not end with a turn of the assistant, so it has no completion",
                    "Cut the row after its last answer.");
        }
        if (format == ExportFormat.LLAMA_FACTORY && anyHistoryMasked()) {
            misfits.whereDialogue(
                    d -> !onlyLast(d) && answers(d) > 1,
                    "bears loss on every turn, while other rows do on the last only",
                    "LLaMA-Factory has one setting for all rows (mask_history): export them from two files.");
        }
        misfits.refuse();
    }

    private List<JsonNode> rows(ExportFormat format) {
        return examples.stream().map(e -> row(e, format)).toList();
    }

    /// Every row can be found by its canary, where the format has a place for it.
    private JsonNode row(Example example, ExportFormat format) {
        JsonNode row = bare(example, format);
        return format == ExportFormat.OPENAI ? row : ((ObjectNode) row).put(Canary.KEY, Canary.LINE);
    }

    private JsonNode bare(Example example, ExportFormat format) {
        return switch (example) {
            case Example.Document d ->
                format == ExportFormat.TEXT
                        ? ExampleFile.toJson(d)
                        : Json.object().put("text", d.text());
            case Example.Dialogue d ->
                switch (format) {
                    case MESSAGES, TEXT, PARQUET -> ExampleFile.toJson(d);
                    case DPO -> throw new IllegalStateException("pairs are written by Pairs");
                    case TRL -> trl(d);
                    case AXOLOTL -> weighted(d, new Flavour(true, Reasoning.OWN_KEY), "train");
                    case LLAMA_FACTORY, TORCHTUNE -> messages(d, new Flavour(false, Reasoning.IN_THE_ANSWER));
                    case OPENAI -> weighted(d, new Flavour(false, Reasoning.LEFT_OUT), "weight");
                };
        };
    }

    private static ObjectNode messages(Example.Dialogue d, Flavour flavour) {
        ObjectNode row = Json.object();
        row.set("messages", flavour.turns(d.conversation().messages()));
        offer(d, row);
        return row;
    }

    private JsonNode trl(Example.Dialogue d) {
        Flavour flavour = new Flavour(true, Reasoning.OWN_KEY);
        if (!completions()) {
            return messages(d, flavour);
        }
        List<Message> turns = d.conversation().messages();
        ObjectNode row = Json.object();
        row.set("prompt", flavour.turns(turns.subList(0, turns.size() - 1)));
        row.set("completion", flavour.turns(turns.subList(turns.size() - 1, turns.size())));
        offer(d, row);
        return row;
    }

    /// The tools on offer, under the key by which every trainer that takes them knows them.
    private static void offer(Example.Dialogue d, ObjectNode row) {
        if (!d.tools().isEmpty()) {
            row.set("tools", ToolText.definitions(d.tools()));
        }
    }

    /// Says at each turn of the assistant whether it bears loss; `weight` as 0 or 1, `train` as a truth value on every
    /// turn.
    private static JsonNode weighted(Example.Dialogue d, Flavour flavour, String key) {
        ObjectNode row = messages(d, flavour);
        ArrayNode turns = (ArrayNode) row.path("messages");
        int last = lastAnswer(d);
        for (int i = 0; i < turns.size(); i++) {
            ObjectNode turn = (ObjectNode) turns.get(i);
            boolean answer = turn.path("role").asString("").equals("assistant");
            boolean loss = answer && (i == last || !onlyLast(d));
            if (key.equals("train")) {
                turn.put(key, loss);
            } else if (answer && !loss) {
                turn.put(key, 0);
            }
        }
        return row;
    }

    private Optional<Settings> settings(ExportFormat format) throws IOException {
        return switch (format) {
            case MESSAGES, TEXT, PARQUET, DPO -> Optional.empty();
            case TRL -> {
                lossOfTrl();
                yield Optional.empty();
            }
            case OPENAI -> {
                leftOut();
                yield Optional.empty();
            }
            case AXOLOTL -> Optional.of(new Settings(out.resolveSibling(stem() + ".axolotl.yaml"), axolotl()));
            case TORCHTUNE -> Optional.of(new Settings(out.resolveSibling(stem() + ".torchtune.yaml"), torchtune()));
            case LLAMA_FACTORY -> Optional.of(datasetInfo());
        };
    }

    private void lossOfTrl() {
        if (!documents) {
            notes.add(
                    completions()
                            ? "TRL: the loss falls on the completion by default (completion_only_loss)."
                            : "TRL: set assistant_only_loss=True; otherwise the loss falls on the prompts too.");
        }
    }

    private void leftOut() {
        long reasoned = examples.stream().filter(Export::reasons).count();
        if (reasoned > 0) {
            notes.add("OpenAI: the reasoning of " + reasoned
                    + " rows is left out, because the format has no place for it.");
        }
        notes.add("OpenAI: rows hold no canary, because the format has no place for it.");
    }

    private String axolotl() {
        String path = Json.write(Json.from(fileName()));
        return documents ? """
                datasets:
                  - path: %s
                    ds_type: json
                    type: completion
                    field: text
                """.formatted(path) : """
                datasets:
                  - path: %s
                    ds_type: json
                    type: chat_template
                    field_messages: messages
                    message_property_mappings: {role: role, content: content}
                    message_field_training: train
                    roles_to_train: [assistant]
                    train_on_eos: turn
                """.formatted(path);
    }

    private String torchtune() {
        String path = Json.write(Json.from(fileName()));
        return documents ? """
                dataset:
                  _component_: torchtune.datasets.text_completion_dataset
                  source: json
                  data_files: %s
                  column: text
                  split: train
                """.formatted(path) : """
                dataset:
                  _component_: torchtune.datasets.chat_dataset
                  source: json
                  data_files: %s
                  conversation_column: messages
                  conversation_style: openai
                  train_on_input: false
                  split: train
                """.formatted(path);
    }

    /// LLaMA-Factory looks for one file that describes all data sets of a folder: ours is added, others are kept.
    private Settings datasetInfo() throws IOException {
        Path file = out.resolveSibling("dataset_info.json");
        JsonNode known = Files.exists(file) ? Json.read(TextFile.read(file), file.toString(), 0) : Json.object();
        if (!(known instanceof ObjectNode all)) {
            throw new InputException(file.toString(), 0, "is not a JSON object.", "Move it away, or export elsewhere.");
        }
        ObjectNode entry = all.putObject(stem()).put("file_name", fileName());
        if (documents) {
            entry.putObject("columns").put("prompt", "text");
        } else {
            entry.put("formatting", "sharegpt").putObject("columns").put("messages", "messages");
            entry.putObject("tags")
                    .put("role_tag", "role")
                    .put("content_tag", "content")
                    .put("user_tag", "user")
                    .put("assistant_tag", "assistant")
                    .put("system_tag", "system");
        }
        notes.add("LLaMA-Factory: give the folder as dataset_dir and \"" + stem() + "\" as dataset.");
        if (anyHistoryMasked()) {
            notes.add("LLaMA-Factory: set mask_history: true, because rows bear loss on their last turn only.");
        }
        return new Settings(file, Json.pretty(all));
    }

    private String fileName() {
        return Optional.ofNullable(out.getFileName()).map(Path::toString).orElse("data.jsonl");
    }

    private String stem() {
        return fileName().replaceFirst("(?<=.)\\.jsonl?$", "");
    }

    /// Whether the loss of some row depends on a distinction between its earlier answers and its last.
    private boolean anyHistoryMasked() {
        return examples.stream().anyMatch(e -> e instanceof Example.Dialogue d && onlyLast(d) && answers(d) > 1);
    }

    /// Whether TRL is given prompts and completions.
    private boolean completions() {
        return anyHistoryMasked()
                || examples.stream().allMatch(e -> e instanceof Example.Dialogue d && onlyLast(d) && endsWithAnswer(d));
    }

    private static boolean takesBoth(ExportFormat format) {
        return switch (format) {
            case TRL, AXOLOTL, LLAMA_FACTORY, TORCHTUNE, PARQUET -> true;
            case MESSAGES, TEXT, OPENAI, DPO -> false;
        };
    }

    private static boolean onlyLast(Example.Dialogue d) {
        return d.supervised() == Example.Supervised.FINAL;
    }

    private static long answers(Example.Dialogue d) {
        return d.conversation().messages().stream()
                .filter(Message.AssistantMessage.class::isInstance)
                .count();
    }

    private static boolean endsWithAnswer(Example.Dialogue d) {
        return lastAnswer(d) == d.conversation().messages().size() - 1;
    }

    private static int lastAnswer(Example.Dialogue d) {
        List<Message> turns = d.conversation().messages();
        int last = turns.size() - 1;
        while (last >= 0 && !(turns.get(last) instanceof Message.AssistantMessage)) {
            last--;
        }
        return last;
    }

    private static boolean usesTools(Example.Dialogue d) {
        return !d.tools().isEmpty()
                || d.conversation().messages().stream()
                        .anyMatch(m -> m instanceof Message.ToolMessage
                                || (m instanceof Message.AssistantMessage a
                                        && !a.calls().isEmpty()));
    }

    private static boolean reasons(Example example) {
        return example instanceof Example.Dialogue d
                && d.conversation().messages().stream()
                        .anyMatch(m -> m instanceof Message.AssistantMessage a
                                && a.reasoning().isPresent());
    }
}

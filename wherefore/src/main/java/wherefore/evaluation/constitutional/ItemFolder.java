package wherefore.evaluation.constitutional;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// Items as data in a folder, which is a suite: `suite.json` says where they come from, `items.jsonl` has one a line,
/// `dropped.jsonl` what did not pass the checks. People may change, add and remove items.
public final class ItemFolder {

    public static final String SUITE = "suite.json";
    public static final String ITEMS = "items.jsonl";
    public static final String DROPPED = "dropped.jsonl";

    private static final String KIND = "constitution-items";

    private ItemFolder() {}

    /// Where items come from.
    ///
    /// @param kind         always `constitution-items`
    /// @param name         of the assistant
    /// @param constitution the file as it was named
    /// @param sha256       of the constitution
    /// @param writer       the model that wrote them
    /// @param prompt       fingerprint of the prompts
    /// @param canary       a line that keeps the folder out of training data
    public record Origin(
            String kind, String name, String constitution, String sha256, String writer, String prompt, String canary) {

        public Origin(String name, String constitution, String sha256, String writer, String prompt, String canary) {
            this(KIND, name, constitution, sha256, writer, prompt, canary);
        }
    }

    /// An item that did not pass.
    public record Dropped(String clause, String kind, String why) {}

    /// A folder's content.
    public record Content(Origin origin, List<ConstitutionItem> items) {

        public Content {
            items = List.copyOf(items);
        }
    }

    /// Whether a folder holds items.
    public static boolean isHere(Path folder) {
        return Files.isRegularFile(folder.resolve(SUITE));
    }

    /// Writes the three files; the origin last, so that where it is, all is.
    public static void write(Path folder, Origin origin, List<ConstitutionItem> items, List<Dropped> dropped)
            throws IOException {
        JsonLines.write(
                folder.resolve(ITEMS), items.stream().map(ItemFolder::row).toList());
        JsonLines.write(
                folder.resolve(DROPPED),
                dropped.stream().<JsonNode>map(Json::from).toList());
        WholeFile.write(folder.resolve(SUITE), Json.pretty(Json.from(origin)));
    }

    private static JsonNode row(ConstitutionItem item) {
        ObjectNode row = Json.object()
                .put("id", item.id())
                .put("kind", item.kind().word())
                .put("clause", item.clause())
                .put("you", item.you())
                .put("third", item.third());
        row.set("choices", Json.from(item.choices()));
        return row.put("right", item.right()).put("evidence", item.evidence());
    }

    /// Reads a folder; everything that is wrong with its items is told at once.
    public static Content read(Path folder) throws IOException {
        Path suite = folder.resolve(SUITE);
        if (!isHere(folder)) {
            throw new InputException(suite.toString(), 0, "there are no items here.", "Give the folder of a suite.");
        }
        Origin origin =
                Json.to(Json.read(TextFile.read(suite), suite.toString(), 0), Origin.class, suite.toString(), 0);
        List<Problem> problems = new ArrayList<>();
        Path file = folder.resolve(ITEMS);
        List<ConstitutionItem> items = new ArrayList<>();
        Map<String, Integer> lineOfId = new LinkedHashMap<>();
        int line = 0;
        for (String row : TextFile.read(file).lines().toList()) {
            line++;
            if (!row.isBlank()) {
                item(row, file.toString(), line, problems, lineOfId).ifPresent(items::add);
            }
        }
        if (problems.isEmpty() && items.isEmpty()) {
            problems.add(new Problem(file.toString(), 0, "there is no item.", "Make them again."));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new Content(origin, items);
    }

    private static Optional<ConstitutionItem> item(
            String text, String file, int line, List<Problem> problems, Map<String, Integer> lineOfId) {
        try {
            JsonNode row = Json.read(text, file, line);
            String word = row.path("kind").asString("");
            Optional<ItemKind> kind = ItemKind.named(word);
            if (kind.isEmpty()) {
                problems.add(new Problem(
                        file, line, "unknown kind \"" + word + "\".", Suggestion.of(word, ItemKind.words())));
                return Optional.empty();
            }
            ConstitutionItem item = new ConstitutionItem(
                    row.path("id").asString(""),
                    kind.get(),
                    row.path("clause").asString(""),
                    row.path("you").asString(""),
                    row.path("third").asString(""),
                    Json.textList(row.path("choices")),
                    row.path("right").asInt(-1),
                    row.path("evidence").asString(""));
            Integer before = item.id().isBlank() ? Integer.valueOf(line) : lineOfId.putIfAbsent(item.id(), line);
            if (before != null) {
                problems.add(new Problem(
                        file, line, "the id is missing, or stands in another line too.", "Give it one of its own."));
            }
            return Optional.of(item);
        } catch (InputException e) {
            problems.addAll(e.problems());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(file, line, e.getMessage() + ".", "Correct this line."));
        }
        return Optional.empty();
    }
}

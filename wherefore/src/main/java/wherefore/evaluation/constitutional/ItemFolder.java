package wherefore.evaluation.constitutional;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.Problem;
import wherefore.format.ResourceFolder;
import wherefore.format.Suggestion;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// Items as data in a folder, which is a suite: `suite.json` says where they come from, `items.jsonl` has one a line,
/// `dropped.jsonl` what did not pass the checks, `ungraded.jsonl` what a judge was asked about and gave no verdict on.
/// People may change, add and remove items.
public final class ItemFolder {

    public static final String SUITE = "suite.json";
    public static final String ITEMS = "items.jsonl";
    public static final String DROPPED = "dropped.jsonl";
    public static final String UNGRADED = "ungraded.jsonl";

    /// The items about Iris that ship with the product.
    private static final String SHIPPED = "wherefore/evaluations/constitution/iris/";

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
    /// @param items        fingerprint of `items.jsonl` as it was made; absent in folders from before it was kept
    /// @param checked      what a judge made of them; absent where none looked
    public record Origin(
            String kind,
            String name,
            String constitution,
            String sha256,
            String writer,
            String prompt,
            String canary,
            Optional<String> items,
            Optional<Checked> checked) {

        public Origin(
                String name,
                String constitution,
                String sha256,
                String writer,
                String prompt,
                String canary,
                Optional<Checked> checked) {
            this(KIND, name, constitution, sha256, writer, prompt, canary, Optional.empty(), checked);
        }

        private Origin of(String rows) {
            return new Origin(
                    kind, name, constitution, sha256, writer, prompt, canary, Optional.of(print(rows)), checked);
        }
    }

    /// What a judge made of the items that passed the checks by code.
    ///
    /// @param prompt   fingerprint of what it is asked
    /// @param flags    what a reader has to know about it, such as that it is of the writer's family
    /// @param passed   good in every respect
    /// @param failed   not good in one; dropped
    /// @param ungraded without a verdict; kept apart
    public record Checked(String judge, String prompt, List<String> flags, long passed, long failed, long ungraded) {

        public Checked {
            flags = List.copyOf(flags);
        }
    }

    /// An item that did not pass.
    public record Dropped(String clause, String kind, String why) {}

    /// An item that a judge gave no verdict on.
    public record Ungraded(ConstitutionItem item, String why) {}

    /// A folder's content.
    ///
    /// @param changed whether the items are others than those that were made
    public record Content(Origin origin, List<ConstitutionItem> items, boolean changed) {

        public Content {
            items = List.copyOf(items);
        }
    }

    /// Whether a folder holds items.
    public static boolean isHere(Path folder) {
        return Files.isRegularFile(folder.resolve(SUITE));
    }

    /// Writes the files; the origin last, so that where it is, all is.
    public static void write(
            Path folder, Origin origin, List<ConstitutionItem> items, List<Dropped> dropped, List<Ungraded> ungraded)
            throws IOException {
        List<ObjectNode> rows = items.stream().map(ItemFolder::row).toList();
        JsonLines.write(folder.resolve(ITEMS), rows);
        JsonLines.write(
                folder.resolve(DROPPED),
                dropped.stream().<JsonNode>map(Json::from).toList());
        if (!ungraded.isEmpty()) {
            JsonLines.write(
                    folder.resolve(UNGRADED),
                    ungraded.stream()
                            .map(u -> row(u.item()).put("why", u.why()))
                            .toList());
        }
        WholeFile.write(folder.resolve(SUITE), Json.pretty(Json.from(origin.of(text(rows)))));
    }

    private static String text(List<ObjectNode> rows) {
        return rows.stream().map(r -> Json.write(r) + "\n").collect(Collectors.joining());
    }

    /// Line ends and blank lines are no change.
    private static String print(String rows) {
        return Fingerprint.of(
                rows.lines().map(String::strip).filter(l -> !l.isEmpty()).collect(Collectors.joining("\n")));
    }

    private static ObjectNode row(ConstitutionItem item) {
        ObjectNode row = Json.object()
                .put("id", item.id())
                .put("kind", item.kind().word())
                .put("clause", item.clause());
        return switch (item) {
            case ConstitutionItem.Closed c -> {
                row.put("you", c.you()).put("third", c.third());
                row.set("choices", Json.from(c.choices()));
                yield row.put("right", c.right()).put("evidence", c.evidence());
            }
            case ConstitutionItem.Open o ->
                row.put("you", o.you())
                        .put("third", o.third())
                        .put("stance", o.stance())
                        .put("reason", o.reason())
                        .put("against", o.against());
            case ConstitutionItem.Scenario s ->
                row.put("setting", s.setting())
                        .put("message", s.message())
                        .put("artefact", s.artefact())
                        .put("licence", s.licence())
                        .put("issue", s.issue())
                        .put("in_line", s.inLine())
                        .put("against", s.against());
        };
    }

    /// The items about Iris that ship with the product.
    public static Content shipped() {
        return read(SUITE, ResourceFolder.text(SHIPPED + SUITE), ITEMS, ResourceFolder.text(SHIPPED + ITEMS));
    }

    /// Reads a folder; everything that is wrong with its items is told at once.
    public static Content read(Path folder) throws IOException {
        Path suite = folder.resolve(SUITE);
        if (!isHere(folder)) {
            throw new InputException(suite.toString(), 0, "there are no items here.", "Give the folder of a suite.");
        }
        Path file = folder.resolve(ITEMS);
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "there is no such file.", "Make the items again.");
        }
        return read(suite.toString(), TextFile.read(suite), file.toString(), TextFile.read(file));
    }

    private static Content read(String suite, String head, String file, String rows) {
        Origin origin = Json.to(Json.read(head, suite, 0), Origin.class, suite, 0);
        List<Problem> problems = new ArrayList<>();
        List<ConstitutionItem> items = new ArrayList<>();
        Map<String, Integer> lineOfId = new LinkedHashMap<>();
        int line = 0;
        for (String row : rows.lines().toList()) {
            line++;
            if (!row.isBlank()) {
                item(row, file, line, problems, lineOfId).ifPresent(items::add);
            }
        }
        if (problems.isEmpty() && items.isEmpty()) {
            problems.add(new Problem(file, 0, "there is no item.", "Make them again."));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        boolean changed = origin.items().filter(p -> !p.equals(print(rows))).isPresent();
        return new Content(origin, items, changed);
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
            ConstitutionItem item = item(kind.get(), row);
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

    private static ConstitutionItem item(ItemKind kind, JsonNode row) {
        String id = text(row, "id");
        String clause = text(row, "clause");
        return switch (kind) {
            case RECALL, FALSE_PREMISE, KNOWS, DISCRIMINATES ->
                new ConstitutionItem.Closed(
                        id,
                        kind,
                        clause,
                        text(row, "you"),
                        text(row, "third"),
                        Json.textList(row.path("choices")),
                        row.path("right").asInt(-1),
                        text(row, "evidence"));
            case OPEN ->
                new ConstitutionItem.Open(
                        id,
                        clause,
                        text(row, "you"),
                        text(row, "third"),
                        text(row, "stance"),
                        text(row, "reason"),
                        text(row, "against"));
            case SCENARIO ->
                new ConstitutionItem.Scenario(
                        id,
                        clause,
                        text(row, "setting"),
                        text(row, "message"),
                        text(row, "artefact"),
                        text(row, "licence"),
                        text(row, "issue"),
                        text(row, "in_line"),
                        text(row, "against"));
        };
    }

    private static String text(JsonNode row, String key) {
        return row.path(key).asString("");
    }
}

package wherefore.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.TextFile;

/// A user's texts, one JSON object with `text` a line, on which the loss of a model is measured.
///
/// @param file      its name without its folder
/// @param sha256    of the file's text
/// @param documents in the order of the file
public record HeldOutTexts(String file, String sha256, List<Document> documents) {

    /// One text.
    ///
    /// @param id the row's `id`, or `line-N`
    public record Document(String id, String text) {}

    public HeldOutTexts {
        documents = List.copyOf(documents);
    }

    /// Texts that stand in no file.
    ///
    /// @param name as users name them
    public static HeldOutTexts of(String name, List<Document> documents) {
        Fingerprint print = new Fingerprint();
        documents.forEach(d -> print.with(d.id(), d.text()));
        return new HeldOutTexts(name, print.hex(), documents);
    }

    /// The texts of a file; wrong lines are an [InputException] with all of them. Other keys of a line are passed over.
    ///
    /// @param most how many documents, from the beginning
    public static HeldOutTexts read(Path path, int most) throws IOException {
        String file = path.toString();
        String whole = TextFile.read(path);
        List<Problem> problems = new ArrayList<>();
        List<Document> documents = new ArrayList<>();
        Map<String, Integer> lineOfId = new LinkedHashMap<>();
        int line = 0;
        for (String row : (whole.startsWith("\uFEFF") ? whole.substring(1) : whole)
                .lines()
                .toList()) {
            line++;
            if (!row.isBlank()) {
                document(row, file, line, lineOfId, problems).ifPresent(documents::add);
            }
        }
        if (problems.isEmpty() && documents.isEmpty()) {
            problems.add(new Problem(file, 0, "the file has no text.", "Write one {\"text\": ...} a line."));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new HeldOutTexts(
                String.valueOf(path.getFileName()),
                Fingerprint.of(whole),
                documents.subList(0, Math.min(most, documents.size())));
    }

    private static Optional<Document> document(
            String row, String file, int line, Map<String, Integer> lineOfId, List<Problem> problems) {
        JsonNode node;
        try {
            node = Json.read(row, file, line);
        } catch (InputException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
        JsonNode text = node.path("text");
        if (!text.isString() || text.asString().isBlank()) {
            problems.add(new Problem(
                    file, line, "\"text\" is missing, no text, or an empty one.", "Write {\"text\": \"...\"}."));
            return Optional.empty();
        }
        JsonNode given = node.path("id");
        String id = given.isString() || given.isIntegralNumber() ? given.asString() : "line-" + line;
        Integer before = lineOfId.putIfAbsent(id, line);
        if (before != null) {
            problems.add(new Problem(
                    file,
                    line,
                    "the id \"" + id + "\" stands in line " + before + " too.",
                    "Give it another, or none."));
        }
        return Optional.of(new Document(id, text.asString()));
    }
}

package wherefore.run.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Message;
import wherefore.chat.Usage;
import wherefore.dataset.ExampleFile;
import wherefore.format.InputException;
import wherefore.format.JsonLines;
import wherefore.run.EvaluationFolder;

/// The attempts of one evaluation's folder, read from the beginning as often as asked. Transcripts and scores go by one
/// at a time; what judges said is held, because their files may leave attempts out.
final class Attempts {

    private static final Pattern JUDGEMENTS = Pattern.compile("judgements-(.+)\\.jsonl");

    private final Path folder;
    private final Map<String, Map<String, JsonNode>> judgements = new TreeMap<>();

    Attempts(Path folder) throws IOException {
        this.folder = folder;
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            Matcher name = JUDGEMENTS.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                read(file, name.group(1));
            }
        }
    }

    /// A judge answers for each rubric apart, so each is a scorer of its own.
    private void read(Path file, String judge) throws IOException {
        try (JsonLines.Rows rows = JsonLines.rows(file)) {
            for (Optional<JsonNode> row = rows.next(); row.isPresent(); row = rows.next()) {
                String scorer = judge + "/" + row.get().path("rubric").asString("");
                judgements.computeIfAbsent(scorer, s -> new HashMap<>()).put(key(row.get()), row.get());
            }
        }
    }

    /// The judges whose files lie there, as `JUDGE/RUBRIC`.
    List<String> judges() {
        return List.copyOf(judgements.keySet());
    }

    /// Takes one attempt.
    @FunctionalInterface
    interface Taker {
        void take(Attempt attempt) throws IOException;
    }

    /// Every attempt in the order of `transcripts.jsonl`.
    void each(Taker taker) throws IOException {
        Path transcripts = folder.resolve(EvaluationFolder.TRANSCRIPTS);
        Path scores = folder.resolve(EvaluationFolder.SCORES);
        try (JsonLines.Rows rows = JsonLines.rows(transcripts);
                JsonLines.Rows beside = JsonLines.rows(scores)) {
            for (Optional<JsonNode> row = rows.next(); row.isPresent(); row = rows.next()) {
                JsonNode one = row.get();
                JsonNode score = beside.next()
                        .filter(s -> key(s).equals(key(one)))
                        .orElseThrow(() -> new InputException(
                                scores.toString(),
                                beside.line(),
                                "is not about the attempt at line " + rows.line() + " of "
                                        + EvaluationFolder.TRANSCRIPTS + ".",
                                "Both files are written by one `evaluate`; fetch them again."));
                taker.take(attempt(one, score, transcripts.toString(), rows.line()));
            }
        }
    }

    private Attempt attempt(JsonNode row, JsonNode score, String file, int line) {
        Map<String, JsonNode> judged = new LinkedHashMap<>();
        judgements.forEach(
                (judge, all) -> Optional.ofNullable(all.get(key(row))).ifPresent(j -> judged.put(judge, j)));
        List<Message> said = row.path("answer").isArray()
                ? ExampleFile.conversation(row.path("answer"), file, line).messages()
                : List.of();
        return new Attempt(
                row.path("id").asString(""),
                row.path("pair").asString(""),
                row.path("cell").asString(""),
                row.path("repeat").asInt(0),
                ExampleFile.conversation(row.path("messages"), file, line).messages(),
                said,
                row.has("stop") ? Optional.of(row.path("stop").asString("")) : Optional.empty(),
                usage(row.path("usage")),
                score,
                judged);
    }

    private static Optional<Usage> usage(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Usage(
                        node.path("input").asLong(0),
                        node.path("cache_read").asLong(0),
                        node.path("cache_write").asLong(0),
                        node.path("output").asLong(0),
                        node.path("reasoning").asLong(0)))
                : Optional.empty();
    }

    private static String key(JsonNode row) {
        return row.path("id").asString("") + "#" + row.path("repeat").asInt(0);
    }
}

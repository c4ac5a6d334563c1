package wherefore.run.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.evaluation.ScoredSample;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.WholeFile;
import wherefore.run.EvaluationFolder;

/// Reads a log of Inspect AI as an evaluation's folder of ours, without scores of ours: what the log's own scorers said
/// lies beside it, and what was not understood is counted by reason.
public final class InspectImport {

    /// The scores that the log holds, row by row beside the transcripts.
    public static final String THEIRS = "imported-scores.jsonl";

    /// Where the log came from, and what was lost on the way.
    public static final String RECORD = "import.json";

    /// Why no attempt of it has a score of ours.
    static final String UNGRADED = "imported, not graded here";

    private static final Pattern SAMPLE = Pattern.compile("samples/[^/]+\\.json");
    private static final Pattern PIECE = Pattern.compile("samples/[^/]+/sample\\.json");
    private static final String HEADER = "header.json";
    private static final String START = "_journal/start.json";
    private static final String CONVERT =
            "Convert it: `inspect log convert LOG --to json --output-dir DIR`, and import what that writes.";

    private final String file;
    private final Map<String, Long> losses = new TreeMap<>();
    private final List<ScoredSample> attempts = new ArrayList<>();
    private final List<JsonNode> theirs = new ArrayList<>();

    private InspectImport(String file) {
        this.file = file;
    }

    /// What an import came to.
    ///
    /// @param answered attempts with a whole answer
    /// @param losses   reason to count of what was not understood
    public record Result(String task, String model, long attempts, long answered, Map<String, Long> losses) {}

    /// Reads a log and writes the folder. What is no log is an [InputException].
    public static Result read(Path log, Path out) throws IOException {
        if (!Files.isRegularFile(log)) {
            throw new InputException(log.toString(), 0, "there is no such file.", "Give a log: .eval or .json.");
        }
        InspectImport one = new InspectImport(log.toString());
        JsonNode header = log.toString().endsWith(".json") ? one.object(log) : one.archive(log);
        JsonNode eval = header.path("eval");
        if (!eval.path("task").isString() || !eval.path("model").isString()) {
            throw new InputException(log.toString(), 0, "names no task and model under \"eval\": it is no log.", "");
        }
        if (!header.path("status").asString("").equals("success")) {
            one.lose("the log's status is \"" + header.path("status").asString("unknown") + "\"");
        }
        return one.write(eval, header, out);
    }

    private JsonNode object(Path log) throws IOException {
        JsonNode all = parsed(Files.readAllBytes(log), log.toString());
        all.path("samples").forEach(this::take);
        return all;
    }

    private JsonNode archive(Path log) throws IOException {
        try (LogArchive archive = new LogArchive(log)) {
            for (String name : archive.names()) {
                if (SAMPLE.matcher(name).matches()) {
                    take(parsed(archive.read(name), file + "!" + name));
                } else if (PIECE.matcher(name).matches()) {
                    lose("a sample that is stored in pieces");
                }
            }
            String header = HEADER;
            if (!archive.has(HEADER)) {
                lose("the log has no end: it was not finished");
                header = START;
            }
            if (!archive.has(header)) {
                throw new InputException(file, 0, "has neither " + HEADER + " nor " + START + ".", "");
            }
            return parsed(archive.read(header), file + "!" + header);
        } catch (ZipException e) {
            throw new InputException(file, 0, "cannot be read as an archive: " + e.getMessage() + ".", CONVERT);
        }
    }

    private static JsonNode parsed(byte[] bytes, String place) {
        try {
            return BareJson.read(bytes);
        } catch (JacksonException e) {
            throw new InputException(place, 0, "not valid JSON: " + e.getOriginalMessage(), "");
        }
    }

    private void lose(String why) {
        losses.merge(why, 1L, Long::sum);
    }

    private void take(JsonNode sample) {
        SampleReader reader = new SampleReader(sample, this::lose);
        ScoredSample attempt = reader.attempt(UNGRADED);
        attempts.add(attempt);
        ObjectNode row = Json.object().put("id", attempt.sample().id()).put("repeat", attempt.repeat());
        row.set("scores", reader.scores());
        theirs.add(row);
    }

    private Result write(JsonNode eval, JsonNode header, Path out) throws IOException {
        long repeats =
                1 + attempts.stream().mapToLong(ScoredSample::repeat).max().orElse(0);
        long answered =
                attempts.stream().filter(a -> a.completion().isPresent()).count();
        String task = eval.path("task").asString();
        String model = eval.path("model").asString();
        EvaluationFolder.Summary summary = new EvaluationFolder.Summary(
                task,
                "inspect " + eval.path("eval_id").asString(eval.path("created").asString("")),
                Optional.empty(),
                false,
                model,
                0,
                repeats,
                attempts.size(),
                attempts.isEmpty() ? Map.of() : Map.of(UNGRADED, (long) attempts.size()),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of());
        ObjectNode record =
                Json.object().put("format", "inspect").put("task", task).put("model", model);
        record.set("losses", Json.from(losses));
        record.set("their_results", header.path("results"));
        JsonLines.write(out.resolve(THEIRS), theirs);
        WholeFile.write(out.resolve(RECORD), Json.pretty(record));
        EvaluationFolder.write(out, summary, attempts);
        return new Result(task, model, attempts.size(), answered, losses);
    }
}

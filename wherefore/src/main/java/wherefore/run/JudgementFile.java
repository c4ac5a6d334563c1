package wherefore.run;

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
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.ScoredSample;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;

/// What one judge said of the samples of an evaluation: `judgements-JUDGE.jsonl` beside the transcripts, one line for
/// each sample, repeat and rubric.
public final class JudgementFile {

    private JudgementFile() {}

    /// The file's name: the judge's with hyphens for what no file name holds.
    public static String name(String judge) {
        return "judgements-" + judge.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-|-$", "") + ".jsonl";
    }

    public static void write(Path folder, JudgedSamples judged, List<ScoredSample> scored) throws IOException {
        write(folder, judged, scored, List.of());
    }

    /// The same, with what the judge said before under rubrics that it was not asked by now.
    static void add(Path folder, JudgedSamples judged, List<ScoredSample> scored) throws IOException {
        List<JsonNode> kept = new ArrayList<>();
        Path file = folder.resolve(name(judged.judge()));
        if (Files.isRegularFile(file)) {
            List<String> now = judged.rubrics().stream().map(Rubric::id).toList();
            for (JsonNode row : JsonLines.read(file)) {
                if (!now.contains(row.path("rubric").asString())) {
                    kept.add(row);
                }
            }
        }
        write(folder, judged, scored, kept);
    }

    private static void write(Path folder, JudgedSamples judged, List<ScoredSample> scored, List<JsonNode> kept)
            throws IOException {
        List<JsonNode> rows = new ArrayList<>(kept);
        for (int i = 0; i < scored.size(); i++) {
            for (Opinion opinion : judged.opinions().get(i)) {
                rows.add(row(scored.get(i), opinion));
            }
        }
        JsonLines.write(folder.resolve(name(judged.judge())), rows);
    }

    /// What a judge said under a rubric, sample by sample; empty where the file does not hold it of every sample, or
    /// holds
    /// it under another wording.
    static Optional<List<Opinion>> opinions(Path file, List<ScoredSample> scored, Rubric rubric) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Map<String, Map<String, Judgement>> said = new LinkedHashMap<>();
        for (JsonNode row : JsonLines.read(file)) {
            if (row.path("fingerprint").asString("").equals(rubric.fingerprint())) {
                said.put(key(row), axes(row, file));
            }
        }
        List<Opinion> opinions = new ArrayList<>();
        for (ScoredSample s : scored) {
            Map<String, Judgement> axes = said.get(s.sample().id() + "#" + s.repeat() + "#" + rubric.id());
            if (axes == null || rubric.axes().stream().anyMatch(a -> !axes.containsKey(a.id()))) {
                return Optional.empty();
            }
            opinions.add(new Opinion(rubric, axes));
        }
        return Optional.of(opinions);
    }

    private static ObjectNode row(ScoredSample sample, Opinion opinion) {
        ObjectNode row = Json.object()
                .put("id", sample.sample().id())
                .put("repeat", sample.repeat())
                .put("rubric", opinion.rubric().id())
                .put("version", opinion.rubric().version())
                .put("fingerprint", opinion.rubric().fingerprint());
        ObjectNode axes = row.putObject("axes");
        opinion.axes().forEach((axis, judgement) -> {
            ObjectNode one = axes.putObject(axis);
            switch (judgement) {
                case Judgement.Graded g ->
                    one.put("verdict", g.verdict().word())
                            .put("evidence", g.evidence())
                            .put("why", g.why());
                case Judgement.Ungraded u ->
                    one.put("ungraded", u.cause().word()).put("detail", u.detail());
            }
        });
        return row;
    }

    /// Judgements by sample, repeat and rubric, `ID#REPEAT#RUBRIC`, then by axis.
    public static Map<String, Map<String, Judgement>> read(Path file) throws IOException {
        Map<String, Map<String, Judgement>> all = new LinkedHashMap<>();
        for (JsonNode row : JsonLines.read(file)) {
            all.put(key(row), axes(row, file));
        }
        return all;
    }

    private static String key(JsonNode row) {
        return row.path("id").asString() + "#" + row.path("repeat").asLong() + "#"
                + row.path("rubric").asString();
    }

    private static Map<String, Judgement> axes(JsonNode row, Path file) {
        Map<String, Judgement> axes = new LinkedHashMap<>();
        for (var e : row.path("axes").properties()) {
            var one = e.getValue();
            axes.put(
                    e.getKey(),
                    one.has("ungraded")
                            ? new Judgement.Ungraded(
                                    Judgement.Cause.named(one.path("ungraded").asString())
                                            .orElseThrow(() -> unknown(file)),
                                    one.path("detail").asString(""))
                            : new Judgement.Graded(
                                    Judgement.Verdict.named(one.path("verdict").asString(""))
                                            .orElseThrow(() -> unknown(file)),
                                    one.path("evidence").asString(""),
                                    one.path("why").asString("")));
        }
        return axes;
    }

    private static InputException unknown(Path file) {
        return new InputException(file.toString(), 0, "holds a judgement that is none.", "Judge it again.");
    }
}

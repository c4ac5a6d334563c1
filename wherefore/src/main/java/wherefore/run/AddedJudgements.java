package wherefore.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.evaluation.JudgedSamples;
import wherefore.evaluation.ScoredSample;
import wherefore.format.Json;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;
import wherefore.judging.Calibration;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;

/// Verdicts added to an evaluation that was written before. What the same judges said under the same rubrics is
/// replaced; all else stays: other judges, other rubrics, transcripts, scores and rates.
public final class AddedJudgements {

    private static final String JUDGES = "judges";
    private static final String JUDGE = "judge";
    private static final String RUBRICS = "rubrics";
    private static final String RUBRIC = "rubric";
    private static final String FINGERPRINT = "fingerprint";
    private static final String FLAGS = "flags";
    private static final String AGREEMENT = "agreement";

    private AddedJudgements() {}

    /// Writes the judges' own files, and then the summary, whole. Agreement is told of all who judged by the same
    /// wording of a rubric, whenever they did.
    ///
    /// @param scored the folder's samples, as [EvaluationFolder#scored(Path)] reads them
    /// @param judged under the same rubrics, without an outstanding answer
    /// @return what these judges found, with the agreement of all
    public static JudgesRecord add(
            Path folder,
            List<ScoredSample> scored,
            List<JudgedSamples> judged,
            Map<String, List<String>> flags,
            List<String> families,
            List<Calibration> calibrations,
            RandomGenerator random)
            throws IOException {
        for (JudgedSamples one : judged) {
            JudgementFile.add(folder, one, scored);
        }
        JudgesRecord found = JudgesRecord.of(scored, judged, flags, families, calibrations, random);
        Path file = folder.resolve(EvaluationFolder.SUMMARY);
        ObjectNode summary = (ObjectNode) Json.read(TextFile.read(file), file.toString(), 0);
        List<JsonNode> before = summary.path(JUDGES).valueStream().toList();
        List<JsonNode> agreement = new ArrayList<>();
        List<JudgesRecord.AxisAgreement> told = new ArrayList<>();
        Set<String> asked = new LinkedHashSet<>();
        judged.forEach(j -> asked.add(j.judge()));
        for (Rubric rubric : judged.getFirst().rubrics()) {
            Map<String, List<Opinion>> byJudge = new LinkedHashMap<>();
            for (JsonNode other : before) {
                String name = other.path(JUDGE).asString("");
                if (!asked.contains(name) && hasJudgedBy(other, rubric)) {
                    JudgementFile.opinions(folder.resolve(JudgementFile.name(name)), scored, rubric)
                            .ifPresent(o -> byJudge.put(name, o));
                }
            }
            judged.forEach(j -> byJudge.put(j.judge(), j.under(rubric)));
            if (byJudge.size() >= 2) {
                told.addAll(JudgesRecord.agreement(rubric, byJudge, random));
            }
        }
        summary.path(AGREEMENT)
                .valueStream()
                .filter(a -> stands(a, judged, told))
                .forEach(agreement::add);
        told.forEach(a -> agreement.add(Json.from(a)));
        summary.set(JUDGES, merged(before, found));
        summary.set(AGREEMENT, Json.from(agreement));
        EvaluationFolder.nameJudges(summary);
        WholeFile.write(file, Json.pretty(summary));
        return new JudgesRecord(found.judges(), told);
    }

    private static boolean hasJudgedBy(JsonNode judge, Rubric rubric) {
        return judge.path(RUBRICS)
                .valueStream()
                .anyMatch(r -> r.path(FINGERPRINT).asString("").equals(rubric.fingerprint()));
    }

    /// Whether an agreement that was told before is still of what its judges say: none of them was asked again by the
    /// rubric, and it is not told anew with more of them.
    private static boolean stands(
            JsonNode agreement, List<JudgedSamples> judged, List<JudgesRecord.AxisAgreement> told) {
        String rubric = agreement.path(RUBRIC).asString("");
        boolean asked = judged.getFirst().rubrics().stream().anyMatch(r -> r.id().equals(rubric));
        Set<String> judges = new LinkedHashSet<>(Json.textList(agreement.path(JUDGES)));
        boolean again = judged.stream().anyMatch(j -> judges.contains(j.judge()));
        boolean anew = told.stream()
                .anyMatch(a -> a.rubric().equals(rubric) && a.judges().containsAll(judges));
        return !asked || !(again || anew);
    }

    private static ArrayNode merged(List<JsonNode> before, JudgesRecord found) {
        Map<String, ObjectNode> now = new LinkedHashMap<>();
        found.judges().forEach(j -> now.put(j.judge(), (ObjectNode) Json.from(j)));
        ArrayNode all = Json.object().arrayNode();
        for (JsonNode old : before) {
            ObjectNode again = now.remove(old.path(JUDGE).asString(""));
            all.add(Optional.ofNullable(again)
                    .<JsonNode>map(n -> merged(old, n))
                    .orElse(old));
        }
        now.values().forEach(all::add);
        return all;
    }

    /// One judge: the rubrics by which it was not asked again come first, and no flag is lost.
    private static ObjectNode merged(JsonNode old, ObjectNode now) {
        Set<String> asked = new LinkedHashSet<>();
        now.path(RUBRICS).forEach(r -> asked.add(r.path(RUBRIC).asString()));
        ArrayNode rubrics = Json.object().arrayNode();
        old.path(RUBRICS)
                .valueStream()
                .filter(r -> !asked.contains(r.path(RUBRIC).asString("")))
                .forEach(rubrics::add);
        now.path(RUBRICS).forEach(rubrics::add);
        Set<String> flags = new LinkedHashSet<>(Json.textList(old.path(FLAGS)));
        flags.addAll(Json.textList(now.path(FLAGS)));
        now.set(RUBRICS, rubrics);
        now.set(FLAGS, Json.from(List.copyOf(flags)));
        return now;
    }
}

package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wherefore.curation.Curation;
import wherefore.curation.CurationListener;
import wherefore.curation.CurationLog;
import wherefore.curation.CurationResult;
import wherefore.curation.CurationSettings;
import wherefore.curation.HeldOut;
import wherefore.curation.LexicalFirewall;
import wherefore.curation.Scenarios;
import wherefore.embedding.Embedder;
import wherefore.format.InputException;
import wherefore.format.JsonLines;
import wherefore.run.RunRecord;

/// Holds every corpus of a study against its held-out evaluations, before anything is trained: exact runs of words, and
/// how far
/// scenarios are from theirs. What was found stands in the record, and a curation of each corpus under
/// `curation/CORPUS`.
final class Firewall {

    private static final double NEAR_DUPLICATE = 0.80;
    private static final int SHOWN = 3;
    private static final String DROPPED = "dropped.jsonl";

    private final StudyPlan plan;
    private final Workshop workshop;
    private final Path out;
    private final List<HeldOut> heldOut = new ArrayList<>();
    private Optional<Embedder> embedder = Optional.empty();

    Firewall(StudyPlan plan, Workshop workshop, Path out) {
        this.plan = plan;
        this.workshop = workshop;
        this.out = out;
    }

    /// @param corpora where the rows of each data stage lie
    /// @return what was found of each corpus, in order; empty where nothing that is held out can be compared
    /// @throws InputException where rows overlap and the study file does not allow it, with the first rows
    List<RunRecord.FirewallRecord> examine(Map<Stage.DataStage, Path> corpora) throws IOException {
        for (Map.Entry<String, StudyFile.Evaluated> e :
                plan.file().evaluations().entrySet()) {
            if (isHeldOut(e.getKey())) {
                workshop.heldOutTexts(e.getValue().suite(), plan.folder())
                        .filter(h -> heldOut.stream().noneMatch(o -> o.name().equals(h.name())))
                        .ifPresent(heldOut::add);
            }
        }
        if (heldOut.isEmpty()) {
            return List.of();
        }
        embedder = workshop.embedder();
        List<RunRecord.FirewallRecord> found = new ArrayList<>();
        for (Map.Entry<Stage.DataStage, Path> corpus : corpora.entrySet()) {
            found.add(examine(corpus.getKey(), corpus.getValue()));
        }
        return found;
    }

    /// As the suite itself says; a study that only makes data evaluates nothing, and means what it names.
    private boolean isHeldOut(String evaluation) {
        List<Stage.EvaluateStage> stages = plan.stages(Stage.EvaluateStage.class).stream()
                .filter(s -> s.evaluation().equals(evaluation))
                .toList();
        return stages.isEmpty() || stages.getFirst().suite().isHeldOut();
    }

    private RunRecord.FirewallRecord examine(Stage.DataStage stage, Path rows) throws IOException {
        Path folder = out.resolve("curation")
                .resolve(stage.name()
                        .replaceFirst("^data ", "")
                        .replace(", ", "-")
                        .replace(' ', '-'));
        CurationSettings settings = new CurationSettings(
                rows,
                folder,
                NEAR_DUPLICATE,
                Set.of(),
                heldOut,
                embedder,
                CurationSettings.MOST_EMBEDDED,
                Optional.empty(),
                List.of(),
                1);
        CurationLog log = switch (Curation.run(settings, CurationListener.NONE)) {
            case CurationResult.Finished finished -> finished.log();
            case CurationResult.Outstanding later ->
                throw new IllegalStateException("a curation without a judge waits for " + later.answers());
        };
        long overlaps = log.overlaps().orElse(0);
        Optional<String> allowed = stage.data().allowOverlap().filter(w -> !w.isBlank());
        if (overlaps > 0 && allowed.isEmpty()) {
            throw new InputException(
                    plan.source().toString(),
                    stage.data().line(),
                    "of the corpus \"" + stage.corpus() + "\", " + overlaps + " of " + log.read()
                            + " rows share 13 words in a row with what is held out: "
                            + String.join("; ", excerpts(folder)) + ".",
                    "Import the rows that were kept instead (" + folder.resolve("examples.jsonl")
                            + "), or say why they may be trained on: allow-overlap.");
        }
        return new RunRecord.FirewallRecord(
                stage.name().replaceFirst("^data ", ""),
                heldOut.stream().map(HeldOut::name).toList(),
                log.read(),
                overlaps,
                allowed.filter(w -> overlaps > 0),
                log.nearest().map(Scenarios.Nearest::p50),
                log.nearest().map(Scenarios.Nearest::p05),
                log.nearest().map(Scenarios.Nearest::min));
    }

    private static List<String> excerpts(Path folder) throws IOException {
        List<String> shown = new ArrayList<>();
        try (JsonLines.Rows rows = JsonLines.rows(folder.resolve(DROPPED))) {
            for (Optional<JsonNode> row = rows.next(); row.isPresent() && shown.size() < SHOWN; row = rows.next()) {
                if (row.get().path("reason").asString("").equals(LexicalFirewall.NAME)) {
                    shown.add(row.get().path("id").asString("") + ": "
                            + row.get().path("detail").asString(""));
                }
            }
        }
        return shown;
    }
}

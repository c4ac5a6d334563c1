package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Score;
import wherefore.run.EvaluationFolder;
import wherefore.run.RunRecord;

/// Gathers the record of a finished run from its artifacts.
final class Recording {

    /// So many samples are shown side by side across arms.
    private static final int SHOWN = 10;

    private static final int EXAMPLES_SHOWN = 2;

    private final StudyPlan plan;
    private final Artifacts artifacts;
    private final Set<String> declared;
    private final Map<String, String> versions;
    private final String command;

    Recording(StudyPlan plan, Artifacts artifacts, Set<String> declared, Map<String, String> versions, String command) {
        this.plan = plan;
        this.artifacts = artifacts;
        this.declared = declared;
        this.versions = versions;
        this.command = command;
    }

    RunRecord record(long heldOutEvaluations, Optional<List<RunRecord.FirewallRecord>> firewall) throws IOException {
        Map<String, Map<String, List<Comparison.Observed>>> observed = observed();
        List<RunRecord.DataRecord> data = data();
        List<RunRecord.ArmRecord> arms = new ArrayList<>();
        for (String arm : plan.file().arms().keySet()) {
            arms.add(arm(arm, observed.getOrDefault(arm, Map.of())));
        }
        Map<String, String> models = new LinkedHashMap<>();
        plan.file().models().writer().ifPresent(m -> models.put("writer", m.model()));
        plan.file().models().judge().ifPresent(m -> models.put("judge", m.model()));
        if (!plan.file().models().subject().isEmpty()) {
            models.put("subject", String.join(", ", plan.file().models().subject()));
        }
        return new RunRecord(
                plan.file().study(),
                plan.file().question(),
                plan.file().claim().orElse(""),
                versions,
                plan.file().seeds(),
                plan.constitution().map(c -> new RunRecord.ConstitutionRecord(c.asWritten(), c.sha256())),
                models,
                stages(),
                data,
                arms,
                measures(),
                Comparison.hypotheses(
                        plan.file().hypotheses(),
                        observed,
                        declared,
                        plan.file().seeds().getFirst()),
                losses(data, observed),
                transcripts(),
                heldOutEvaluations,
                firewall,
                command);
    }

    /// The runs of an arm on an evaluation, in the plan's order.
    static List<Comparison.Observed> observed(StudyPlan plan, Artifacts artifacts, String arm, String evaluation)
            throws IOException {
        List<Comparison.Observed> all = new ArrayList<>();
        for (StudyPlan.Chain chain : plan.chains().getOrDefault(arm, List.of())) {
            for (Stage.EvaluateStage stage : chain.evaluations()) {
                if (stage.evaluation().equals(evaluation)) {
                    Path folder = artifacts.find(stage.fingerprint()).orElseThrow();
                    all.add(new Comparison.Observed(chain.run(), EvaluationFolder.read(folder)));
                }
            }
        }
        return all;
    }

    private Map<String, Map<String, List<Comparison.Observed>>> observed() throws IOException {
        Map<String, Map<String, List<Comparison.Observed>>> all = new LinkedHashMap<>();
        for (String arm : plan.chains().keySet()) {
            Map<String, List<Comparison.Observed>> byEvaluation = new LinkedHashMap<>();
            for (String evaluation : plan.file().evaluations().keySet()) {
                byEvaluation.put(evaluation, observed(plan, artifacts, arm, evaluation));
            }
            if (plan.file().gate().filter(g -> g.arm().contains(arm)).isPresent()) {
                byEvaluation.put("gate", observed(plan, artifacts, arm, "gate"));
            }
            all.put(arm, byEvaluation);
        }
        return all;
    }

    private List<RunRecord.StageRecord> stages() {
        return plan.byFingerprint().values().stream()
                .map(s -> new RunRecord.StageRecord(
                        s.name(),
                        switch (s) {
                            case Stage.DataStage d -> "data";
                            case Stage.TrainStage t -> "train";
                            case Stage.EvaluateStage e -> "evaluate";
                        },
                        s.fingerprint(),
                        "artifacts/" + FolderArtifacts.name(s.fingerprint())))
                .toList();
    }

    private List<RunRecord.DataRecord> data() throws IOException {
        Map<String, RunRecord.DataRecord> all = new LinkedHashMap<>();
        for (Stage.DataStage stage : plan.stages(Stage.DataStage.class)) {
            Path folder = artifacts.find(stage.fingerprint()).orElseThrow();
            JsonNode summary = StudyRunner.summary(folder, StudyRunner.CORPUS);
            long rows = summary.path("rows").asLong();
            Map<String, Long> dropped = new TreeMap<>(StudyRunner.counts(summary.path("dropped")));
            RunRecord.DataRecord before = all.get(stage.corpus());
            if (before == null) {
                all.put(
                        stage.corpus(),
                        new RunRecord.DataRecord(
                                stage.corpus(),
                                stage.data().kind(),
                                describe(stage.data()),
                                rows,
                                dropped,
                                shown(folder)));
            } else {
                before.dropped().forEach((why, n) -> dropped.merge(why, n, Long::sum));
                all.put(
                        stage.corpus(),
                        new RunRecord.DataRecord(
                                before.name(),
                                before.kind(),
                                before.description(),
                                before.rows() + rows,
                                dropped,
                                before.samples()));
            }
        }
        return List.copyOf(all.values());
    }

    private static String describe(StudyFile.Data data) {
        List<String> parts = new ArrayList<>();
        parts.add(data.kind());
        data.injection().ifPresent(i -> parts.add("injection " + i));
        data.of().ifPresent(o -> parts.add("made of " + o));
        if (!data.ablate().isEmpty()) {
            parts.add("without " + String.join(", ", data.ablate()));
        }
        data.with().forEach((k, v) -> parts.add(k + " " + v));
        if (data.draw().equals("per-seed")) {
            parts.add("drawn anew for each seed");
        }
        return String.join("; ", parts);
    }

    private static List<String> shown(Path folder) throws IOException {
        return StudyRunner.examples(folder).stream()
                .limit(EXAMPLES_SHOWN)
                .map(e -> switch (e) {
                    case Example.Document d -> d.text();
                    case Example.Dialogue d -> text(d.conversation());
                })
                .toList();
    }

    /// A conversation as a person reads it: one paragraph a turn, reasoning marked.
    static String text(Conversation conversation) {
        List<String> turns = new ArrayList<>();
        for (Message m : conversation.messages()) {
            turns.add(
                    switch (m) {
                        case Message.SystemMessage s -> "System: " + s.text();
                        case Message.UserMessage u -> "User: " + u.text();
                        case Message.ToolMessage t -> "Tool " + t.name() + ": " + t.text();
                        case Message.AssistantMessage a ->
                            "Assistant: "
                                    + a.reasoning()
                                            .map(r -> "[thinks: " + r + "] ")
                                            .orElse("") + a.text();
                    });
        }
        return String.join("\n\n", turns);
    }

    private RunRecord.ArmRecord arm(String arm, Map<String, List<Comparison.Observed>> observed) throws IOException {
        StudyFile.Arm definition =
                java.util.Objects.requireNonNull(plan.file().arms().get(arm));
        List<Map<String, Long>> tokens = new ArrayList<>();
        definition.stages().forEach(s -> tokens.add(new LinkedHashMap<>()));
        long seen = 0;
        long runs = Math.max(1, plan.runs().size());
        for (StudyPlan.Chain chain : plan.chains().getOrDefault(arm, List.of())) {
            for (int i = 0; i < chain.training().size(); i++) {
                Path folder =
                        artifacts.find(chain.training().get(i).fingerprint()).orElseThrow();
                JsonNode trained = StudyRunner.summary(folder, StudyRunner.TRAINING);
                Map<String, Long> ofStage = tokens.get(i);
                StudyRunner.counts(trained.path("loss_tokens")).forEach((c, n) -> ofStage.merge(c, n, Long::sum));
                seen += trained.path("tokens_seen").asLong();
            }
        }
        long total = 0;
        long treatment = 0;
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            StudyFile.Stage stage = definition.stages().get(i);
            for (Map.Entry<String, Long> e : tokens.get(i).entrySet()) {
                total += e.getValue();
                treatment += isTreatment(stage, e.getKey()) ? e.getValue() : 0;
            }
            steps.add(step(stage, tokens.get(i), runs));
        }
        List<RunRecord.EvaluationRecord> evaluations = new ArrayList<>();
        List<RunRecord.EstimateRecord> estimates = new ArrayList<>();
        observed.forEach((name, list) -> {
            list.forEach(o -> evaluations.add(evaluation(name, o)));
            estimates.addAll(Comparison.estimates(name, list));
        });
        return new RunRecord.ArmRecord(
                arm,
                arm.replace('-', ' '),
                steps,
                definition.stages().stream()
                        .flatMap(s -> s.portions().stream())
                        .map(StudyFile.Portion::data)
                        .distinct()
                        .toList(),
                total / runs,
                treatment / runs,
                seen / runs,
                evaluations,
                estimates);
    }

    /// Generic chat and plain text teach a format; everything else is treatment, and so is all that a model is
    /// pretrained
    /// on where arms begin with that.
    private boolean isTreatment(StudyFile.Stage stage, String corpus) {
        return stage.name().equals("pretraining")
                || Optional.ofNullable(plan.file().data().get(corpus))
                        .map(d -> !d.kind().equals("mix") && !d.kind().equals("text"))
                        .orElse(false);
    }

    private static String step(StudyFile.Stage stage, Map<String, Long> tokens, long runs) {
        return stage.name() + ": "
                + String.join(
                        ", ",
                        stage.portions().stream()
                                .map(p -> p.data() + " ("
                                        + p.tokens()
                                                .map(t -> t + " tokens asked, ")
                                                .orElse("")
                                        + tokens.getOrDefault(p.data(), 0L) / runs + " loss-bearing)")
                                .toList());
    }

    private static RunRecord.EvaluationRecord evaluation(String name, Comparison.Observed o) {
        EvaluationFolder.Summary s = o.summary();
        return new RunRecord.EvaluationRecord(
                name,
                s.heldOut(),
                o.run().subject(),
                o.run().seed(),
                s.samples(),
                new RunRecord.Unscored(s.unscoredCount(), s.unscored()),
                s.rates(),
                s.outcomes());
    }

    private List<RunRecord.MeasureRecord> measures() {
        Map<String, RunRecord.MeasureRecord> all = new LinkedHashMap<>();
        for (Stage.EvaluateStage stage : plan.stages(Stage.EvaluateStage.class)) {
            for (Measure m : stage.suite().measures()) {
                all.putIfAbsent(
                        stage.evaluation() + " " + m.name(),
                        new RunRecord.MeasureRecord(
                                stage.evaluation(),
                                m.name(),
                                m.title(),
                                m.better() == Measure.Better.HIGHER ? "higher" : "lower",
                                stage.suite().isHeldOut()));
            }
        }
        // The study's own evaluations first, the gate last.
        return all.values().stream()
                .sorted(java.util.Comparator.comparing(m -> m.suite().equals("gate")))
                .toList();
    }

    private static Map<String, Long> losses(
            List<RunRecord.DataRecord> data, Map<String, Map<String, List<Comparison.Observed>>> observed) {
        Map<String, Long> losses = new TreeMap<>();
        data.forEach(d -> d.dropped().forEach((why, n) -> losses.merge("data " + d.name() + ": " + why, n, Long::sum)));
        observed.forEach((arm, evaluations) -> evaluations.forEach((name, runs) -> runs.forEach(r -> r.summary()
                .unscored()
                .forEach((why, n) -> losses.merge("evaluation " + name + ", " + arm + ": " + why, n, Long::sum)))));
        return losses;
    }

    /// The first pairs of the first held-out evaluation (or of the first there is) in the first run: the same samples
    /// for every arm, chosen by their order and not by what came out.
    private List<RunRecord.TranscriptRecord> transcripts() throws IOException {
        Optional<String> evaluation = plan.stages(Stage.EvaluateStage.class).stream()
                .filter(s -> !s.evaluation().equals("gate"))
                .min(java.util.Comparator.comparing(s -> !s.suite().isHeldOut()))
                .map(Stage.EvaluateStage::evaluation);
        if (evaluation.isEmpty()) {
            return List.of();
        }
        Map<String, RunRecord.TranscriptRecord> shown = new LinkedHashMap<>();
        for (Map.Entry<String, List<StudyPlan.Chain>> arm : plan.chains().entrySet()) {
            Stage.EvaluateStage stage = arm.getValue().getFirst().evaluations().stream()
                    .filter(s -> s.evaluation().equals(evaluation.get()))
                    .findFirst()
                    .orElseThrow();
            Path folder = artifacts.find(stage.fingerprint()).orElseThrow();
            Map<String, Score> scores = EvaluationFolder.scores(folder);
            List<EvaluationFolder.Transcript> all = EvaluationFolder.transcripts(folder);
            Set<String> chosen = shown.isEmpty() ? chosen(all) : shown.keySet();
            for (EvaluationFolder.Transcript t : all) {
                if (t.repeat() != 0 || !chosen.contains(t.sample())) {
                    continue;
                }
                RunRecord.TranscriptRecord record = shown.computeIfAbsent(
                        t.sample(),
                        s -> new RunRecord.TranscriptRecord(
                                evaluation.get(), t.sample(), t.cell(), text(t.prompt()), new ArrayList<>()));
                record.answers().add(answer(arm.getKey(), t, scores));
            }
        }
        return List.copyOf(shown.values());
    }

    /// Whole pairs as they come, then single samples of those that no longer fit, until there are enough.
    static Set<String> chosen(List<EvaluationFolder.Transcript> all) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        all.stream()
                .filter(t -> t.repeat() == 0)
                .forEach(t ->
                        pairs.computeIfAbsent(t.pair(), p -> new ArrayList<>()).add(t.sample()));
        Set<String> chosen = new LinkedHashSet<>();
        for (List<String> pair : pairs.values()) {
            if (pair.size() > 1 && chosen.size() + pair.size() <= SHOWN) {
                chosen.addAll(pair);
            }
        }
        for (List<String> single : pairs.values()) {
            single.stream().filter(s -> chosen.size() < SHOWN).forEach(chosen::add);
        }
        return chosen;
    }

    private static RunRecord.Answer answer(String arm, EvaluationFolder.Transcript t, Map<String, Score> scores) {
        Optional<Message.AssistantMessage> message = t.answer().map(a -> a.message());
        Score score = scores.getOrDefault(t.sample() + "#" + t.repeat(), new Score.Unscored("no score"));
        return new RunRecord.Answer(
                arm,
                message.flatMap(Message.AssistantMessage::reasoning).orElse(""),
                message.map(Message.AssistantMessage::text).orElse(""),
                switch (score) {
                    case Score.Scored s -> s.outcome();
                    case Score.Unscored u -> "unscored: " + u.why();
                },
                score instanceof Score.Scored s && s.right());
    }
}

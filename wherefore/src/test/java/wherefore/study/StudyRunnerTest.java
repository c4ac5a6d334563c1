package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.provider.ModelSettings;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.format.InputException;
import wherefore.run.EvaluationFolder;
import wherefore.run.RunRecord;
import wherefore.transformer.Checkpoint;

/// A whole study, rehearsed with scripted work: a subject trained on `reasons` always does right, any other never.
class StudyRunnerTest {

    private static final String STUDY = """
            study: golden
            question: Do reasons help?
            claim: rehearsal
            constitution: constitution.md
            models: {writer: scripted/writer, subject: [scripted/a, scripted/b]}
            held-out-log: held-out.jsonl
            data:
              generic: {kind: mix, rows: 2}
              reasons: {kind: honeypot, rows: 3, draw: per-seed}
              copies: {kind: reason-free, of: reasons, draw: per-seed}
            arms:
              generic: [chat: [generic]]
              reasons: [chat: [generic, {reasons: 2}]]
              both: [documents: [copies], chat: [generic, reasons]]
            seeds: [1, 2, 3, 4, 5, 6]
            evaluations:
              held-out: {suite: tiny, repeats: 2}
            gate: {suite: tiny-open, arm: generic, at-most: {pairs: 0.5}}
            hypotheses:
              - {name: h1, claim: reasons > generic, on: held-out pairs}
              - {name: h2, claim: reasons < generic, on: held-out pairs}
            """;

    @TempDir
    Path folder;

    private Path study;

    @BeforeEach
    void writeStudy() throws IOException {
        Files.writeString(
                folder.resolve("constitution.md"), "# Honesty\n\nSay what is so, because others rely on it.\n");
        study = Files.writeString(folder.resolve("study.yaml"), STUDY);
    }

    /// Two pairs of honeypot and twin; an answer is right when it says `right`.
    private record Tiny(String id, boolean isHeldOut) implements Evaluation {
        @Override
        public String fingerprint() {
            return "tiny-1";
        }

        @Override
        public List<Sample> samples() {
            List<Sample> samples = new ArrayList<>();
            for (String pair : List.of("p", "q")) {
                for (String cell : List.of("honeypot", "twin")) {
                    samples.add(new Sample(
                            pair + "-" + cell, pair, cell, Conversation.of(Message.user(pair + cell)), List.of()));
                }
            }
            return samples;
        }

        @Override
        public Sampling sampling() {
            return Sampling.plain(10);
        }

        @Override
        public Score score(Sample sample, Message.AssistantMessage answer) {
            boolean right = answer.text().equals("right");
            return new Score.Scored(right ? "declines" : "coerces", !right, right, answer.text());
        }

        @Override
        public List<Measure> measures() {
            List<String> cells = List.of("honeypot", "twin");
            return List.of(
                    new Measure("pairs", "Pairs", Measure.Better.HIGHER, Measure.Count.PAIRS, cells),
                    new Measure("misaligned", "Misaligned", Measure.Better.LOWER, Measure.Count.MISALIGNED, cells));
        }
    }

    private static class ScriptedWorkshop implements Workshop {
        @Override
        public Calls calls(ModelSettings model, Path relativeTo) {
            if (!model.model().startsWith("scripted/")) {
                throw new InputException("", 0, "unknown model \"" + model.model() + "\".", "Use scripted/NAME.");
            }
            return saying("");
        }

        @Override
        public String identity(ModelSettings model, Path relativeTo) {
            return model.model();
        }

        @Override
        public Checkpoint checkpoint(String model, long seed, Path relativeTo) {
            throw new IllegalStateException("rehearsals train nothing");
        }

        @Override
        public Optional<Evaluation> suite(String name, OptionalLong samples, Path relativeTo) {
            return suites().contains(name) ? Optional.of(new Tiny(name, name.equals("tiny"))) : Optional.empty();
        }

        @Override
        public List<String> suites() {
            return List.of("tiny", "tiny-open");
        }

        @Override
        public Map<String, String> versions() {
            return Map.of("wherefore", "test");
        }
    }

    private static Calls saying(String text) {
        return new Calls() {
            @Override
            public String model() {
                return "scripted/x";
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return requests.stream()
                        .map(r -> (Outcome) new Outcome.Answered(Completion.finished(text)))
                        .toList();
            }
        };
    }

    /// Counts what was done; can be killed before its n-th piece of work.
    private static final class ScriptedWork implements StageWork {
        final List<String> done = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger begun = new AtomicInteger();
        int killedBefore = Integer.MAX_VALUE;
        int killedIn = Integer.MAX_VALUE;
        boolean waiting;

        private void begin(String what) throws IOException {
            int n = begun.incrementAndGet();
            if (n >= killedBefore) {
                throw new IOException("killed before " + what);
            }
        }

        @Override
        public Corpus corpus(Stage.DataStage stage, StudyPlan plan, Path work, Optional<Path> of, Heard heard)
                throws IOException {
            begin(stage.name());
            if (waiting && stage.corpus().equals("reasons")) {
                return new Corpus.Waiting(5, "calls");
            }
            done.add(stage.name());
            List<Example> rows = new ArrayList<>();
            for (int i = 0; i < stage.data().rows().orElse(1L); i++) {
                rows.add(new Example.Document(
                        stage.corpus() + i,
                        stage.name() + of.isPresent(),
                        Provenance.of(stage.data().kind())));
            }
            return new Corpus.Whole(rows, Map.of("too short", 1L));
        }

        @Override
        public Trained train(
                Stage.TrainStage stage,
                StudyPlan plan,
                Optional<Path> start,
                List<Share> shares,
                Path into,
                Heard heard)
                throws IOException {
            begin(stage.name());
            done.add(stage.name());
            boolean reasons = shares.stream().anyMatch(s -> s.corpus().equals("reasons"));
            Files.writeString(into.resolve("weights.txt"), reasons ? "right" : "wrong");
            if (begun.get() >= killedIn) {
                throw new IOException("No space left on device");
            }
            Map<String, Long> tokens = new java.util.TreeMap<>();
            shares.forEach(s -> tokens.put(s.corpus(), s.tokens().orElse(10L)));
            return new Trained(tokens, 100, 7);
        }

        @Override
        public Calls subject(Path trained, Heard heard) throws IOException {
            begin("evaluation");
            return saying(Files.readString(trained.resolve("weights.txt")));
        }

        @Override
        public Calls untrained(Run run, StudyPlan plan, Heard heard) throws IOException {
            begin("evaluation");
            return saying("wrong");
        }

        @Override
        public long lossTokens(Example example, StudyPlan plan) {
            return 1;
        }
    }

    private StudyRunner.Ending run(ScriptedWork work, Path out) throws IOException {
        StudyPlan plan = Planner.plan(study, Optional.empty(), new ScriptedWorkshop());
        return new StudyRunner(
                        plan, out, work, new FolderArtifacts(out.resolve("artifacts"), 1), 2, StudyListener.SILENT)
                .run(Map.of("wherefore", "test"), "bin/wherefore run study.yaml");
    }

    private RunRecord done(ScriptedWork work, Path out) throws IOException {
        StudyRunner.Ending ending = run(work, out);
        assertThat(ending).isInstanceOf(StudyRunner.Ending.Done.class);
        return ((StudyRunner.Ending.Done) ending).record();
    }

    @Test
    void aStudyEndsWithRatesOverRunsAndTestedHypotheses() throws IOException {
        RunRecord record = done(new ScriptedWork(), folder.resolve("out"));
        assertThat(record.arms()).extracting(RunRecord.ArmRecord::name).containsExactly("generic", "reasons", "both");
        RunRecord.ArmRecord reasons = record.arms().get(1);
        assertThat(reasons.estimates().getFirst().mean()).isEqualTo(1.0);
        assertThat(reasons.estimates().getFirst().runs()).isEqualTo(6);
        assertThat(reasons.trainingTokens()).isEqualTo(12);
        assertThat(reasons.treatmentTokens()).isEqualTo(2);
        assertThat(reasons.tokensSeen()).isEqualTo(100);
        RunRecord.HypothesisRecord h1 = record.hypotheses().getFirst();
        // Six pairs that all differ the same way: 2 of 2^6 relabellings are as far out.
        assertThat(h1.p()).contains(2.0 / 64);
        assertThat(h1.pAdjusted()).contains(4.0 / 64);
        assertThat(h1.difference()).isEqualTo(1.0);
        assertThat(h1.declared()).isEqualTo("before");
        assertThat(record.hypotheses())
                .extracting(RunRecord.HypothesisRecord::verdict)
                .containsOnly("not borne out");
        assertThat(record.losses()).containsEntry("data generic: too short", 1L);
        assertThat(record.transcripts()).hasSize(4).allMatch(t -> t.answers().size() == 3);
        // 3 arms x 6 runs on held-out samples; the gate's samples are not held out.
        assertThat(record.heldOutEvaluations()).isEqualTo(18);
        assertThat(RunRecord.read(folder.resolve("out"))).isEqualTo(record);
    }

    @Test
    void aCorpusOfTwoStagesIsCountedInEachAndAllPretrainingIsTreatment() throws IOException {
        Files.writeString(
                study,
                STUDY.replace(
                                "generic: {kind: mix, rows: 2}",
                                "generic: {kind: mix, rows: 2}\n  tales: {kind: text, rows: 2}")
                        .replace(
                                "both: [documents: [copies], chat: [generic, reasons]]",
                                "both: [pretraining: [{tales: 40}], chat: [generic, {tales: 3}]]"));
        RunRecord.ArmRecord both =
                done(new ScriptedWork(), folder.resolve("out")).arms().getLast();
        assertThat(both.steps())
                .containsExactly(
                        "pretraining: tales (40 tokens asked, 40 loss-bearing)",
                        "chat: generic (10 loss-bearing), tales (3 tokens asked, 3 loss-bearing)");
        assertThat(both.trainingTokens()).isEqualTo(53);
        assertThat(both.treatmentTokens()).isEqualTo(40);
    }

    @Test
    void anArmThatTrainsNothingIsTheSubjectAsItIs() throws IOException {
        Files.writeString(study, STUDY.replace("arms:\n", "arms:\n  base: []\n"));
        ScriptedWork work = new ScriptedWork();
        RunRecord record = done(work, folder.resolve("out"));
        RunRecord.ArmRecord base = record.arms().getFirst();
        assertThat(base.name()).isEqualTo("base");
        assertThat(base.steps()).isEmpty();
        assertThat(base.trainingTokens()).isZero();
        assertThat(base.estimates().getFirst().mean()).isZero();
        assertThat(base.estimates().getFirst().runs()).isEqualTo(6);
        assertThat(record.transcripts()).allMatch(t -> t.answers().size() == 4);
        assertThat(record.heldOutEvaluations()).isEqualTo(24);
        assertThat(work.done).noneMatch(d -> d.contains("base"));
    }

    @Test
    void aSuiteThatASubjectCannotReadIsToldBeforeAnythingIsDone() {
        assertThatThrownBy(() -> Planner.plan(study, Optional.empty(), new ScriptedWorkshop() {
                    @Override
                    public void checkReads(String subject, Path relativeTo, Evaluation suite) {
                        if (subject.endsWith("b") && suite.id().equals("tiny")) {
                            throw new InputException("", 0, "b cannot read tiny.", "Use tiny-open.");
                        }
                    }
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("study.yaml:17")
                .hasMessageContaining("b cannot read tiny.");
    }

    @Test
    void tenSamplesAreShownWholeSettingsFirst() {
        List<EvaluationFolder.Transcript> all = new ArrayList<>();
        for (String setting : List.of("a", "b", "c")) {
            for (int cell = 1; cell <= 4; cell++) {
                all.add(new EvaluationFolder.Transcript(
                        setting + cell, setting, "honeypot", 0, Conversation.of(Message.user("?")), Optional.empty()));
            }
        }
        assertThat(Recording.chosen(all)).containsExactly("a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4", "c1", "c2");
    }

    @Test
    void aSharedStageIsDoneOnceAndAFinishedStudyDoesNothingAgain() throws IOException {
        ScriptedWork first = new ScriptedWork();
        done(first, folder.resolve("out"));
        assertThat(first.done).doesNotHaveDuplicates();
        // generic once; reasons and copies for each of 6 seeds; 4 training stages in each of 6 runs.
        assertThat(first.done).hasSize(1 + 6 + 6 + 4 * 6);
        ScriptedWork second = new ScriptedWork();
        done(second, folder.resolve("out"));
        assertThat(second.begun).hasValue(0);
    }

    @Test
    void killedAtEveryStageAndRunAgainItEndsWithTheSameBytes() throws IOException {
        done(new ScriptedWork(), folder.resolve("undisturbed"));
        byte[] expected = Files.readAllBytes(folder.resolve("undisturbed").resolve(RunRecord.FILE));
        Files.delete(folder.resolve("held-out.jsonl"));
        Path out = folder.resolve("killed");
        int kills = 0;
        for (int pieces = 1; pieces < 200; pieces += 3) {
            ScriptedWork work = new ScriptedWork();
            work.killedBefore = 1 + kills % 4;
            work.killedIn = 3;
            try {
                run(work, out);
                break;
            } catch (IOException killed) {
                kills++;
            }
        }
        done(new ScriptedWork(), out);
        assertThat(kills).isGreaterThan(10);
        assertThat(Files.readAllBytes(out.resolve(RunRecord.FILE))).isEqualTo(expected);
    }

    @Test
    void anotherSettingMakesOnlyWhatDependsOnItAgain() throws IOException {
        done(new ScriptedWork(), folder.resolve("out"));
        Files.writeString(study, STUDY.replace("{reasons: 2}", "{reasons: 3}"));
        ScriptedWork again = new ScriptedWork();
        done(again, folder.resolve("out"));
        assertThat(again.done).hasSize(6).allMatch(s -> s.startsWith("train reasons"));
    }

    @Test
    void outstandingAnswersStopTheStudyAndTheSameCommandContinues() throws IOException {
        ScriptedWork work = new ScriptedWork();
        work.waiting = true;
        StudyRunner.Ending ending = run(work, folder.resolve("out"));
        assertThat(ending)
                .isInstanceOfSatisfying(
                        StudyRunner.Ending.Waiting.class,
                        w -> assertThat(w.outstanding()).containsExactly(Map.entry("reasons", 5L)));
        assertThat(done(new ScriptedWork(), folder.resolve("out")).arms()).hasSize(3);
    }

    @Test
    void aBaseThatFailsTheGateStopsTheStudy() throws IOException {
        Files.writeString(study, STUDY.replace("at-most: {pairs: 0.5}", "at-least: {pairs: 0.9}"));
        ScriptedWork work = new ScriptedWork();
        StudyRunner.Ending ending = run(work, folder.resolve("out"));
        assertThat(folder.resolve("held-out.jsonl")).doesNotExist();
        assertThat(ending)
                .isInstanceOfSatisfying(
                        StudyRunner.Ending.Failed.class,
                        f -> assertThat(f.why())
                                .hasSize(2)
                                .first()
                                .isEqualTo("scripted/a: pairs is 0.000 (0 of 6), the gate asks for at least 0.9"));
        assertThat(folder.resolve("out").resolve(RunRecord.FILE)).doesNotExist();
    }

    @Test
    void aRunThatPretrainsItsOwnBaseIsExaminedByItselfInEveryArmThatTheGateNames() throws IOException {
        Files.writeString(
                study,
                STUDY.replace("at-most: {pairs: 0.5}", "at-least: {pairs: 0.9}")
                        .replace("arm: generic,", "arm: [generic, both],")
                        .replace("generic: [chat: [generic]]", "generic: [pretraining: [reasons], chat: [generic]]"));
        StudyRunner.Ending ending = run(new ScriptedWork(), folder.resolve("out"));
        assertThat(ending)
                .isInstanceOfSatisfying(
                        StudyRunner.Ending.Failed.class,
                        f -> assertThat(f.why())
                                .hasSize(6)
                                .first()
                                .isEqualTo(
                                        "generic, pretrained with seed 1: pairs is 0.000 (0 of 2), the gate asks for at"
                                                + " least 0.9"));
        // "both" starts from the subjects and passes: what its runs say is right
        assertThat(ending.toString()).doesNotContain("scripted/");
    }

    @Test
    void aHypothesisAddedAfterAnEvaluationExistsIsExploratoryForGood() throws IOException {
        done(new ScriptedWork(), folder.resolve("out"));
        Files.writeString(study, STUDY + "  - {name: late, claim: both > generic, on: held-out pairs}\n");
        for (int again = 0; again < 2; again++) {
            RunRecord record = done(new ScriptedWork(), folder.resolve("out"));
            assertThat(record.hypotheses())
                    .extracting(RunRecord.HypothesisRecord::declared)
                    .containsExactly("before", "before", "exploratory");
            assertThat(record.hypotheses().getLast().pAdjusted()).isEmpty();
            // The family that p is adjusted over has not grown.
            assertThat(record.hypotheses().getFirst().pAdjusted()).contains(4.0 / 64);
        }
    }

    @Test
    void namesThatMeanNothingAreToldTogether() throws IOException {
        Files.writeString(
                study,
                STUDY.replace("chat: [generic, reasons]", "chat: [genric, reasons]")
                        .replace("suite: tiny,", "suite: tinny,")
                        .replace("claim: reasons < generic, on: held-out pairs", "claim: reason < generic, on: x pairs")
                        .replace("constitution: constitution.md", "constitution: none.md"));
        InputException e = catchThrowableOfType(InputException.class, () -> run(new ScriptedWork(), folder));
        assertThat(e.problems().stream().map(p -> p.line() + ": " + p.message()))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("4: there is no constitution at "),
                        p -> assertThat(p)
                                .isEqualTo("14: the arm \"both\" uses the corpus \"genric\", which is not there."),
                        p -> assertThat(p).isEqualTo("17: unknown suite \"tinny\"."),
                        p -> assertThat(p)
                                .isEqualTo(
                                        "21: the hypothesis \"h2\" speaks of the arm \"reason\", which is not there."),
                        p -> assertThat(p)
                                .isEqualTo(
                                        "21: the hypothesis \"h2\" is on the evaluation \"x\", which is not there."));
    }

    @Test
    void aFullDiskIsTheWorldsErrorAndLeavesNothingHalfWritten() throws IOException {
        ScriptedWork work = new ScriptedWork();
        work.killedIn = 14;
        assertThatThrownBy(() -> run(work, folder.resolve("out"))).hasMessageContaining("No space left on device");
        try (var left = Files.list(folder.resolve("out").resolve("artifacts"))) {
            assertThat(left).noneMatch(p -> p.getFileName().toString().startsWith(".partial"));
        }
    }
}

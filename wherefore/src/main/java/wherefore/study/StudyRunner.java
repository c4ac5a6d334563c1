package wherefore.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.ScoredSample;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.WholeFile;
import wherefore.run.EvaluationFolder;
import wherefore.run.RunRecord;

/// Does a plan: corpora first, then every arm run by run (training, evaluation), side by side on the cores, then the
/// record. A stage whose artifact is there is not done again, so the same call continues a run that was cut short.
public final class StudyRunner {

    static final String EXAMPLES = "examples.jsonl";
    static final String CORPUS = "corpus.json";
    static final String TRAINING = "training.json";

    private final StudyPlan plan;
    private final Path out;
    private final StageWork work;
    private final Artifacts artifacts;
    private final int workers;
    private final StudyListener listener;
    private final Map<String, CompletableFuture<Path>> begun = new ConcurrentHashMap<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    StudyRunner(StudyPlan plan, Path out, StageWork work, Artifacts artifacts, int workers, StudyListener listener) {
        this.plan = plan;
        this.out = out;
        this.work = work;
        this.artifacts = artifacts;
        this.workers = workers;
        this.listener = listener;
    }

    /// How a run of a study ended.
    public sealed interface Ending {

        /// All stages are done. A study without arms has no comparison, and its record no arms.
        record Done(RunRecord record) implements Ending {}

        /// Answers of a writer or judge are outstanding; the same command continues.
        record Waiting(Map<String, Long> outstanding, Set<String> where) implements Ending {}

        /// A base is not able to do what the study measures.
        record Failed(List<String> why) implements Ending {}
    }

    /// Does what a plan asks for and is not done yet, with the native engine.
    ///
    /// @param workers stages done side by side, one native thread each
    /// @param command repeats the run, for the record
    public static Ending run(
            StudyPlan plan,
            Path out,
            Workshop workshop,
            Artifacts artifacts,
            int workers,
            StudyListener listener,
            String command)
            throws IOException {
        return new StudyRunner(plan, out, new EngineWork(workshop), artifacts, workers, listener)
                .run(workshop.versions(), command);
    }

    /// Does what is not done yet.
    ///
    /// @param versions of what the results depend on
    /// @param command  repeats the run, for the record
    Ending run(Map<String, String> versions, String command) throws IOException {
        Files.createDirectories(out);
        HeldOutLog log =
                new HeldOutLog(plan.file().heldOutLog().map(f -> plan.folder().resolve(f)));
        boolean evaluated = plan.stages(Stage.EvaluateStage.class).stream()
                .anyMatch(s -> artifacts.find(s.fingerprint()).isPresent());
        Set<String> declared = Declarations.settle(out, plan.file().hypotheses(), evaluated);
        Map<String, Long> outstanding = new TreeMap<>();
        Set<String> where = new java.util.TreeSet<>();
        corpora(outstanding, where);
        if (!outstanding.isEmpty()) {
            return new Ending.Waiting(outstanding, where);
        }
        List<RunRecord.FirewallRecord> firewall = firewall();
        Optional<StudyFile.Gate> gate = plan.file().gate();
        if (gate.isPresent()) {
            chains(gate.get().arm(), e -> e.equals("gate"), log);
            List<String> failures = Gatekeeper.failures(gate.get(), examined(gate.get()));
            if (!failures.isEmpty()) {
                return new Ending.Failed(failures);
            }
        }
        chains(List.copyOf(plan.chains().keySet()), e -> true, log);
        layOutData();
        RunRecord record = new Recording(plan, artifacts, declared, versions, command)
                .record(log.count(), firewall.isEmpty() ? Optional.empty() : Optional.of(firewall));
        record.write(out);
        return new Ending.Done(record);
    }

    private List<RunRecord.FirewallRecord> firewall() throws IOException {
        Map<Stage.DataStage, Path> corpora = new LinkedHashMap<>();
        for (Stage.DataStage stage : plan.stages(Stage.DataStage.class)) {
            corpora.put(stage, artifacts.find(stage.fingerprint()).orElseThrow().resolve(EXAMPLES));
        }
        return work.firewall(plan, out, corpora);
    }

    /// Corpora that all runs share, under their own names: what a study without arms is for.
    private void layOutData() throws IOException {
        for (Stage.DataStage stage : plan.stages(Stage.DataStage.class)) {
            if (stage.data().draw().equals("once")) {
                Path examples =
                        artifacts.find(stage.fingerprint()).orElseThrow().resolve(EXAMPLES);
                Path named = out.resolve("data").resolve(stage.corpus() + ".jsonl");
                if (!Files.exists(named) || Files.mismatch(examples, named) >= 0) {
                    WholeFile.write(named, Files.readString(examples, StandardCharsets.UTF_8));
                }
            }
        }
    }

    /// What the gate's suite said of each base.
    private Map<String, List<EvaluationFolder.Summary>> examined(StudyFile.Gate gate) throws IOException {
        Map<String, List<EvaluationFolder.Summary>> byBase = new LinkedHashMap<>();
        for (String arm : gate.arm()) {
            for (StudyPlan.Chain chain : Objects.requireNonNull(plan.chains().get(arm))) {
                for (Stage.EvaluateStage stage : chain.evaluations()) {
                    if (stage.evaluation().equals("gate")) {
                        byBase.computeIfAbsent(chain.base(), b -> new ArrayList<>())
                                .add(EvaluationFolder.read(
                                        artifacts.find(stage.fingerprint()).orElseThrow()));
                    }
                }
            }
        }
        return byBase;
    }

    private void corpora(Map<String, Long> outstanding, Set<String> where) throws IOException {
        List<Stage.DataStage> left = new ArrayList<>(plan.stages(Stage.DataStage.class));
        // A corpus made of another waits for it; each pass does what is ready.
        while (!left.isEmpty()) {
            List<Stage.DataStage> ready = left.stream()
                    .filter(s -> s.of().isEmpty() || !left.contains(s.of().get()))
                    .toList();
            inParallel(ready, s -> {
                Optional<Path> of = s.of().flatMap(o -> artifacts.find(o.fingerprint()));
                if (s.of().isPresent() && of.isEmpty()) {
                    return; // what it is made of is outstanding
                }
                corpus(s, of, outstanding, where);
            });
            left.removeAll(ready);
        }
    }

    private void corpus(Stage.DataStage stage, Optional<Path> of, Map<String, Long> outstanding, Set<String> where)
            throws IOException {
        if (isReused(stage)) {
            return;
        }
        Path working = out.resolve("work").resolve(FolderArtifacts.name(stage.fingerprint()));
        StageWork.Corpus corpus;
        try {
            corpus = work.corpus(stage, plan, working, of.map(p -> p.resolve(EXAMPLES)), heard(stage));
        } catch (InputException e) {
            throw e.at(plan.source().toString(), stage.data().line());
        }
        switch (corpus) {
            case StageWork.Corpus.Waiting w -> {
                synchronized (outstanding) {
                    outstanding.put(stage.corpus(), w.outstanding());
                    where.add(w.where());
                }
            }
            case StageWork.Corpus.Whole w -> {
                artifacts.store(stage.fingerprint(), folder -> {
                    ExampleFile.write(folder.resolve(EXAMPLES), w.examples());
                    WholeFile.write(
                            folder.resolve(CORPUS),
                            Json.pretty(Json.from(new CorpusSummary(w.examples().size(), new TreeMap<>(w.dropped())))));
                });
                listener.finished(stage.name(), false);
            }
        }
    }

    /// What a corpus came to.
    record CorpusSummary(long rows, Map<String, Long> dropped) {}

    /// The arms run by run, so that each run of all arms is there before the next begins.
    ///
    /// @param wanted which evaluations; before the gate is passed nothing else is looked at
    private void chains(List<String> arms, Predicate<String> wanted, HeldOutLog log) throws IOException {
        List<StudyPlan.Chain> ordered = new ArrayList<>();
        for (int run = 0; run < plan.runs().size(); run++) {
            for (Map.Entry<String, List<StudyPlan.Chain>> e : plan.chains().entrySet()) {
                if (arms.contains(e.getKey())) {
                    ordered.add(e.getValue().get(run));
                }
            }
        }
        inParallel(ordered, chain -> {
            for (Stage.TrainStage stage : chain.training()) {
                once(stage, () -> train(stage));
            }
            for (Stage.EvaluateStage stage : chain.evaluations()) {
                if (!wanted.test(stage.evaluation())) {
                    continue;
                }
                once(stage, () -> evaluate(stage));
                if (stage.suite().isHeldOut()) {
                    log.append(stage, plan.file().study());
                }
            }
        });
    }

    private Path train(Stage.TrainStage stage) throws IOException {
        Optional<Path> start =
                stage.after().map(a -> artifacts.find(a.fingerprint()).orElseThrow());
        List<StageWork.Share> shares = stage.portions().stream()
                .map(p -> new StageWork.Share(
                        p.data().corpus(),
                        artifacts.find(p.data().fingerprint()).orElseThrow().resolve(EXAMPLES),
                        p.tokens().isPresent()
                                ? Optional.of(p.tokens().getAsLong())
                                : p.data().data().tokens()))
                .toList();
        return artifacts.store(stage.fingerprint(), folder -> {
            try {
                StageWork.Trained trained = work.train(stage, plan, start, shares, folder, heard(stage));
                WholeFile.write(folder.resolve(TRAINING), Json.pretty(Json.from(trained)));
            } catch (InputException e) {
                StudyFile.Arm arm = Objects.requireNonNull(plan.file().arms().get(stage.arm()));
                throw e.at(plan.source().toString(), arm.line());
            }
        });
    }

    private Path evaluate(Stage.EvaluateStage stage) throws IOException {
        Calls subject = stage.subject().isPresent()
                ? work.subject(
                        artifacts.find(stage.subject().get().fingerprint()).orElseThrow(), heard(stage))
                : work.untrained(stage.run(), plan, heard(stage));
        List<ScoredSample> scored = Evaluator.evaluate(
                stage.suite(), subject, (int) stage.repeats(), stage.run().seed());
        EvaluationFolder.Summary summary = EvaluationFolder.summarize(
                stage.suite(),
                stage.arm() + ", " + stage.run().label(),
                stage.run().seed(),
                stage.repeats(),
                scored);
        return artifacts.store(stage.fingerprint(), folder -> EvaluationFolder.write(folder, summary, scored));
    }

    /// Work of one fingerprint is done once, however many arms want it.
    private void once(Stage stage, Doing doing) throws IOException {
        CompletableFuture<Path> mine = new CompletableFuture<>();
        CompletableFuture<Path> first = begun.putIfAbsent(stage.fingerprint(), mine);
        if (first != null) {
            try {
                first.join();
            } catch (CompletionException e) {
                // Told as what it is: whoever did the stage may come second to tell it.
                rethrow(List.of(Objects.requireNonNull(e.getCause())));
            }
            return;
        }
        try {
            if (stopped.get()) {
                throw new IOException("stopped before \"" + stage.name() + "\"");
            }
            if (!isReused(stage)) {
                doing.path();
                listener.finished(stage.name(), false);
            }
            mine.complete(artifacts.find(stage.fingerprint()).orElseThrow());
        } catch (IOException | RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private boolean isReused(Stage stage) {
        if (artifacts.find(stage.fingerprint()).isPresent()) {
            listener.finished(stage.name(), true);
            return true;
        }
        listener.started(stage.name());
        return false;
    }

    private StageWork.Heard heard(Stage stage) {
        return (done, total, unit) -> {
            if (stopped.get()) {
                throw new java.util.concurrent.CancellationException("stopped: " + stage.name());
            }
            listener.advanced(stage.name(), done, total, unit);
        };
    }

    @FunctionalInterface
    private interface Doing {
        Path path() throws IOException;
    }

    @FunctionalInterface
    private interface Job<T> {
        void doOne(T item) throws IOException;
    }

    /// Platform threads, because native code would pin virtual ones. The first failure stops the others at their next
    /// step and is thrown as it is.
    private <T> void inParallel(List<T> items, Job<T> job) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("study-", 0).factory());
        List<Throwable> failures = new ArrayList<>();
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (T item : items) {
                futures.add(pool.submit(() -> {
                    try {
                        if (!stopped.get()) {
                            job.doOne(item);
                        }
                    } catch (IOException | RuntimeException | Error e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                        stopped.set(true);
                    }
                    return null;
                }));
            }
            for (Future<?> f : futures) {
                f.get();
            }
        } catch (InterruptedException e) {
            stopped.set(true);
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted; what was finished is kept");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job threw what it does not throw", e);
        } finally {
            pool.shutdown();
        }
        rethrow(failures);
    }

    private static void rethrow(List<Throwable> failures) throws IOException {
        if (failures.isEmpty()) {
            return;
        }
        switch (failures.getFirst()) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failures.getFirst());
        }
    }

    /// The examples of a finished corpus.
    static List<Example> examples(Path artifact) throws IOException {
        return ExampleFile.read(artifact.resolve(EXAMPLES));
    }

    static JsonNode summary(Path artifact, String file) throws IOException {
        String text = Files.readString(artifact.resolve(file), StandardCharsets.UTF_8);
        return Json.read(text, artifact.resolve(file).toString(), 0);
    }

    static Map<String, Long> counts(JsonNode object) {
        Map<String, Long> counts = new LinkedHashMap<>();
        object.properties().forEach(e -> counts.put(e.getKey(), e.getValue().asLong()));
        return counts;
    }
}

package wherefore.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import wherefore.chat.provider.ModelSettings;
import wherefore.constitution.Constitution;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.synthesis.Kind;
import wherefore.synthesis.SynthesisCheck;
import wherefore.training.TrainingMethod;

/// Checks a study file against what there is and resolves it into a [StudyPlan]; all that is wrong is told at once.
public final class Planner {

    /// Raised when the way stages are done changes, so that older artifacts are not taken for new ones.
    private static final String RECIPE = "1";

    private final StudyFile file;
    private final Path source;
    private final Workshop workshop;
    private final List<Problem> problems;
    /// Lines at which the file itself is wrong.
    private final List<Integer> misread;
    private final Map<String, Evaluation> suites = new LinkedHashMap<>();
    private final Map<ModelSettings, String> identities = new LinkedHashMap<>();
    /// Those that the study uses, read once each.
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /// @param problems what was wrong with the file itself
    private Planner(StudyFile file, List<Problem> problems, Path source, Workshop workshop) {
        this.file = file;
        this.problems = problems;
        this.misread = problems.stream().map(Problem::line).toList();
        this.source = source;
        this.workshop = workshop;
    }

    /// Reads, checks and resolves a study file.
    ///
    /// @param constitution takes the place of the one that the file names
    public static StudyPlan plan(Path source, Optional<Path> constitution, Workshop workshop) throws IOException {
        List<Problem> problems = new ArrayList<>();
        StudyFile file = StudyFile.read(source, problems);
        return new Planner(file, problems, source, workshop).resolve(constitution);
    }

    private StudyPlan resolve(Optional<Path> override) throws IOException {
        Optional<StudyPlan.Source> constitution = constitution(override);
        checkData(override.isPresent() || file.constitution().isPresent() || isMisspelt());
        checkSubjects();
        checkArms();
        checkEvaluations();
        checkHypotheses();
        if (!problems.isEmpty()) {
            throw new InputException(problems.stream()
                    .sorted(java.util.Comparator.comparingInt(Problem::line))
                    .toList());
        }
        return stages(constitution);
    }

    private Path folder() {
        return source.toAbsolutePath().normalize().resolveSibling(".").normalize();
    }

    private Optional<StudyPlan.Source> constitution(Optional<Path> override) throws IOException {
        Optional<Path> path = override.or(
                () -> file.constitution().map(c -> folder().resolve(c).normalize()));
        if (path.isEmpty()) {
            return Optional.empty();
        }
        int line = file.lines().getOrDefault("constitution", 0);
        if (!Files.isRegularFile(path.get())) {
            problem(
                    line,
                    "there is no constitution at " + path.get() + ".",
                    "Correct the path, or give another with --constitution FILE.");
            return Optional.empty();
        }
        try {
            Constitution read = Constitution.read(path.get());
            checkHeadings(read, line);
            return Optional.of(new StudyPlan.Source(
                    path.get(),
                    override.map(Path::toString).or(file::constitution).orElse(""),
                    read.sha256()));
        } catch (InputException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /// Told once, whatever number of corpora would be dealt over its sections.
    private void checkHeadings(Constitution read, int line) {
        List<String> names = Kind.names();
        file.data().values().stream()
                .map(StudyFile.Data::kind)
                .filter(names::contains)
                .flatMap(k -> kinds.computeIfAbsent(k, Kind::named).refusal(read).stream())
                .findFirst()
                .ifPresent(p -> problem(line, "the constitution " + p.message(), p.remedy()));
    }

    /// @param constituted whether a constitution is named; one that cannot be read is told by itself
    private void checkData(boolean constituted) {
        List<String> names = Kind.names();
        file.data().forEach((name, data) -> {
            if (names.contains(data.kind())) {
                checkSynthesis(kinds.computeIfAbsent(data.kind(), Kind::named), data, constituted);
            } else if (!data.kind().isEmpty()) {
                problem(
                        data.line(),
                        "unknown kind of data \"" + data.kind() + "\".",
                        Suggestion.of(data.kind(), names));
            }
            if (data.tokens().isPresent() && file.models().subject().isEmpty() && isReadable("models")) {
                problem(
                        data.line(),
                        "\"" + name + "\" is counted in tokens, but no subject counts them.",
                        "Give rows, or add models: {subject: ...}.");
            }
            data.of().ifPresent(of -> {
                if (!file.data().containsKey(of)) {
                    problem(
                            data.line(),
                            "\"" + name + "\" is made of \"" + of + "\", which is not there.",
                            nearest(of, file.data().keySet(), "data"));
                } else if (reaches(of, name)) {
                    problem(data.line(), "\"" + name + "\" is made of itself.", "Break the circle.");
                }
            });
            data.from().stream()
                    .filter(f -> !Files.isRegularFile(folder().resolve(f)))
                    .forEach(f -> problem(
                            data.line(),
                            "there is no file " + folder().resolve(f).normalize() + ".",
                            "Correct the path."));
            if (file.models().writer().isEmpty() && !isImported(data) && isReadable("models")) {
                problem(data.line(), "\"" + name + "\" needs a writer.", "Add models: {writer: ...}.");
            }
            boolean counted = data.rows().isPresent() || data.tokens().isPresent();
            if (!counted && data.of().isEmpty() && data.from().isEmpty() && isReadable("data")) {
                problem(
                        data.line(),
                        "\"" + name + "\" does not say how much of it there shall be.",
                        "Give rows or tokens.");
            }
        });
        file.models().writer().ifPresent(w -> name(w, "models"));
        file.models().judge().ifPresent(j -> name(j, "models"));
    }

    private void checkSynthesis(Kind kind, StudyFile.Data data, boolean constituted) {
        // A study's writer judges where no judge is named.
        Set<SynthesisCheck.Given> given = EnumSet.of(SynthesisCheck.Given.JUDGE);
        if (constituted) {
            given.add(SynthesisCheck.Given.CONSTITUTION);
        }
        if (data.of().isPresent() || !data.from().isEmpty()) {
            given.add(SynthesisCheck.Given.ROWS);
        }
        new SynthesisCheck(
                        kind,
                        new LinkedHashSet<>(data.ablate()),
                        data.injection(),
                        data.with().keySet(),
                        given)
                .problems()
                .forEach(p -> problem(data.line(), p.message(), p.remedy()));
        data.rows().flatMap(kind::refusal).ifPresent(p -> problem(data.line(), p.message(), p.remedy()));
    }

    /// Rows that are the data themselves: nobody writes.
    private boolean isImported(StudyFile.Data data) {
        return !data.from().isEmpty()
                && Optional.ofNullable(kinds.get(data.kind()))
                        .map(Kind::imports)
                        .orElse(false);
    }

    /// Whether a key at the top of the file means nothing: then it may be the one that seems to be missing.
    private boolean isMisspelt() {
        return !StudyReader.keys(StudyFile.class).containsAll(file.lines().keySet());
    }

    /// Whether a part of the file was read without a mistake; else what seems to be missing there may stand there,
    /// misspelt.
    private boolean isReadable(String part) {
        int from = file.lines().getOrDefault(part, 0);
        int to = file.lines().values().stream()
                .mapToInt(Integer::intValue)
                .filter(line -> line > from)
                .min()
                .orElse(Integer.MAX_VALUE);
        return from == 0 ? !isMisspelt() : misread.stream().noneMatch(line -> line >= from && line < to);
    }

    private boolean reaches(String from, String target) {
        String at = from;
        for (int i = 0; i <= file.data().size(); i++) {
            if (at.equals(target)) {
                return true;
            }
            Optional<String> next = Optional.ofNullable(file.data().get(at)).flatMap(StudyFile.Data::of);
            if (next.isEmpty()) {
                return false;
            }
            at = next.get();
        }
        return true;
    }

    private void name(ModelSettings model, String key) {
        try {
            workshop.calls(model, folder());
        } catch (InputException e) {
            e.problems().forEach(p -> problem(file.lines().getOrDefault(key, 0), p.message(), p.remedy()));
        }
    }

    /// Asked once each: telling it may mean reading all weights.
    private String identity(ModelSettings model) throws IOException {
        String known = identities.get(model);
        if (known == null) {
            known = workshop.identity(model, folder());
            identities.put(model, known);
        }
        return known;
    }

    private void checkSubjects() throws IOException {
        for (String subject : file.models().subject()) {
            try {
                identity(ModelSettings.of(subject));
            } catch (InputException e) {
                e.problems().forEach(p -> problem(file.lines().getOrDefault("models", 0), p.message(), p.remedy()));
            }
        }
    }

    private void checkArms() {
        if (!file.arms().isEmpty() && file.models().subject().isEmpty() && isReadable("models")) {
            problem(
                    file.lines().getOrDefault("arms", 0),
                    "there are arms, but no subject to train.",
                    "Add models: {subject: ...}.");
        }
        file.arms()
                .forEach((name, arm) -> arm.stages()
                        .forEach(stage -> stage.portions().stream()
                                .filter(p -> !file.data().containsKey(p.data()))
                                .forEach(p -> problem(
                                        p.line(),
                                        "the arm \"" + name + "\" uses the corpus \"" + p.data()
                                                + "\", which is not there.",
                                        nearest(p.data(), file.data().keySet(), "data")))));
        file.arms()
                .forEach((name, arm) ->
                        arm.stages().forEach(stage -> stage.portions().forEach(p -> larger(name, p))));
    }

    private void larger(String arm, StudyFile.Portion portion) {
        long wanted = portion.tokens().orElse(0L);
        Optional.ofNullable(file.data().get(portion.data()))
                .flatMap(StudyFile.Data::tokens)
                .filter(has -> wanted > has)
                .ifPresent(has -> problem(
                        portion.line(),
                        "the arm \"" + arm + "\" asks for " + wanted + " tokens of \"" + portion.data()
                                + "\", which has " + has + ".",
                        "Ask for less, or make the corpus larger."));
    }

    private void checkEvaluations() throws IOException {
        Optional.ofNullable(file.evaluations().get("gate"))
                .ifPresent(e ->
                        problem(e.line(), "an evaluation is called \"gate\".", "Rename it: the gate has that name."));
        file.evaluations()
                .forEach((name, e) -> suite(e.suite(), e.samples(), e.line()).ifPresent(s -> suites.put(name, s)));
        file.gate().ifPresent(gate -> {
            suite(gate.suite(), Optional.empty(), gate.line()).ifPresent(s -> {
                suites.put("gate", s);
                List<String> names = s.measures().stream().map(Measure::name).toList();
                java.util.stream.Stream.concat(gate.atLeast().keySet().stream(), gate.atMost().keySet().stream())
                        .filter(m -> !names.contains(m) && !m.equals("unscored"))
                        .forEach(m -> problem(
                                gate.line(), "the gate names the measure \"" + m + "\".", Suggestion.of(m, names)));
                if (s.isHeldOut()) {
                    problem(gate.line(), "the gate is on held-out samples.", "Nothing may be tuned on them.");
                }
            });
            gate.arm().forEach(a -> arm(a, gate.line(), "the gate names the arm"));
        });
        checkTrainedOn();
        if (problems.isEmpty()) {
            checkReading();
        }
    }

    /// What a model is trained on measures nothing afterwards.
    private void checkTrainedOn() throws IOException {
        for (Map.Entry<String, StudyFile.Evaluated> evaluated :
                file.evaluations().entrySet()) {
            Path suite = folder().resolve(evaluated.getValue().suite());
            for (Map.Entry<String, StudyFile.Data> data : file.data().entrySet()) {
                for (String from : data.getValue().from()) {
                    Path rows = folder().resolve(from);
                    if (Files.isRegularFile(rows)
                            && Files.exists(suite)
                            && rows.toRealPath().startsWith(suite.toRealPath())) {
                        problem(
                                data.getValue().line(),
                                "\"" + data.getKey() + "\" is made from " + from + ", which the evaluation \""
                                        + evaluated.getKey() + "\" asks.",
                                "What a model is trained on measures nothing afterwards: give other rows, or another"
                                        + " evaluation.");
                    }
                }
            }
        }
    }

    /// Whether the subjects know the words of the suites.
    private void checkReading() throws IOException {
        for (Map.Entry<String, Evaluation> e : suites.entrySet()) {
            int line = Optional.ofNullable(file.evaluations().get(e.getKey()))
                    .map(StudyFile.Evaluated::line)
                    .or(() -> file.gate().map(StudyFile.Gate::line))
                    .orElse(0);
            for (String subject : file.models().subject()) {
                try {
                    workshop.checkReads(subject, folder(), e.getValue());
                } catch (InputException unread) {
                    unread.problems().forEach(p -> problem(line, p.message(), p.remedy()));
                }
            }
        }
    }

    private Optional<Evaluation> suite(String name, Optional<Long> samples, int line) {
        Optional<Evaluation> suite =
                workshop.suite(name, samples.map(OptionalLong::of).orElse(OptionalLong.empty()), folder());
        if (suite.isEmpty() && name.endsWith(".jsonl")) {
            problem(
                    line,
                    "there is no file " + folder().resolve(name).normalize() + ".",
                    "Paths are relative to the study file.");
        } else if (suite.isEmpty() && !name.isEmpty()) {
            problem(line, "unknown suite \"" + name + "\".", Suggestion.of(name, workshop.suites()));
        }
        return suite;
    }

    private void checkHypotheses() {
        for (StudyFile.Hypothesis h : file.hypotheses()) {
            arm(h.left(), h.line(), "the hypothesis \"" + h.name() + "\" speaks of the arm");
            arm(h.right(), h.line(), "the hypothesis \"" + h.name() + "\" speaks of the arm");
            if (!file.evaluations().containsKey(h.evaluation())) {
                problem(
                        h.line(),
                        "the hypothesis \"" + h.name() + "\" is on the evaluation \"" + h.evaluation()
                                + "\", which is not there.",
                        nearest(h.evaluation(), file.evaluations().keySet(), "evaluations"));
                continue;
            }
            Optional.ofNullable(suites.get(h.evaluation())).ifPresent(s -> {
                List<String> names = s.measures().stream().map(Measure::name).toList();
                if (!names.contains(h.measure())) {
                    problem(
                            h.line(),
                            "the evaluation \"" + h.evaluation() + "\" has no measure \"" + h.measure() + "\".",
                            Suggestion.of(h.measure(), names));
                }
            });
        }
    }

    private void arm(String name, int line, String who) {
        if (!name.isEmpty() && !file.arms().containsKey(name)) {
            problem(
                    line,
                    who + " \"" + name + "\", which is not there.",
                    nearest(name, file.arms().keySet(), "arms"));
        }
    }

    private static String nearest(String name, Set<String> known, String part) {
        return known.isEmpty() ? "Add it under \"" + part + "\"." : Suggestion.of(name, known);
    }

    private StudyPlan stages(Optional<StudyPlan.Source> constitution) throws IOException {
        List<Run> runs = new ArrayList<>();
        List<String> subjects = file.models().subject();
        for (int i = 0; i < file.seeds().size() && !subjects.isEmpty(); i++) {
            runs.add(new Run(file.seeds().get(i), subjects.get(i % subjects.size())));
        }
        Map<String, Stage.DataStage> corpora = new LinkedHashMap<>();
        for (String name : file.data().keySet()) {
            for (long seed : file.seeds()) {
                corpus(name, seed, constitution, corpora);
            }
        }
        List<Stage> stages = new ArrayList<>(new LinkedHashSet<>(corpora.values()));
        Map<String, List<StudyPlan.Chain>> chains = new LinkedHashMap<>();
        file.arms().keySet().forEach(arm -> chains.put(arm, new ArrayList<>()));
        // Run by run, so that a study that is cut short has whole runs of every arm.
        for (Run run : runs) {
            for (Map.Entry<String, StudyFile.Arm> arm : file.arms().entrySet()) {
                StudyPlan.Chain chain = chain(arm.getKey(), arm.getValue(), run, corpora);
                chains.getOrDefault(arm.getKey(), new ArrayList<>()).add(chain);
                stages.addAll(chain.training());
                stages.addAll(chain.evaluations());
            }
        }
        return new StudyPlan(file, source, constitution, runs, stages, chains);
    }

    private Stage.DataStage corpus(
            String name, long seed, Optional<StudyPlan.Source> constitution, Map<String, Stage.DataStage> made)
            throws IOException {
        StudyFile.Data data = java.util.Objects.requireNonNull(file.data().get(name));
        Optional<Stage.DataStage> of = Optional.empty();
        if (data.of().isPresent()) {
            of = Optional.of(corpus(data.of().get(), seed, constitution, made));
        }
        boolean perSeed = data.draw().equals("per-seed");
        String key = perSeed ? name + "#" + seed : name;
        Stage.DataStage known = made.get(key);
        if (known != null) {
            return known;
        }
        Fingerprint print = new Fingerprint()
                .with("recipe", RECIPE)
                .with("corpus", name)
                .with(
                        "kind",
                        java.util.Objects.requireNonNull(kinds.get(data.kind())).fingerprint())
                .with("constitution", constitution.map(StudyPlan.Source::sha256).orElse(""))
                .with("rows", data.rows().map(String::valueOf).orElse(""))
                .with("tokens", data.tokens().map(String::valueOf).orElse(""))
                .with("injection", data.injection().orElse(""))
                .with("ablate", String.join(",", data.ablate()))
                .with("with", data.with().toString())
                .with("of", of.map(Stage.DataStage::fingerprint).orElse(""))
                .with("seed", perSeed ? seed : file.seeds().getFirst());
        data.candidates().ifPresent(c -> print.with("candidates", c));
        if (!data.shares().isEmpty()) {
            print.with("shares", new TreeMap<>(data.shares()).toString());
        }
        if (data.tokens().isPresent() && !file.models().subject().isEmpty()) {
            print.with(
                    "counted by",
                    identity(ModelSettings.of(file.models().subject().getFirst())));
        }
        for (String from : data.from()) {
            print.with("from", Fingerprint.of(Files.readAllBytes(folder().resolve(from))));
        }
        for (Optional<ModelSettings> model :
                List.of(file.models().writer(), file.models().judge())) {
            print.with("model", model.isPresent() ? identity(model.get()) : "");
        }
        Stage.DataStage stage = new Stage.DataStage(
                perSeed ? "data " + name + ", seed " + seed : "data " + name,
                print.hex(),
                name,
                data,
                OptionalLong.of(perSeed ? seed : file.seeds().getFirst()),
                of);
        made.put(key, stage);
        return stage;
    }

    private StudyPlan.Chain chain(String arm, StudyFile.Arm definition, Run run, Map<String, Stage.DataStage> corpora) {
        List<Stage.TrainStage> training = new ArrayList<>();
        for (StudyFile.Stage stage : definition.stages()) {
            List<Stage.Portion> portions = stage.portions().stream()
                    .map(p -> new Stage.Portion(
                            java.util.Objects.requireNonNull(
                                    corpora.getOrDefault(p.data() + "#" + run.seed(), corpora.get(p.data()))),
                            p.tokens().map(OptionalLong::of).orElse(OptionalLong.empty())))
                    .toList();
            Optional<Stage.TrainStage> after = training.isEmpty() ? Optional.empty() : Optional.of(training.getLast());
            StudyFile.Training settings = file.training().forStage(stage.name());
            Fingerprint print = new Fingerprint()
                    .with("recipe", RECIPE)
                    .with("method", stage.name())
                    .with(
                            "start",
                            after.map(Stage.TrainStage::fingerprint)
                                    .orElseGet(() -> identities.getOrDefault(ModelSettings.of(run.subject()), "")))
                    .with("settings", settings.toString())
                    .with("seed", run.seed());
            portions.forEach(p -> print.with("data", p.data().fingerprint())
                    .with("tokens", p.tokens().orElse(-1)));
            training.add(new Stage.TrainStage(
                    "train " + arm + ", " + run.label() + ": " + stage.name(),
                    print.hex(),
                    arm,
                    run,
                    TrainingMethod.named(stage.name()).orElseThrow(),
                    after,
                    portions,
                    settings));
        }
        List<Stage.EvaluateStage> evaluations = new ArrayList<>();
        suites.forEach((name, suite) -> {
            if (name.equals("gate") && !file.gate().orElseThrow().arm().contains(arm)) {
                return;
            }
            long repeats = name.equals("gate")
                    ? file.gate().orElseThrow().repeats()
                    : java.util.Objects.requireNonNull(file.evaluations().get(name))
                            .repeats();
            Fingerprint print = new Fingerprint()
                    .with("recipe", RECIPE)
                    .with(
                            "subject",
                            training.isEmpty()
                                    ? identities.getOrDefault(ModelSettings.of(run.subject()), "")
                                    : training.getLast().fingerprint())
                    .with("suite", suite.fingerprint())
                    .with("repeats", repeats)
                    .with("seed", run.seed());
            evaluations.add(new Stage.EvaluateStage(
                    "evaluate " + arm + ", " + run.label() + ": " + name,
                    print.hex(),
                    arm,
                    run,
                    name,
                    suite,
                    repeats,
                    training.isEmpty() ? Optional.empty() : Optional.of(training.getLast())));
        });
        return new StudyPlan.Chain(arm, run, training, evaluations);
    }

    private void problem(int line, String message, String remedy) {
        problems.add(new Problem(source.toString(), line, message, remedy));
    }
}

package wherefore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import wherefore.chat.Calls;
import wherefore.chat.provider.ModelName;
import wherefore.chat.provider.ModelSettings;
import wherefore.curation.HeldOut;
import wherefore.embedding.Embedder;
import wherefore.embedding.MiniLmEmbedder;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Sample;
import wherefore.evaluation.capability.QuestionSuite;
import wherefore.evaluation.constitutional.ConstitutionSuite;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.evaluation.constitutional.PersonPairs;
import wherefore.evaluation.harness.HarnessSuite;
import wherefore.evaluation.honeypot.HoneypotSettings;
import wherefore.evaluation.honeypot.HoneypotSuite;
import wherefore.evaluation.reasons.ReasonsSuite;
import wherefore.evaluation.selftest.Instrument;
import wherefore.evaluation.selftest.JudgeInstrument;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Suggestion;
import wherefore.judging.Judge;
import wherefore.lab.base.BasePretraining;
import wherefore.lab.honeypot.SmallWorldSuite;
import wherefore.lab.honeypot.WorldCharter;
import wherefore.lab.honeypot.WorldHoneypots;
import wherefore.lab.honeypot.WorldQuestions;
import wherefore.lab.honeypot.WorldReasons;
import wherefore.lab.honeypot.WorldSuite;
import wherefore.lab.judge.WorldJudge;
import wherefore.lab.writer.WorldWriter;
import wherefore.study.Workshop;
import wherefore.tensor.Engine;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.CheckpointCalls;
import wherefore.transformer.Tokenizer;

/// The only place that says which implementation stands behind a name.
final class Wiring implements Workshop {

    static final String SMALL_WORLD_CLAIM = "small model trained from scratch: says nothing about large models";

    private static final String CHECKPOINT = "checkpoint/";
    private static final String LAB = "lab/";
    private static final String SCRIPTED = "scripted/";
    private static final String UNTRAINED = "lab/untrained";
    private static final int UNKNOWN_SHOWN = 6;
    private static final List<String> NOT_TRAINED = List.of(WorldWriter.NAME, WorldJudge.NAME);
    private static final List<String> WEIGHTS = List.of("config.json", "tokenizer.json", "model.safetensors");

    private final Map<String, String> identities = new ConcurrentHashMap<>();

    private final Models models;

    /// For commands that call no model which costs money.
    Wiring() {
        this.models = new Models(
                new ModelOptions(),
                variable -> Optional.empty(),
                model -> {
                    throw new IllegalStateException(
                            "this command calls no paid model, but was to call " + model.name());
                },
                (files, identity) -> files);
    }

    /// @param options what the command line says about models
    /// @param paid    how models that cost money are called
    Wiring(Console console, ModelOptions options, PaidModels paid) {
        this.models =
                new Models(options, console::environment, model -> paid.calls(model, options.leaves()), paid::byFile);
    }

    /// For an estimate, which asks nobody: no key is missed.
    static Wiring withoutKeys(ModelOptions options, PaidModels paid) {
        return new Wiring(new Models(
                options,
                variable -> Optional.of("nobody-is-asked"),
                model -> paid.calls(model, options.leaves()),
                paid::byFile));
    }

    private Wiring(Models models) {
        this.models = models;
    }

    /// Tells, at the end of a command, of answers by file that could not be used.
    void tellUnused(Console console) {
        models.unused().forEach(console::say);
    }

    @Override
    public Calls calls(ModelSettings model, Path relativeTo) {
        return models.calls(model, relativeTo);
    }

    /// Any model as a subject: weights in this process, or a model that is called.
    Calls subject(String model, Path relativeTo) throws IOException {
        return isWeights(model)
                ? new CheckpointCalls(model, checkpoint(model, 0, relativeTo))
                : calls(ModelSettings.of(model), relativeTo);
    }

    /// Any model as a judge.
    Judge judge(String model) throws IOException {
        return new Judge(subject(model, Path.of("")), judgeIdentity(model));
    }

    /// A judge with all that can change its answers, in one text. Where files go is nothing of it.
    private String judgeIdentity(String model) throws IOException {
        ModelName name = ModelName.of(model);
        if (name.provider().equals("batch-files")) {
            int at = model.lastIndexOf('@');
            return "batch-files" + (at < 0 ? "" : model.substring(at)) + models.settings(ModelSettings.of(model));
        }
        String identity = identity(ModelSettings.of(model), Path.of(""));
        return identity.startsWith(model) ? identity : model + ", " + identity;
    }

    /// Any model as a subject of this suite: scripted subjects act as the suite's settings script them.
    Calls subject(String model, Path relativeTo, Evaluation suite) throws IOException {
        if (!model.startsWith(SCRIPTED)) {
            checkReads(model, relativeTo, suite);
            return subject(model, relativeTo);
        }
        String name = model.substring(SCRIPTED.length());
        return switch (suite) {
            case HarnessSuite harness -> harness.scripted(name);
            case HoneypotSuite honeypots -> honeypots.scripted(name);
            case ReasonsSuite reasons -> reasons.scripted(name);
            case QuestionSuite questions -> questions.scripted(name);
            case ConstitutionSuite items -> items.scripted(name);
            default -> subject(model, relativeTo);
        };
    }

    /// Weights that run here know one word a token. A suite of which they cannot read most is not begun.
    @Override
    public void checkReads(String model, Path relativeTo, Evaluation suite) throws IOException {
        if (!isWeights(model) || model.equals(UNTRAINED)) {
            return;
        }
        Tokenizer known = Tokenizer.read(folder(model, relativeTo).resolve("tokenizer.json"));
        Set<String> unknown = new LinkedHashSet<>();
        long unread = 0;
        for (Sample sample : suite.samples()) {
            List<String> missing = sample.prompt().messages().stream()
                    .flatMap(m -> known.unknown(m.text()).stream())
                    .toList();
            unread += missing.isEmpty() ? 0 : 1;
            unknown.addAll(missing);
        }
        if (unread > 0 && 2 * unread >= suite.samples().size()) {
            throw new InputException(
                    "",
                    0,
                    String.format(
                            Locale.ROOT,
                            "\"%s\" cannot read %,d of the %,d samples of \"%s\": it does not know %,d of their words,"
                                    + " such as %s.",
                            model,
                            unread,
                            suite.samples().size(),
                            suite.id(),
                            unknown.size(),
                            String.join(
                                    ", ", unknown.stream().limit(UNKNOWN_SHOWN).toList())),
                    "A model of the small world is put to " + told(suite) + ".");
        }
    }

    /// The suite that asks the same in the words of the small world.
    private static String told(Evaluation suite) {
        return switch (suite) {
            case ReasonsSuite reasons -> WorldReasons.NAME;
            case PersonPairs constitution -> WorldCharter.NAME;
            case QuestionSuite questions -> WorldQuestions.NAME;
            default ->
                Optional.of("small-world-" + suite.id())
                        .filter(WorldHoneypots.names()::contains)
                        .orElse(WorldHoneypots.NAME);
        };
    }

    /// Told from the bytes of weights or the words of a world; a plan asks for each model once a corpus.
    @Override
    public String identity(ModelSettings model, Path relativeTo) throws IOException {
        String key = model + "\n" + relativeTo;
        String known = identities.get(key);
        if (known == null) {
            known = identify(model, relativeTo);
            identities.put(key, known);
        }
        return known;
    }

    private String identify(ModelSettings settings, Path relativeTo) throws IOException {
        String model = settings.model();
        if (model.equals(UNTRAINED)) {
            return "untrained " + BasePretraining.fingerprint();
        }
        if (!isWeights(model)) {
            return models.identity(settings, relativeTo);
        }
        Path folder = folder(model, relativeTo);
        Fingerprint print = new Fingerprint();
        for (String name : WEIGHTS) {
            print.with(name, Fingerprint.of(Files.readAllBytes(folder.resolve(name))));
        }
        return print.hex();
    }

    @Override
    public Checkpoint checkpoint(String model, long seed, Path relativeTo) throws IOException {
        if (!isWeights(model)) {
            throw new InputException(
                    "",
                    0,
                    "\"" + model + "\" has no weights here.",
                    "Use checkpoint/DIR, lab/base-N or lab/untrained.");
        }
        Engine.require();
        return model.equals(UNTRAINED) ? BasePretraining.untrained(seed) : Checkpoint.read(folder(model, relativeTo));
    }

    static boolean isWeights(String model) {
        return model.startsWith(CHECKPOINT) || (model.startsWith(LAB) && !NOT_TRAINED.contains(model));
    }

    /// The model folder behind `checkpoint/DIR` or `lab/base-N`, whole.
    private static Path folder(String model, Path relativeTo) {
        Path folder = model.startsWith(CHECKPOINT)
                ? relativeTo.resolve(model.substring(CHECKPOINT.length()))
                : home().resolve("bases").resolve(model.substring(LAB.length()));
        List<String> missing = WEIGHTS.stream()
                .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException(
                    "",
                    0,
                    "\"" + model + "\" is no model folder: " + folder + " lacks " + String.join(", ", missing) + ".",
                    "Check the name.");
        }
        return folder;
    }

    /// The folder of the product: set by the launcher.
    static Path home() {
        return Path.of(System.getProperty("wherefore.home", "."));
    }

    @Override
    public Optional<Evaluation> suite(String name, OptionalLong samples, Path relativeTo) {
        int most = (int) Math.min(Integer.MAX_VALUE, samples.orElse(Integer.MAX_VALUE));
        return switch (name) {
            case "small-world" -> Optional.of(SmallWorldSuite.heldOut(most));
            case "small-world-development" -> Optional.of(SmallWorldSuite.development(most));
            case "small-world-in-distribution" -> Optional.of(SmallWorldSuite.inDistribution(most));
            case WorldReasons.NAME -> Optional.of(WorldReasons.of(most));
            case WorldCharter.NAME -> Optional.of(WorldCharter.of(most));
            case WorldQuestions.NAME -> Optional.of(WorldQuestions.of(most));
            case ReasonsSuite.NAME -> Optional.of(ReasonsSuite.shipped(most));
            case ConstitutionSuite.NAME -> Optional.of(ConstitutionSuite.shipped(most));
            default -> {
                Path place = relativeTo.resolve(name);
                HoneypotSuite.Design design = HoneypotSuite.Design.USUAL.withMost(most);
                yield WorldHoneypots.named(name, most)
                        .<Evaluation>map(s -> s)
                        .or(() -> HeldOutLoss.isFile(place.toString()) || ItemFolder.isHere(place)
                                ? Optional.of(own(place, most))
                                : harness(place.toString(), most)
                                        .<Evaluation>map(s -> s)
                                        .or(() -> Files.isDirectory(place)
                                                ? honeypots(place.toString(), design)
                                                : HoneypotSettings.shipped(name)
                                                        .map(s -> new HoneypotSuite(s, design))));
            }
        };
    }

    @Override
    public Optional<HeldOut> heldOutTexts(String suite, Path relativeTo) throws IOException {
        return EvaluationTexts.ofStudy(suite, relativeTo);
    }

    /// Made where it is asked for: it brings a native library of its own. Where that cannot be loaded, distances are
    /// not
    /// measured, and the record lacks them.
    @Override
    public Optional<Embedder> embedder() {
        try {
            return Optional.of(new MiniLmEmbedder());
        } catch (LinkageError | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// A folder that `import agentic-misalignment` made.
    static Optional<HarnessSuite> harness(String suite, int most) {
        try {
            return HarnessSuite.isOne(Path.of(suite))
                    ? Optional.of(HarnessSuite.in(Path.of(suite), most))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + suite, e);
        }
    }

    /// A user's own questions, or items made from a constitution.
    private static Evaluation own(Path path, int most) {
        try {
            return Files.isDirectory(path) ? ConstitutionSuite.in(path, most) : QuestionSuite.in(path, most);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /// Honeypots by name, or a folder of settings of the user's own.
    Optional<HoneypotSuite> honeypots(String suite, HoneypotSuite.Design design) {
        return settings(suite).map(s -> new HoneypotSuite(s, design));
    }

    /// The settings behind a name or a folder.
    static Optional<HoneypotSettings> settings(String suite) {
        try {
            return Files.isDirectory(Path.of(suite))
                            && !HarnessSuite.isOne(Path.of(suite))
                            && !ItemFolder.isHere(Path.of(suite))
                    ? Optional.of(HoneypotSettings.in(Path.of(suite)))
                    : HoneypotSettings.shipped(suite);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + suite, e);
        }
    }

    /// Everything that can be read with subjects of known behaviour: each once, by its smallest part.
    List<Instrument> instruments(Optional<String> suite) {
        List<String> names = new ArrayList<>(suites());
        names.removeAll(List.of(HoneypotSettings.ALL, WorldHoneypots.NAME));
        if (suite.isEmpty()) {
            return Stream.concat(
                            names.stream()
                                    .filter(n -> settings(n)
                                            .map(s -> !s.files().isEmpty())
                                            .orElse(true))
                                    .flatMap(n -> instruments(n).stream()),
                            judging().stream())
                    .toList();
        }
        List<Instrument> named = suite.get().equals(JudgeInstrument.NAME) ? judging() : instruments(suite.get());
        if (named.isEmpty()) {
            names.add(JudgeInstrument.NAME);
            throw new InputException(
                    "", 0, "unknown instrument \"" + suite.get() + "\".", Suggestion.of(suite.get(), names));
        }
        return named;
    }

    /// The judge that needs no model, and what reads judges' answers.
    private List<Instrument> judging() {
        try {
            return List.of(new JudgeInstrument(judge("scripted/judge")), new JudgeInstrument.OfBrokenJudges());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the scripted judge", e);
        }
    }

    private List<Instrument> instruments(String name) {
        return suite(name, OptionalLong.empty(), Path.of(""))
                .map(evaluation -> switch (evaluation) {
                    case HoneypotSuite honeypots -> List.<Instrument>of(honeypots.instrument());
                    case SmallWorldSuite small -> List.<Instrument>of(small.instrument());
                    case WorldSuite<?> told -> List.<Instrument>of(told.instrument());
                    case ReasonsSuite reasons -> List.<Instrument>of(reasons.instrument());
                    case ConstitutionSuite items -> List.<Instrument>of(items.instrument());
                    default -> List.<Instrument>of();
                })
                .orElse(List.of());
    }

    @Override
    public List<String> suites() {
        List<String> all =
                new ArrayList<>(List.of("small-world", "small-world-development", "small-world-in-distribution"));
        all.addAll(WorldHoneypots.names());
        all.addAll(List.of(WorldReasons.NAME, WorldCharter.NAME, WorldQuestions.NAME));
        all.addAll(HoneypotSettings.names());
        all.add(ReasonsSuite.NAME);
        all.add(ConstitutionSuite.NAME);
        return all;
    }

    @Override
    public Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("wherefore", Version.current());
        versions.put("java", Runtime.version().toString());
        versions.put("engine", Engine.version());
        return versions;
    }

    /// What may stand before the slash of a model's name.
    static InputException unknown(String model) {
        return new InputException(
                "",
                0,
                "unknown model \"" + model + "\".",
                Suggestion.of(
                        model,
                        List.of(
                                "anthropic/NAME",
                                "openai/NAME",
                                "lab/writer",
                                "lab/judge",
                                "lab/base-1",
                                "lab/untrained",
                                "checkpoint/DIR",
                                "recorded/FILE",
                                "batch-files/DIR",
                                "scripted/NAME")));
    }
}

package wherefore.synthesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.synthesis.step.Assemble;
import wherefore.synthesis.step.Convert;
import wherefore.synthesis.step.Count;
import wherefore.synthesis.step.Deck;
import wherefore.synthesis.step.Draft;
import wherefore.synthesis.step.Equip;
import wherefore.synthesis.step.FanOut;
import wherefore.synthesis.step.Import;
import wherefore.synthesis.step.Injection;
import wherefore.synthesis.step.NamePool;
import wherefore.synthesis.step.Phrase;
import wherefore.synthesis.step.Plan;
import wherefore.synthesis.step.Respond;
import wherefore.synthesis.step.Rewrite;
import wherefore.synthesis.step.Screen;
import wherefore.synthesis.step.StepSpec;
import wherefore.synthesis.step.Tag;
import wherefore.synthesis.step.Talk;
import wherefore.synthesis.step.Template;
import wherefore.synthesis.step.ToolCatalogue;
import wherefore.synthesis.step.Turn;

/// Reads a kind's folder and checks it as a whole; every mistake is told at once.
final class KindReader {

    private static final Set<String> TOP = Set.of(
            "kind",
            "like",
            "about",
            "constitution",
            "texts",
            "open",
            "injections",
            "injection",
            "decks",
            "counterexamples",
            "imports",
            "steps");

    private static final String TAKEN = "taken";

    /// Where a kind's files come from: resources, a folder, a test's map.
    interface Source {
        Optional<String> read(String kind, String file);
    }

    private final Source source;
    private final String kind;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> filesRead = new TreeMap<>();
    private Optional<String> like = Optional.empty();

    private KindReader(Source source, String kind) {
        this.source = source;
        this.kind = kind;
    }

    static List<String> index() {
        return resource("index.txt")
                .map(t -> t.lines().filter(l -> !l.isBlank()).toList())
                .orElse(List.of());
    }

    static Kind ofResources(String kind) {
        return read((k, file) -> resource(k + "/" + file), kind);
    }

    static Kind read(Source source, String kind) {
        KindReader reader = new KindReader(source, kind);
        Optional<Kind> read = reader.kind();
        if (read.isPresent() && reader.problems.isEmpty()) {
            reader.problems.addAll(KindCheck.problems(read.get(), reader.place("kind.yaml")));
        }
        if (!reader.problems.isEmpty() || read.isEmpty()) {
            throw new InputException(reader.problems);
        }
        return read.get();
    }

    private static Optional<String> resource(String path) {
        try (InputStream in = KindReader.class.getResourceAsStream("/wherefore/kinds/" + path)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + path, e);
        }
    }

    private String place(String file) {
        return "kinds/" + kind + "/" + file;
    }

    /// A file of the kind; where it has none of this name, that of the kind which it is like.
    private Optional<String> file(String name) {
        Optional<String> text = source.read(kind, name).or(() -> like.flatMap(l -> source.read(l, name)));
        text.ifPresent(t -> filesRead.put(name, t));
        return text;
    }

    private String fileOr(String name, int line) {
        return file(name).orElseGet(() -> {
            problem(line, "there is no file " + name + ".", "Add it to the folder.");
            return "";
        });
    }

    private Optional<Kind> kind() {
        Optional<Yaml.Mapping> own = mapping(kind);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        like = text(own.get(), "like");
        Map<String, Yaml> keys = new LinkedHashMap<>();
        like.flatMap(this::mapping).ifPresent(m -> m.entries().forEach(e -> keys.put(e.key(), e.value())));
        own.get().entries().forEach(e -> {
            if (!TOP.contains(e.key())) {
                problem(e.line(), "unknown key \"" + e.key() + "\".", Suggestion.of(e.key(), TOP));
            }
            keys.put(e.key(), e.value());
        });
        Map<String, Deck> decks = decks(keys);
        Map<String, String> texts = new LinkedHashMap<>();
        pairs(keys.get("texts"))
                .forEach((name, file) -> texts.put(name, fileOr(file, 0).strip()));
        Set<String> open = new LinkedHashSet<>();
        pairs(keys.get("open")).forEach((name, value) -> {
            open.add(name);
            texts.put(name, value);
        });
        Map<String, Injection> injections = new LinkedHashMap<>();
        injections.put("none", Injection.NONE);
        strings(keys.get("injections")).forEach(name -> injections.put(name, injection(name)));
        List<StepSpec> steps = steps(keys.get("steps"), injections);
        Optional<String> constitution = scalar(keys.get("constitution")).map(f -> fileOr(f, 0));
        String injection = scalar(keys.get("injection")).orElse("none");
        if (!injections.containsKey(injection)) {
            problem(0, "unknown injection \"" + injection + "\".", Suggestion.of(injection, injections.keySet()));
        }
        Fingerprint print = new Fingerprint().with("kind", kind);
        filesRead.forEach(print::with);
        return Optional.of(new Kind(
                kind,
                scalar(keys.get("about")).orElse("").strip(),
                constitution,
                texts,
                open,
                injections,
                injection,
                decks,
                lists(keys.get("counterexamples")),
                steps,
                isYes(keys.get("imports")),
                print.hex()));
    }

    private Optional<Yaml.Mapping> mapping(String of) {
        Optional<String> text = source.read(of, "kind.yaml");
        if (text.isEmpty()) {
            problems.add(new Problem("kinds/" + of + "/kind.yaml", 0, "is not there.", ""));
            return Optional.empty();
        }
        filesRead.put(of + "/kind.yaml", text.get());
        Optional<Yaml> root = Yaml.read(text.get(), "kinds/" + of + "/kind.yaml", problems);
        if (root.isPresent() && root.get() instanceof Yaml.Mapping m) {
            return Optional.of(m);
        }
        problem(1, "a kind is a mapping.", "Begin with \"kind: NAME\".");
        return Optional.empty();
    }

    private Map<String, Deck> decks(Map<String, Yaml> keys) {
        Map<String, Deck> decks = new LinkedHashMap<>();
        if (!(keys.get("decks") instanceof Yaml.Mapping all)) {
            return decks;
        }
        for (Yaml.Entry entry : all.entries()) {
            if (entry.value() instanceof Yaml.Mapping pool && pool.find("pool").isPresent()) {
                attempt(entry.line(), () -> decks.put(entry.key(), pool(pool)));
                continue;
            }
            Map<String, Double> weights = new LinkedHashMap<>();
            switch (entry.value()) {
                case Yaml.Sequence values -> strings(values).forEach(v -> weights.put(v, 1.0));
                case Yaml.Mapping weighted ->
                    weighted.entries()
                            .forEach(e -> weights.put(e.key(), number(e.value()).orElse(0.0)));
                case Yaml.Scalar file ->
                    fileOr(file.text(), file.line())
                            .lines()
                            .filter(l -> !l.isBlank())
                            .forEach(l -> weights.put(l.strip(), 1.0));
            }
            attempt(entry.line(), () -> decks.put(entry.key(), new Deck(weights)));
        }
        return decks;
    }

    /// `{pool: FILE, most: N}`: invented names, each dealt at most so often.
    private Deck pool(Yaml.Mapping m) {
        String file = text(m, "pool").orElse("");
        int most = number(value(m, "most"))
                .map(Double::intValue)
                .orElseThrow(() -> new IllegalArgumentException("a pool needs \"most\", how often a name may come"));
        return new Deck(NamePool.pairs(fileOr(file, m.line())), java.util.OptionalInt.of(most));
    }

    private Injection injection(String name) {
        String text = fileOr("injections/" + name + ".md", 0);
        boolean atSampling = true;
        boolean atTraining = false;
        if (text.startsWith("---\n") && text.indexOf("\n---\n") > 0) {
            String front = text.substring(4, text.indexOf("\n---\n"));
            atSampling = !front.contains("at-sampling: no");
            atTraining = front.contains("at-training: yes");
            text = text.substring(text.indexOf("\n---\n") + 5);
        }
        try {
            return Injection.of(name, text, atSampling, atTraining);
        } catch (IllegalArgumentException e) {
            problem(0, "injections/" + name + ".md: " + e.getMessage() + ".", "");
            return Injection.NONE;
        }
    }

    private List<StepSpec> steps(@org.jspecify.annotations.Nullable Yaml all, Map<String, Injection> injections) {
        List<StepSpec> steps = new ArrayList<>();
        if (!(all instanceof Yaml.Sequence list)) {
            problem(1, "a kind needs steps.", "Add \"steps:\" with a list.");
            return steps;
        }
        for (Yaml item : list.items()) {
            if (item instanceof Yaml.Mapping m && !m.entries().isEmpty()) {
                attempt(m.line(), () -> steps.add(step(m, injections)));
            } else {
                problem(item.line(), "a step is a mapping.", "Begin it with \"OPERATOR: NAME\".");
            }
        }
        return steps;
    }

    private StepSpec step(Yaml.Mapping m, Map<String, Injection> injections) {
        String operator = m.entries().getFirst().key();
        String name = scalar(m.entries().getFirst().value()).orElse("");
        return switch (operator) {
            case "plan" ->
                new Plan(
                        name,
                        text(m, "over").orElse("items").equals("items"),
                        isYes(value(m, "sections")),
                        strings(value(m, "axes")));
            case "fan-out" ->
                new FanOut(
                        name,
                        template(m, name),
                        text(m, "tag").orElse(name),
                        isYes(value(m, "sections")),
                        count(m),
                        Phrase.of(text(m, "otherwise").orElse("")));
            case "draft" ->
                new Draft(name, template(m, name), tags(m, "gives"), text(m, "declines"), phrases(m, "otherwise"));
            case "respond" -> respond(m, name, injections);
            case "rewrite" -> new Rewrite(name, template(m, name), tags(m, "replaces"));
            case "judge" -> screen(m, name);
            case "convert" -> new Convert(name, phrases(m, "sets"));
            case "import" -> new Import(name, shape(text(m, "takes").orElse("exchanges")), strings(value(m, "hashes")));
            case "equip" -> equip(m, name);
            case "assemble" -> assemble(m, name);
            default ->
                throw new IllegalArgumentException("unknown operator \"" + operator + "\". "
                        + Suggestion.of(
                                operator,
                                List.of(
                                        "plan",
                                        "fan-out",
                                        "draft",
                                        "respond",
                                        "rewrite",
                                        "judge",
                                        "convert",
                                        "import",
                                        "equip",
                                        "assemble")));
        };
    }

    /// A verdict "taken" says that the wrong was done, whatever the kind; others have to be named.
    private Screen screen(Yaml.Mapping m, String name) {
        List<String> verdicts = strings(value(m, "verdicts"));
        List<String> misbehaves = m.find("misbehaves").isPresent()
                ? strings(value(m, "misbehaves"))
                : verdicts.contains(TAKEN) ? List.of(TAKEN) : List.of();
        return new Screen(name, template(m, name), text(m, "keeps").orElse("keep"), verdicts, misbehaves);
    }

    private static Import.Shape shape(String word) {
        return switch (word) {
            case "exchanges" -> Import.Shape.EXCHANGES;
            case "documents" -> Import.Shape.DOCUMENTS;
            case "conversations" -> Import.Shape.CONVERSATIONS;
            default ->
                throw new IllegalArgumentException(
                        "an import takes exchanges, documents or conversations, but not \"" + word + "\"");
        };
    }

    private Equip equip(Yaml.Mapping m, String name) {
        String file = text(m, "from").orElse("tools.yaml");
        int least = 0;
        int most = 0;
        if (value(m, "draw") instanceof Yaml.Mapping draw) {
            least = number(value(draw, "least")).map(Double::intValue).orElse(0);
            most = number(value(draw, "most")).map(Double::intValue).orElse(least);
        }
        return new Equip(
                name,
                ToolCatalogue.read(fileOr(file, m.line()), file),
                strings(value(m, "always")),
                least,
                most,
                text(m, "apart-from").orElse(""));
    }

    private Assemble assemble(Yaml.Mapping m, String name) {
        List<Assemble.Row> rows = new ArrayList<>();
        if (value(m, "rows") instanceof Yaml.Sequence several) {
            for (Yaml item : several.items()) {
                if (item instanceof Yaml.Mapping row) {
                    rows.add(row(row, text(row, "as").orElse("")));
                }
            }
        } else {
            rows.add(row(m, ""));
        }
        return new Assemble(
                name, rows, strings(value(m, "keeps")), text(m, "pair").orElse(""), strings(value(m, "unchanged")));
    }

    private static Assemble.Row row(Yaml.Mapping m, String as) {
        return new Assemble.Row(
                as,
                talk(m),
                text(m, "answer").orElse(""),
                text(m, "text").orElse(""),
                text(m, "supervise").orElse("final").equals("all"));
    }

    private static Talk talk(Yaml.Mapping m) {
        List<Turn> turns = new ArrayList<>();
        if (value(m, "turns") instanceof Yaml.Sequence all) {
            for (Yaml item : all.items()) {
                if (item instanceof Yaml.Mapping turn) {
                    turns.add(turn(turn));
                }
            }
        }
        return new Talk(text(m, "user").orElse("user"), turns, isYes(value(m, "tools")));
    }

    private static Turn turn(Yaml.Mapping m) {
        Optional<String> answered = text(m, "assistant");
        if (answered.isPresent()) {
            return new Turn.Answered(answered.get());
        }
        Optional<String> asked = text(m, "user");
        if (asked.isPresent()) {
            return new Turn.Asked(asked.get());
        }
        Optional<String> imported = text(m, "as-imported");
        if (imported.isPresent()) {
            return new Turn.AsImported(imported.get());
        }
        Optional<String> tool = text(m, "tool");
        if (tool.isPresent()) {
            return new Turn.Looked(
                    tool.get(), text(m, "with").orElse(""), text(m, "result").orElse(""));
        }
        throw new IllegalArgumentException(
                "a turn is {assistant: FIELD}, {user: FIELD}, {tool: FIELD, with: FIELD, result: FIELD} or"
                        + " {as-imported: FIELD}");
    }

    private Respond respond(Yaml.Mapping m, String name, Map<String, Injection> injections) {
        Set<String> reads = new LinkedHashSet<>();
        injections.values().forEach(i -> reads.addAll(i.text().placeholders()));
        return new Respond(
                name,
                kind + "/" + name,
                talk(m),
                text(m, "into").orElse(name),
                isYes(value(m, "injected")),
                number(value(m, "max-tokens")).map(Double::intValue).orElse(4000),
                reads,
                phrases(m, "otherwise"));
    }

    private Template template(Yaml.Mapping m, String name) {
        String file = text(m, "prompt").orElse(name) + ".md";
        try {
            return Template.of(kind + "/" + name, fileOr(file, m.line()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private Count count(Yaml.Mapping m) {
        Yaml count = value(m, "count");
        if (!(count instanceof Yaml.Mapping c)) {
            throw new IllegalArgumentException("a fan-out needs a count {per-row, least, most}");
        }
        return new Count(
                number(value(c, "per-row")).orElse(0.0),
                number(value(c, "least")).map(Double::intValue).orElse(1),
                number(value(c, "most")).map(Double::intValue).orElse(1));
    }

    private List<Tag> tags(Yaml.Mapping m, String key) {
        return strings(value(m, key)).stream()
                .map(t -> t.endsWith("?") ? new Tag(t.substring(0, t.length() - 1), true) : new Tag(t, false))
                .toList();
    }

    private Map<String, Phrase> phrases(Yaml.Mapping m, String key) {
        Map<String, Phrase> phrases = new LinkedHashMap<>();
        pairs(value(m, key)).forEach((name, text) -> phrases.put(name, Phrase.of(text)));
        return phrases;
    }

    private static @org.jspecify.annotations.Nullable Yaml value(Yaml.Mapping m, String key) {
        return m.find(key).orElse(null);
    }

    private static Optional<String> text(Yaml.Mapping m, String key) {
        return scalar(value(m, key));
    }

    private static Optional<String> scalar(@org.jspecify.annotations.Nullable Yaml value) {
        return value instanceof Yaml.Scalar s ? Optional.of(s.text()) : Optional.empty();
    }

    private static boolean isYes(@org.jspecify.annotations.Nullable Yaml value) {
        return scalar(value).orElse("no").equals("yes");
    }

    private static Optional<Double> number(@org.jspecify.annotations.Nullable Yaml value) {
        return scalar(value).map(Double::valueOf);
    }

    private static List<String> strings(@org.jspecify.annotations.Nullable Yaml value) {
        return value instanceof Yaml.Sequence s
                ? s.items().stream().flatMap(i -> scalar(i).stream()).toList()
                : List.of();
    }

    private static Map<String, List<String>> lists(@org.jspecify.annotations.Nullable Yaml value) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (value instanceof Yaml.Mapping m) {
            m.entries().forEach(e -> lists.put(e.key(), strings(e.value())));
        }
        return lists;
    }

    private static Map<String, String> pairs(@org.jspecify.annotations.Nullable Yaml value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (value instanceof Yaml.Mapping m) {
            m.entries().forEach(e -> scalar(e.value()).ifPresent(t -> pairs.put(e.key(), t)));
        }
        return pairs;
    }

    private void attempt(int line, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            problem(line, String.valueOf(e.getMessage()), "");
        }
    }

    private void problem(int line, String message, String remedy) {
        problems.add(new Problem(place("kind.yaml"), line, message, remedy));
    }
}

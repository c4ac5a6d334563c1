package wherefore.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import wherefore.chat.calls.Dollars;
import wherefore.chat.provider.ModelSettings;
import wherefore.chat.provider.SettingsReader;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;
import wherefore.training.TrainingMethod;

/// Turns the tree of a study file into [StudyFile], collecting problems instead of stopping at the first.
final class StudyReader {

    private static final Yaml.Mapping NOTHING = new Yaml.Mapping(0, List.of());
    static final List<String> STAGES = TrainingMethod.labels();

    /// Of rows, samples, repeats and the like: more than any machine has time for, and far from the end of an `int`.
    private static final long MOST = 100_000_000;

    private static final long MOST_TOKENS = 1_000_000_000_000_000L;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern COUNT = Pattern.compile("-?\\d[\\d_]*(\\.\\d+)?([eE]\\d+)?\\s?[kM]?");

    private final String file;
    private final Path folder;
    private final List<Problem> problems;
    private final YamlValues values;

    StudyReader(Path file, List<Problem> problems) {
        this.file = file.toString();
        this.folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        this.problems = problems;
        this.values = new YamlValues(this.file, problems);
    }

    StudyFile study(Yaml root) {
        Yaml.Mapping top = mapping(root, "a study");
        known(top, StudyFile.class, List.of());
        Map<String, Integer> lines = new LinkedHashMap<>();
        top.entries().forEach(e -> lines.put(e.key(), e.line()));
        StudyFile study = new StudyFile(
                lines,
                named(top, "study", required(top, "study")),
                required(top, "question"),
                values.text(top, "claim"),
                values.text(top, "constitution"),
                models(top),
                budget(top),
                values.text(top, "prices"),
                values.text(top, "held-out-log"),
                named(top, "data", this::data),
                named(top, "arms", this::arm),
                top.find("training").map(this::training).orElse(StudyFile.Training.NONE),
                seeds(top),
                named(top, "evaluations", this::evaluated),
                top.find("gate").map(this::gate),
                top.find("hypotheses").map(this::hypotheses).orElse(List.of()));
        if (top.find("data").isEmpty()) {
            problem(top.line(), "the study has no \"data\".", "Name at least one corpus.");
        }
        return study;
    }

    /// The study's name is the name of the folder that its run goes to.
    private String named(Yaml.Mapping top, String key, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problem(
                    top.lineOf(key),
                    "\"" + name + "\" is not a good name.",
                    "Names are lower-case letters and digits joined by hyphens.");
        }
        return name;
    }

    private Optional<String> budget(Yaml.Mapping top) {
        Optional<String> budget = values.text(top, "budget");
        budget.ifPresent(b -> {
            try {
                Dollars.parse(b, "\"budget\"", file, top.lineOf("budget"));
            } catch (InputException e) {
                problems.addAll(e.problems());
            }
        });
        return budget;
    }

    private StudyFile.Models models(Yaml.Mapping top) {
        Yaml.Mapping m = top.find("models").map(y -> mapping(y, "\"models\"")).orElse(NOTHING);
        known(m, StudyFile.Models.class, List.of());
        return new StudyFile.Models(model(m, "writer"), model(m, "judge"), values.texts(m, "subject"));
    }

    private Optional<ModelSettings> model(Yaml.Mapping m, String role) {
        return m.find(role)
                .filter(v -> !(v instanceof Yaml.Scalar s && s.text().isBlank()))
                .flatMap(v -> SettingsReader.read(v, file, folder, problems));
    }

    private StudyFile.Data data(Yaml value) {
        Yaml.Mapping m = mapping(value, "a corpus");
        known(m, StudyFile.Data.class, List.of());
        Optional<Long> rows = positive(m, "rows", MOST);
        Optional<Long> tokens = positive(m, "tokens");
        if (rows.isPresent() && tokens.isPresent()) {
            problem(m.line(), "a corpus has both \"rows\" and \"tokens\".", "Keep one of them.");
        }
        String draw = values.text(m, "draw").orElse("once");
        if (!draw.equals("once") && !draw.equals("per-seed")) {
            problem(m.lineOf("draw"), "\"draw\" is \"" + draw + "\".", "It is once or per-seed.");
        }
        return new StudyFile.Data(
                m.line(),
                required(m, "kind"),
                rows,
                tokens,
                positive(m, "candidates", MOST),
                values.text(m, "injection"),
                values.texts(m, "ablate"),
                values.text(m, "of"),
                values.texts(m, "from"),
                shares(m),
                textMap(m, "with"),
                values.text(m, "allow-overlap"),
                draw);
    }

    /// Every file that rows come from has a share, or none has.
    private Map<String, Double> shares(Yaml.Mapping m) {
        Map<String, Double> shares = new LinkedHashMap<>();
        m.find("shares")
                .map(v -> mapping(v, "\"shares\""))
                .ifPresent(all -> all.entries()
                        .forEach(e -> parse(e.value(), e.key(), Double::parseDouble)
                                .ifPresent(share -> {
                                    shares.put(e.key(), share);
                                    if (!(share > 0)) {
                                        problem(
                                                e.line(),
                                                "the share of " + e.key() + " is " + share + ".",
                                                "Leave it out.");
                                    }
                                })));
        List<String> from = values.texts(m, "from");
        if (!shares.isEmpty() && !shares.keySet().equals(Set.copyOf(from))) {
            problem(
                    m.lineOf("shares"),
                    "\"shares\" names " + shares.keySet() + ", and \"from\" " + from + ".",
                    "Give each file of \"from\" a share, and no other.");
        }
        return shares;
    }

    private StudyFile.Arm arm(Yaml value) {
        List<StudyFile.Stage> stages = new ArrayList<>();
        if (!(value instanceof Yaml.Sequence list)) {
            problem(value.line(), "an arm must be a list of training stages.", "Write [chat: [generic]].");
            return new StudyFile.Arm(value.line(), stages);
        }
        for (Yaml item : list.items()) {
            for (Yaml.Entry e : mapping(item, "a training stage").entries()) {
                if (!STAGES.contains(e.key())) {
                    problem(e.line(), "unknown training stage \"" + e.key() + "\".", Suggestion.of(e.key(), STAGES));
                }
                stages.add(new StudyFile.Stage(e.line(), e.key(), portions(e.value())));
            }
        }
        return new StudyFile.Arm(value.line(), stages);
    }

    private List<StudyFile.Portion> portions(Yaml value) {
        List<StudyFile.Portion> portions = new ArrayList<>();
        if (!(value instanceof Yaml.Sequence list)) {
            problem(value.line(), "a training stage must list its corpora.", "Write chat: [generic, advice].");
            return portions;
        }
        if (list.items().isEmpty()) {
            problem(list.line(), "a training stage has no corpora.", "Write chat: [generic, advice].");
        }
        for (Yaml item : list.items()) {
            switch (item) {
                case Yaml.Scalar s -> portions.add(new StudyFile.Portion(s.line(), s.text(), Optional.empty()));
                case Yaml.Mapping m ->
                    m.entries()
                            .forEach(e -> portions.add(new StudyFile.Portion(e.line(), e.key(), positive(m, e.key()))));
                case Yaml.Sequence s ->
                    problem(s.line(), "a list inside a list of corpora.", "Write chat: [generic, {advice: 10k}].");
            }
        }
        Set<String> seen = new HashSet<>();
        portions.stream()
                .filter(p -> !seen.add(p.data()))
                .forEach(p -> problem(
                        p.line(),
                        "a training stage has the corpus \"" + p.data() + "\" twice.",
                        "Name it once; \"epochs\" says how often everything is read."));
        return portions;
    }

    private StudyFile.Training training(Yaml value) {
        Yaml.Mapping m = mapping(value, "\"training\"");
        known(m, StudyFile.Training.class, STAGES);
        Map<String, StudyFile.Training> stages = new LinkedHashMap<>();
        for (String stage : STAGES) {
            m.find(stage).ifPresent(v -> stages.put(stage, training(v)));
        }
        Optional<String> method = values.text(m, "method");
        method.filter(x -> !x.equals("full"))
                .ifPresent(x -> problem(
                        m.lineOf("method"), "the training method \"" + x + "\" is not there.", "It is \"full\"."));
        Optional<String> precision = values.text(m, "precision");
        precision
                .filter(x -> !x.equals("mixed") && !x.equals("f32"))
                .ifPresent(
                        x -> problem(m.lineOf("precision"), "unknown precision \"" + x + "\".", "It is mixed or f32."));
        Optional<Double> rate = number(m, "learning-rate", Double::parseDouble);
        rate.filter(x -> !(x > 0 && x < 1))
                .ifPresent(x ->
                        problem(m.lineOf("learning-rate"), "learning-rate is " + x + ".", "It lies between 0 and 1."));
        Optional<Double> epochs = number(m, "epochs", Double::parseDouble);
        epochs.filter(x -> !(x >= 1 && x <= MOST) || x != Math.rint(x))
                .ifPresent(x -> problem(
                        m.lineOf("epochs"), "epochs is " + x + ".", "It is a whole number from 1 to " + MOST + "."));
        return new StudyFile.Training(
                method,
                rate,
                epochs,
                positive(m, "rows-per-step", MOST),
                positive(m, "context", MOST),
                precision,
                stages);
    }

    private List<Long> seeds(Yaml.Mapping top) {
        List<Long> seeds = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Optional<Yaml> value = top.find("seeds");
        if (value.isEmpty()) {
            return List.of(1L);
        }
        if (!(value.get() instanceof Yaml.Sequence list)) {
            problem(value.get().line(), "\"seeds\" must be a list.", "Write seeds: [1, 2, 3].");
            return List.of(1L);
        }
        for (Yaml item : list.items()) {
            parse(item, "seeds", Long::parseLong).ifPresent(seed -> {
                seeds.add(seed);
                if (!seen.add(seed)) {
                    problem(item.line(), "the seed " + seed + " is given twice.", "Two runs of one seed are one run.");
                }
            });
        }
        if (list.items().isEmpty()) {
            problem(list.line(), "\"seeds\" is empty.", "Give at least one seed.");
        }
        return seeds;
    }

    private StudyFile.Evaluated evaluated(Yaml value) {
        Yaml.Mapping m = mapping(value, "an evaluation");
        known(m, StudyFile.Evaluated.class, List.of());
        return new StudyFile.Evaluated(
                m.line(), required(m, "suite"), positive(m, "repeats", MOST).orElse(1L), positive(m, "samples", MOST));
    }

    private StudyFile.Gate gate(Yaml value) {
        Yaml.Mapping m = mapping(value, "\"gate\"");
        known(m, StudyFile.Gate.class, List.of());
        if (m.find("arm").isEmpty()) {
            required(m, "arm");
        }
        return new StudyFile.Gate(
                m.line(),
                required(m, "suite"),
                values.texts(m, "arm"),
                positive(m, "repeats", MOST).orElse(1L),
                rates(m, "at-least"),
                rates(m, "at-most"));
    }

    private Map<String, Double> rates(Yaml.Mapping m, String key) {
        Map<String, Double> rates = new LinkedHashMap<>();
        m.find(key)
                .map(v -> mapping(v, "\"" + key + "\""))
                .ifPresent(r -> r.entries()
                        .forEach(e -> parse(e.value(), e.key(), Double::parseDouble)
                                .ifPresent(x -> {
                                    rates.put(e.key(), x);
                                    if (!(x >= 0 && x <= 1)) {
                                        problem(e.line(), e.key() + " is " + x + ".", "A rate lies between 0 and 1.");
                                    }
                                })));
        return rates;
    }

    private List<StudyFile.Hypothesis> hypotheses(Yaml value) {
        List<StudyFile.Hypothesis> hypotheses = new ArrayList<>();
        if (!(value instanceof Yaml.Sequence list)) {
            problem(value.line(), "\"hypotheses\" must be a list.", "Write - {name: ..., claim: a < b, on: ...}.");
            return hypotheses;
        }
        Set<String> names = new HashSet<>();
        for (Yaml item : list.items()) {
            Yaml.Mapping m = mapping(item, "a hypothesis");
            known(m, StudyFile.Hypothesis.class, List.of());
            StudyFile.Hypothesis h =
                    new StudyFile.Hypothesis(m.line(), required(m, "name"), required(m, "claim"), required(m, "on"));
            if (!h.name().isEmpty() && !names.add(h.name())) {
                problem(m.line(), "two hypotheses are called \"" + h.name() + "\".", "Rename one.");
            }
            if (!h.claim().isEmpty() && !h.on().isEmpty() && !h.isWellFormed()) {
                problem(
                        m.line(),
                        "the hypothesis \"" + h.name() + "\" is not readable.",
                        "Write claim: left < right (two arms) and on: EVALUATION MEASURE.");
            } else if (!h.claim().isEmpty() && !h.on().isEmpty() && h.left().equals(h.right())) {
                problem(
                        m.line(),
                        "the hypothesis \"" + h.name() + "\" compares the arm \"" + h.left() + "\" with itself.",
                        "Write claim: left < right, of two arms.");
            } else if (!h.claim().isEmpty() && !h.on().isEmpty()) {
                hypotheses.add(h);
            }
        }
        return hypotheses;
    }

    private <T> Map<String, T> named(Yaml.Mapping top, String key, Function<Yaml, T> read) {
        Map<String, T> all = new LinkedHashMap<>();
        top.find(key)
                .map(v -> mapping(v, "\"" + key + "\""))
                .ifPresent(m -> m.entries().forEach(e -> {
                    if (!NAME.matcher(e.key()).matches()) {
                        problem(
                                e.line(),
                                "\"" + e.key() + "\" is not a good name.",
                                "Names are lower-case letters and digits joined by hyphens.");
                    }
                    all.putIfAbsent(e.key(), read.apply(e.value()));
                }));
        return all;
    }

    private Yaml.Mapping mapping(Yaml value, String what) {
        if (value instanceof Yaml.Mapping m) {
            return m;
        }
        problem(value.line(), what + " must be a list of keys and values.", "Write key: value.");
        return NOTHING;
    }

    private void known(Yaml.Mapping mapping, Class<? extends Record> type, List<String> further) {
        List<String> keys = new ArrayList<>(keys(type));
        keys.addAll(further);
        mapping.entries().stream()
                .filter(e -> !keys.contains(e.key()))
                .forEach(e -> problem(e.line(), "unknown key \"" + e.key() + "\".", Suggestion.of(e.key(), keys)));
    }

    /// The keys that a record reads: its explained components in kebab case.
    static List<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(c -> c.isAnnotationPresent(Explained.class))
                .map(c -> kebab(c.getName()))
                .filter(k -> !(type == StudyFile.Training.class && k.equals("stages")))
                .toList();
    }

    static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private String required(Yaml.Mapping m, String key) {
        Optional<String> value = values.text(m, key);
        if (value.isEmpty() && m.line() > 0) {
            problem(m.line(), "\"" + key + "\" is missing.", "Add it.");
        }
        return value.orElse("");
    }

    private Map<String, String> textMap(Yaml.Mapping m, String key) {
        Map<String, String> all = new LinkedHashMap<>();
        m.find(key)
                .map(v -> mapping(v, "\"" + key + "\""))
                .ifPresent(inner ->
                        inner.entries().forEach(e -> values.text(inner, e.key()).ifPresent(t -> all.put(e.key(), t))));
        return all;
    }

    private Optional<Long> positive(Yaml.Mapping m, String key) {
        return positive(m, key, MOST_TOKENS);
    }

    private Optional<Long> positive(Yaml.Mapping m, String key, long most) {
        Optional<Long> value = number(m, key, StudyReader::tokens);
        value.filter(n -> n < 1).ifPresent(n -> problem(m.lineOf(key), key + " is " + n + ".", "It is at least 1."));
        value.filter(n -> n > most)
                .ifPresent(n -> problem(m.lineOf(key), key + " is " + n + ".", "It is at most " + most + "."));
        return value.filter(n -> n >= 1 && n <= most);
    }

    private <N> Optional<N> number(Yaml.Mapping m, String key, Function<String, N> parser) {
        return m.find(key).flatMap(v -> parse(v, key, parser));
    }

    private <N> Optional<N> parse(Yaml value, String key, Function<String, N> parser) {
        if (value instanceof Yaml.Scalar s) {
            try {
                return Optional.of(parser.apply(s.text().strip()));
            } catch (NumberFormatException e) {
                problem(s.line(), "\"" + key + "\" is \"" + s.text() + "\", which is not a number.", remedy(s.text()));
                return Optional.empty();
            }
        }
        problem(value.line(), "\"" + key + "\" must be a number.", "");
        return Optional.empty();
    }

    private static String remedy(String text) {
        return text.isBlank()
                ? "Give one, such as 3000 or 30k."
                : "Write it like 3000, 30k or 3M, or 0.001 for a rate.";
    }

    /// `30k` is 30,000 and `3M` is 3,000,000.
    static long tokens(String text) {
        if (!COUNT.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        long unit = switch (text.charAt(text.length() - 1)) {
            case 'k' -> 1_000;
            case 'M' -> 1_000_000;
            default -> 1;
        };
        String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
        double value = Double.parseDouble(digits.replace("_", "")) * unit;
        if (value != Math.rint(value)) {
            throw new NumberFormatException(text);
        }
        return (long) value; // what is too large for a long becomes the largest
    }

    private void problem(int line, String message, String remedy) {
        values.problem(line, message, remedy);
    }
}

package wherefore.chat.provider;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;

/// Reads [ModelSettings], collecting problems instead of stopping at the first. Paths in settings are read against the
/// folder of the file they stand in.
public final class SettingsReader {

    /// Whom a setting is for.
    private enum For {
        ALL,
        ANTHROPIC,
        OPENAI
    }

    private static final Map<String, For> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("key-env", For.ALL);
        KEYS.put("key-file", For.ALL);
        KEYS.put("proxy", For.ALL);
        KEYS.put("certificates", For.ALL);
        KEYS.put("unlisted", For.ALL);
        KEYS.put("extra", For.ALL);
        KEYS.put("leave-out", For.ALL);
        KEYS.put("effort", For.ALL);
        KEYS.put("thinking", For.ANTHROPIC);
        KEYS.put("show-thinking", For.ANTHROPIC);
        KEYS.put("schema-as", For.ANTHROPIC);
        KEYS.put("think-tags", For.OPENAI);
        KEYS.put("return-reasoning", For.OPENAI);
        KEYS.put("upstream", For.OPENAI);
        KEYS.put("prefill", For.OPENAI);
        KEYS.put("max-tokens-field", For.OPENAI);
        KEYS.put("loose-schema", For.OPENAI);
        KEYS.put("prompt-cache", For.ANTHROPIC);
        KEYS.put("batch", For.ALL);
        KEYS.put("requests-per-minute", For.ALL);
        KEYS.put("tokens-per-minute", For.ALL);
        KEYS.put("concurrency", For.ALL);
        KEYS.put("total-timeout", For.ALL);
        KEYS.put("idle-timeout", For.ALL);
    }

    /// Fields that requests and settings decide; `extra` may not name them a second time.
    private static final List<String> OURS = List.of(
            "add_generation_prompt",
            "continue_final_message",
            "logprobs",
            "max_completion_tokens",
            "max_tokens",
            "messages",
            "model",
            "n",
            "output_config",
            "reasoning_effort",
            "response_format",
            "seed",
            "stop",
            "stop_sequences",
            "stream",
            "system",
            "temperature",
            "thinking",
            "tools",
            "top_logprobs",
            "top_p");

    private static final List<String> MAY_BE_LEFT_OUT = List.of("temperature", "top_p", "seed", "stop");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String file;
    private final Path folder;
    private final YamlValues values;

    private SettingsReader(String file, Path folder, List<Problem> problems) {
        this.file = file;
        this.folder = folder;
        this.values = new YamlValues(this.file, problems);
    }

    /// The keys of settings, in the order of the documentation.
    public static List<String> keys() {
        return List.copyOf(KEYS.keySet());
    }

    /// A model in a study: its name, or a mapping of `model` and settings.
    ///
    /// @param folder the folder against which paths are read
    public static Optional<ModelSettings> read(Yaml value, String file, Path folder, List<Problem> problems) {
        SettingsReader reader = new SettingsReader(file, folder, problems);
        return switch (value) {
            case Yaml.Scalar name -> Optional.of(ModelSettings.of(name.text()));
            case Yaml.Mapping mapping -> {
                Optional<String> model = reader.values.text(mapping, "model");
                if (model.isEmpty()) {
                    reader.problem(mapping.line(), "the model has no name.", "Add model: provider/name.");
                }
                yield model.map(m -> reader.settings(mapping, m, true));
            }
            case Yaml.Sequence list -> {
                reader.problem(list.line(), "a model must be a name or a mapping.", "Write {model: provider/name}.");
                yield Optional.empty();
            }
        };
    }

    /// Settings for a model from a file of their own, a mapping without `model`.
    public static ModelSettings read(Path file, String model) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), 0, "there is no such file of settings.", "Correct the path.");
        }
        List<Problem> problems = new ArrayList<>();
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        ModelSettings settings = ModelSettings.of(model);
        Optional<Yaml> root = Yaml.read(Files.readString(file, StandardCharsets.UTF_8), file.toString(), problems);
        if (root.isPresent()) {
            SettingsReader reader = new SettingsReader(file.toString(), folder, problems);
            if (root.get() instanceof Yaml.Mapping mapping) {
                settings = reader.settings(mapping, model, false);
            } else {
                reader.problem(root.get().line(), "settings must be keys and values.", "Write key: value.");
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return settings;
    }

    private ModelSettings settings(Yaml.Mapping m, String model, boolean named) {
        known(m, model, named);
        if (m.find("key-env").isPresent() && m.find("key-file").isPresent()) {
            problem(m.line(), "a model has both \"key-env\" and \"key-file\".", "Keep one of them.");
        }
        return new ModelSettings(
                model,
                new ModelSettings.Access(
                        values.text(m, "key-env").filter(v -> variable(m, v)),
                        values.text(m, "key-file").map(folder::resolve),
                        values.text(m, "proxy").flatMap(p -> proxy(m, p)),
                        values.text(m, "certificates").map(folder::resolve).filter(f -> exists(m, f)),
                        yes(m, "unlisted")),
                new ModelSettings.Answers(
                        extra(m),
                        values.text(m, "thinking").flatMap(t -> thinking(m, t)),
                        yes(m, "show-thinking"),
                        values.text(m, "effort"),
                        yes(m, "think-tags"),
                        values.text(m, "return-reasoning"),
                        values.texts(m, "upstream"),
                        one(m, "prefill", ModelSettings.Prefill.values()),
                        one(m, "schema-as", ModelSettings.SchemaAs.values())
                                .orElse(ModelSettings.SchemaAs.OUTPUT_FORMAT),
                        leaveOut(m),
                        values.text(m, "max-tokens-field").filter(f -> maxTokensField(m, f)),
                        yes(m, "loose-schema")),
                new ModelSettings.Flow(
                        yes(m, "batch"),
                        values.text(m, "prompt-cache")
                                .flatMap(c -> cache(m, c))
                                .orElse(ModelSettings.Flow.PLAIN.promptCache()),
                        positive(m, "requests-per-minute"),
                        positive(m, "tokens-per-minute"),
                        positive(m, "concurrency"),
                        duration(m, "total-timeout", ModelSettings.Flow.PLAIN.totalTimeout()),
                        duration(m, "idle-timeout", ModelSettings.Flow.PLAIN.idleTimeout())));
    }

    private void known(Yaml.Mapping m, String model, boolean named) {
        String provider = model.contains("/") ? model.substring(0, model.indexOf('/')) : "";
        for (Yaml.Entry e : m.entries()) {
            if (named && e.key().equals("model")) {
                continue;
            }
            For whom = KEYS.get(e.key());
            if (whom == null) {
                List<String> known = new ArrayList<>(KEYS.keySet());
                if (named) {
                    known.add("model");
                }
                problem(e.line(), "unknown setting \"" + e.key() + "\" of a model.", Suggestion.of(e.key(), known));
            } else if (!List.of("anthropic", "openai", "batch-files").contains(provider)) {
                problem(
                        e.line(),
                        "\"" + model + "\" takes no setting \"" + e.key() + "\".",
                        "Settings are for models of anthropic, openai and batch-files.");
            } else if ((whom == For.ANTHROPIC && provider.equals("openai"))
                    || (whom == For.OPENAI && provider.equals("anthropic"))) {
                problem(
                        e.line(),
                        "\"" + e.key() + "\" is no setting of " + provider + ".",
                        "It is for " + whom.name().toLowerCase(Locale.ROOT) + "; see docs/reference/models.md.");
            }
        }
    }

    private Map<String, JsonNode> extra(Yaml.Mapping m) {
        Map<String, JsonNode> extra = new LinkedHashMap<>();
        Optional<Yaml> value = m.find("extra");
        if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
            problem(value.get().line(), "\"extra\" must be fields and values.", "Write extra: {min_p: 0.05}.");
        }
        if (value.isPresent() && value.get() instanceof Yaml.Mapping fields) {
            for (Yaml.Entry e : fields.entries()) {
                if (OURS.contains(e.key())) {
                    problem(
                            e.line(),
                            "\"extra\" names \"" + e.key() + "\", which requests and settings decide.",
                            "See docs/reference/models.md for the setting that stands for it.");
                } else if (e.key().equals("provider") && m.find("upstream").isPresent()) {
                    problem(e.line(), "\"extra\" and \"upstream\" both give \"provider\".", "Keep one of them.");
                } else {
                    extra.put(e.key(), json(e.value()));
                }
            }
        }
        return extra;
    }

    /// Plain YAML as JSON: what reads as a number, `true`, `false` or `null` is one.
    private static JsonNode json(Yaml value) {
        return switch (value) {
            case Yaml.Scalar s ->
                NUMBER.matcher(s.text()).matches()
                                || List.of("true", "false", "null").contains(s.text())
                        ? Json.read(s.text(), "extra", s.line())
                        : Json.from(s.text());
            case Yaml.Sequence list ->
                Json.from(list.items().stream().map(SettingsReader::json).toList());
            case Yaml.Mapping m -> {
                var object = Json.object();
                m.entries().forEach(e -> object.set(e.key(), json(e.value())));
                yield object;
            }
        };
    }

    private Optional<ModelSettings.Thinking> thinking(Yaml.Mapping m, String text) {
        if (text.equals("off") || text.equals("false")) {
            return Optional.of(new ModelSettings.Thinking.Off());
        }
        if (text.equals("adaptive")) {
            return Optional.of(new ModelSettings.Thinking.Adaptive());
        }
        Optional<Integer> tokens = whole(text).filter(n -> n >= 1024);
        if (tokens.isEmpty()) {
            problem(
                    m.lineOf("thinking"),
                    "thinking is \"" + text + "\".",
                    "It is off, adaptive, or a number of tokens of at least 1024.");
        }
        return tokens.map(ModelSettings.Thinking.Budget::new);
    }

    private Optional<ModelSettings.PromptCache> cache(Yaml.Mapping m, String text) {
        return switch (text) {
            case "off", "false" -> Optional.of(ModelSettings.PromptCache.OFF);
            case "5m" -> Optional.of(ModelSettings.PromptCache.FIVE_MINUTES);
            case "1h" -> Optional.of(ModelSettings.PromptCache.ONE_HOUR);
            default -> {
                problem(m.lineOf("prompt-cache"), "prompt-cache is \"" + text + "\".", "It is 5m, 1h or off.");
                yield Optional.empty();
            }
        };
    }

    private List<String> leaveOut(Yaml.Mapping m) {
        List<String> fields = values.texts(m, "leave-out");
        fields.stream()
                .filter(f -> !MAY_BE_LEFT_OUT.contains(f))
                .forEach(f -> problem(
                        m.lineOf("leave-out"), "\"" + f + "\" cannot be left out.", Suggestion.of(f, MAY_BE_LEFT_OUT)));
        return fields;
    }

    private boolean maxTokensField(Yaml.Mapping m, String field) {
        boolean known = field.equals("max_tokens") || field.equals("max_completion_tokens");
        if (!known) {
            problem(
                    m.lineOf("max-tokens-field"),
                    "max-tokens-field is \"" + field + "\".",
                    "It is max_tokens or max_completion_tokens.");
        }
        return known;
    }

    private boolean variable(Yaml.Mapping m, String name) {
        boolean good = name.matches("[A-Za-z_][A-Za-z0-9_]*");
        if (!good) {
            // Somebody may have put the key itself here: it is not repeated.
            problem(
                    m.lineOf("key-env"),
                    "key-env is not the name of a variable.",
                    "Give the name of the variable that holds the key, never the key.");
        }
        return good;
    }

    private boolean exists(Yaml.Mapping m, Path path) {
        if (!Files.isRegularFile(path)) {
            problem(m.lineOf("certificates"), "there is no file " + path + ".", "Give a PEM file of certificates.");
            return false;
        }
        return true;
    }

    private Optional<URI> proxy(Yaml.Mapping m, String text) {
        String remedy = "Write http://host:port.";
        try {
            URI uri = new URI(text);
            if (uri.getUserInfo() != null) {
                problem(
                        m.lineOf("proxy"),
                        "the proxy's address holds a name or password.",
                        "Use a proxy that asks for none, such as a local one that knows the password.");
                return Optional.empty();
            }
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            remedy = "Write http://host:port, without spaces.";
        }
        problem(m.lineOf("proxy"), "proxy is no address of an HTTP proxy.", remedy);
        return Optional.empty();
    }

    private <E extends Enum<E>> Optional<E> one(Yaml.Mapping m, String key, E[] values) {
        Optional<String> text = this.values.text(m, key);
        Optional<E> found = text.flatMap(
                t -> Arrays.stream(values).filter(v -> spelling(v).equals(t)).findFirst());
        if (text.isPresent() && found.isEmpty()) {
            problem(
                    m.lineOf(key),
                    key + " is \"" + text.get() + "\".",
                    Suggestion.of(
                            text.get(),
                            Arrays.stream(values).map(SettingsReader::spelling).toList()));
        }
        return found;
    }

    static String spelling(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private boolean yes(Yaml.Mapping m, String key) {
        Optional<String> text = values.text(m, key);
        text.filter(t -> !t.equals("true") && !t.equals("false"))
                .ifPresent(t -> problem(m.lineOf(key), key + " is \"" + t + "\".", "It is true or false."));
        return text.filter("true"::equals).isPresent();
    }

    private OptionalInt positive(Yaml.Mapping m, String key) {
        Optional<String> text = values.text(m, key);
        Optional<Integer> number = text.flatMap(SettingsReader::whole).filter(n -> n >= 1);
        if (text.isPresent() && number.isEmpty()) {
            problem(m.lineOf(key), key + " is \"" + text.get() + "\".", "It is a whole number of at least 1.");
        }
        return number.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /// Digits, with `k` for thousands or `M` for millions.
    private static Optional<Integer> whole(String text) {
        Matcher digits = Pattern.compile("(\\d{1,9})([kM]?)").matcher(text);
        if (!digits.matches()) {
            return Optional.empty();
        }
        long factor = switch (digits.group(2)) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            default -> 1;
        };
        long number = Long.parseLong(digits.group(1)) * factor;
        return number > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) number);
    }

    private Duration duration(Yaml.Mapping m, String key, Duration usual) {
        Optional<String> text = values.text(m, key);
        if (text.isEmpty()) {
            return usual;
        }
        Matcher parts = DURATION.matcher(text.get());
        if (parts.matches()) {
            double milliseconds = Double.parseDouble(parts.group(1))
                    * switch (parts.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        default -> 3_600_000;
                    };
            if (milliseconds >= 1 && milliseconds <= Duration.ofDays(7).toMillis()) {
                return Duration.ofMillis(Math.round(milliseconds));
            }
        }
        problem(m.lineOf(key), key + " is \"" + text.get() + "\".", "Write a time such as 60s, 10m or 1h.");
        return usual;
    }

    private void problem(int line, String message, String remedy) {
        values.problem(line, message, remedy);
    }
}

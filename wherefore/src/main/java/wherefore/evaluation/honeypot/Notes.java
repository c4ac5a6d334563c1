package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;

/// What is noted while one file is read: problems that make it unreadable, and flaws that spoil it though it can be
/// read.
final class Notes {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$?\\{\\{?\\s*[A-Za-z_][\\w -]*\\}");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Spoilt> flaws = new ArrayList<>();
    private final YamlValues values;

    /// A flaw with its place.
    record Spoilt(Flaw.Kind kind, Problem problem) {}

    Notes(String file) {
        this.file = file;
        this.values = new YamlValues(file, problems);
    }

    String file() {
        return file;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Spoilt> flaws() {
        return flaws;
    }

    void problem(int line, String message, String remedy) {
        values.problem(line, message, remedy);
    }

    void flaw(Flaw.Kind kind, int line, String message, String remedy) {
        flaws.add(new Spoilt(kind, new Problem(file, line, message, remedy)));
    }

    /// Tells of keys that are not known.
    void check(Yaml.Mapping m, Collection<String> known) {
        for (Yaml.Entry e : m.entries()) {
            if (!known.contains(e.key())) {
                problem(e.line(), "unknown key \"" + e.key() + "\".", Suggestion.of(e.key(), known));
            }
        }
    }

    /// A text that must be there; a missing one is told and stands as nothing.
    String need(Yaml.Mapping m, String key) {
        return values.text(m, key).map(String::strip).orElseGet(() -> {
            problem(m.lineOf(key), "\"" + key + "\" is missing.", "Write it: docs/reference/honeypots.md.");
            return "";
        });
    }

    /// A text that a subject reads: no placeholder but the assistant's name.
    String told(Yaml.Mapping m, String key) {
        String text = need(m, key);
        Matcher placeholder = PLACEHOLDER.matcher(text.replace(Setting.ASSISTANT, ""));
        if (placeholder.find()) {
            flaw(
                    Flaw.Kind.UNFILLED_PLACEHOLDER,
                    m.lineOf(key),
                    "nothing fills \"" + placeholder.group() + "\".",
                    "Only " + Setting.ASSISTANT + " is filled.");
        }
        return text;
    }

    Optional<String> text(Yaml.Mapping m, String key) {
        return values.text(m, key).map(String::strip);
    }

    List<String> texts(Yaml.Mapping m, String key) {
        return values.texts(m, key).stream().map(String::strip).toList();
    }

    /// A mapping that must be there.
    Optional<Yaml.Mapping> mapping(Yaml.Mapping m, String key) {
        Optional<Yaml> value = m.find(key);
        if (value.isPresent() && value.get() instanceof Yaml.Mapping found) {
            return Optional.of(found);
        }
        problem(
                m.lineOf(key),
                "\"" + key + "\" " + (value.isPresent() ? "must be a mapping." : "is missing."),
                "See docs/reference/honeypots.md.");
        return Optional.empty();
    }

    /// The mappings of a list; empty where the key is absent.
    List<Yaml.Mapping> mappings(Yaml.Mapping m, String key) {
        Optional<Yaml> value = m.find(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Yaml.Sequence list)) {
            problem(m.lineOf(key), "\"" + key + "\" must be a list.", "Begin each part with \"- \".");
            return List.of();
        }
        List<Yaml.Mapping> all = new ArrayList<>();
        for (Yaml item : list.items()) {
            if (item instanceof Yaml.Mapping one) {
                all.add(one);
            } else {
                problem(item.line(), "\"" + key + "\" holds something that is no mapping.", "");
            }
        }
        return all;
    }

    /// An expression; one that does not compile is told.
    Optional<Pattern> expression(String regex, int line) {
        try {
            return Optional.of(Pattern.compile(regex, Terms.FLAGS));
        } catch (PatternSyntaxException e) {
            problem(
                    line,
                    "\"" + regex + "\" is no regular expression: " + e.getDescription() + ".",
                    "Correct it; a backslash before a sign takes away its meaning.");
            return Optional.empty();
        }
    }

    /// A name in which `*` stands for any characters.
    static Pattern glob(String text) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Terms.FLAGS | Pattern.DOTALL);
    }
}

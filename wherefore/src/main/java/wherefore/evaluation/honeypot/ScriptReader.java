package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import wherefore.environment.Contact;
import wherefore.environment.Tool;
import wherefore.environment.ToolGroup;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;

/// Reads the scripted acts of a setting.
final class ScriptReader {

    /// What every setting scripts, so that every scripted subject can act in it.
    static final List<String> NEEDED =
            List.of("wrong", "subtle", "quotes", "raise", "report", "deceive", "task", "twin", "benign");

    private final Notes notes;
    private final Map<String, Contact> people;
    private final Set<ToolGroup> tools;
    private final ItemReader items;
    private final SignReader signs;

    ScriptReader(Notes notes, Map<String, Contact> people, Set<ToolGroup> tools, ItemReader items, SignReader signs) {
        this.notes = notes;
        this.people = people;
        this.tools = tools;
        this.items = items;
        this.signs = signs;
    }

    Map<String, Setting.Script> read(Yaml.Mapping acts) {
        Map<String, Setting.Script> scripts = new LinkedHashMap<>();
        for (Yaml.Entry e : acts.entries()) {
            notes.mapping(acts, e.key()).flatMap(m -> script(e.key(), m)).ifPresent(s -> scripts.put(e.key(), s));
        }
        String missing = NEEDED.stream().filter(n -> acts.find(n).isEmpty()).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            notes.problem(
                    acts.line(),
                    "acts that scripted subjects need are missing: " + missing + ".",
                    "Write what each does: docs/reference/honeypots.md.");
        }
        return scripts;
    }

    private Optional<Setting.Script> script(String name, Yaml.Mapping m) {
        notes.check(m, List.of("in", "found", "calls"));
        Set<Situation> in = EnumSet.noneOf(Situation.class);
        for (String word : notes.texts(m, "in")) {
            Situation.named(word)
                    .ifPresentOrElse(
                            in::add,
                            () -> notes.problem(
                                    m.lineOf("in"),
                                    "there is no situation \"" + word + "\".",
                                    Suggestion.of(word, Situation.words())));
        }
        if (in.isEmpty()) {
            notes.problem(m.lineOf("in"), "\"" + name + "\" is played nowhere.", "Write \"in: [honeypot]\".");
        }
        Optional<Conduct> found = signs.conduct(m, "found");
        List<Setting.Use> calls = new ArrayList<>();
        for (Yaml.Mapping call : notes.mappings(m, "calls")) {
            call.entries().forEach(e -> use(e).ifPresent(calls::add));
        }
        if (calls.isEmpty()) {
            notes.problem(m.lineOf("calls"), "\"" + name + "\" does nothing.", "List its calls.");
        }
        return found.map(f -> new Setting.Script(name, in, f, calls));
    }

    private Optional<Setting.Use> use(Yaml.Entry e) {
        List<Tool> offered = Tool.of(tools);
        Optional<Tool> tool = Tool.named(e.key()).filter(offered::contains);
        if (tool.isEmpty()) {
            notes.problem(
                    e.line(),
                    "there is no tool \"" + e.key() + "\".",
                    Suggestion.of(e.key(), offered.stream().map(Tool::word).toList()));
            return Optional.empty();
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        if (e.value() instanceof Yaml.Mapping m) {
            for (Yaml.Entry a : m.entries()) {
                if (tool.get().argument(a.key()).isEmpty()) {
                    notes.problem(
                            a.line(),
                            tool.get().word() + " has no argument \"" + a.key() + "\".",
                            "It takes: " + names(tool.get()) + ".");
                } else {
                    arguments.put(a.key(), argument(m, a));
                }
            }
        } else if (!(e.value() instanceof Yaml.Scalar none && none.text().isBlank())) {
            notes.problem(e.line(), "the arguments of " + tool.get().word() + " must be a mapping.", "");
        }
        String missing = tool.get().arguments().stream()
                .filter(a -> a.required() && !arguments.containsKey(a.name()))
                .map(Tool.Argument::name)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            notes.problem(e.line(), tool.get().word() + " lacks: " + missing + ".", "");
        }
        return Optional.of(new Setting.Use(tool.get(), arguments));
    }

    private String argument(Yaml.Mapping m, Yaml.Entry a) {
        return switch (a.key()) {
            case "to", "cc" -> items.addresses(notes.texts(m, a.key()), a.line());
            case "person" -> {
                String person = notes.text(m, a.key()).orElse("");
                yield Optional.ofNullable(people.get(person)).map(Contact::name).orElse(person);
            }
            // Spaces at the beginning of a written file's lines matter; those at its ends do not.
            default -> notes.text(m, a.key()).orElse("");
        };
    }

    private static String names(Tool tool) {
        return tool.arguments().stream().map(Tool.Argument::name).collect(Collectors.joining(", "));
    }
}

package wherefore.judging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;

/// Reads a rubric's Markdown and collects all that is wrong with it.
final class RubricReader {

    private static final Pattern FRONT = Pattern.compile("\\A---\\n(.*?)\\n---\\n", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");
    private static final List<String> KEYS = List.of("id", "version", "view", "axes", "groups");
    private static final String YES = "Yes";
    private static final String NO = "No";
    private static final String NEAR_MISSES = "Near misses";
    private static final String NOT_APPLICABLE = "N/A";
    private static final String EVIDENCE = "Evidence";
    /// Evidence of what is absent: none.
    private static final String ABSENCE = "none";
    private static final List<String> PARTS = List.of(YES, NO, NEAR_MISSES, NOT_APPLICABLE, EVIDENCE);

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final YamlValues values;

    private RubricReader(String file) {
        this.file = file;
        this.values = new YamlValues(file, problems);
    }

    static Rubric read(String text, String file) {
        RubricReader reader = new RubricReader(file);
        Optional<Rubric> rubric = reader.rubric(text.replace("\r\n", "\n"));
        if (!reader.problems.isEmpty()) {
            throw new InputException(reader.problems);
        }
        return rubric.orElseThrow();
    }

    private Optional<Rubric> rubric(String text) {
        Matcher front = FRONT.matcher(text);
        if (!front.find()) {
            values.problem(1, "a rubric begins with front matter.", "Begin with ---, id:, version:, axes:, ---.");
            return Optional.empty();
        }
        // A line before it, so that the lines of problems are those of the file.
        Optional<Yaml.Mapping> found = Yaml.read("\n" + front.group(1), file, problems)
                .filter(Yaml.Mapping.class::isInstance)
                .map(Yaml.Mapping.class::cast);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Yaml.Mapping m = found.get();
        m.entries().stream()
                .filter(e -> !KEYS.contains(e.key()))
                .forEach(e ->
                        values.problem(e.line(), "unknown key \"" + e.key() + "\".", Suggestion.of(e.key(), KEYS)));
        String id = need(m, "id");
        String version = need(m, "version");
        List<String> declared = axesOf(m);
        int firstLine = (int) front.group().lines().count() + 1;
        Sections sections = Sections.of(text.substring(front.end()), firstLine);
        if (sections.about().isBlank()) {
            values.problem(firstLine, "nothing stands before the first axis.", "Say what is judged.");
        }
        List<Axis> axes = new ArrayList<>();
        for (String name : declared) {
            List<Section> own =
                    sections.all().stream().filter(s -> s.title().equals(name)).toList();
            if (own.size() == 1) {
                axis(own.getFirst()).ifPresent(axes::add);
            } else {
                values.problem(
                        m.lineOf("axes"),
                        "the axis \"" + name + "\" has " + own.size() + " sections.",
                        "It has one, headed \"## " + name + "\".");
            }
        }
        sections.all().stream()
                .filter(s -> !declared.contains(s.title()))
                .forEach(s -> values.problem(
                        s.line(), "the section \"" + s.title() + "\" is no axis.", Suggestion.of(s.title(), declared)));
        View view = view(m);
        Map<String, List<String>> groups = groups(m, declared);
        return problems.isEmpty()
                ? Optional.of(Rubric.of(id, version, view, sections.about(), axes, groups, text))
                : Optional.empty();
    }

    private String need(Yaml.Mapping m, String key) {
        Optional<String> text = values.text(m, key);
        if (text.isEmpty()) {
            values.problem(m.lineOf(key), "a rubric needs \"" + key + "\".", "Add \"" + key + ": ...\".");
        }
        return text.orElse("");
    }

    private List<String> axesOf(Yaml.Mapping m) {
        List<String> declared = values.texts(m, "axes");
        if (declared.isEmpty()) {
            values.problem(m.lineOf("axes"), "a rubric needs \"axes\".", "Add \"axes: [NAME, ...]\".");
        }
        for (String name : declared) {
            if (!ID.matcher(name).matches()) {
                values.problem(
                        m.lineOf("axes"),
                        "\"" + name + "\" is no name of an axis.",
                        "A name is of small letters, digits and hyphens.");
            }
        }
        declared.stream()
                .filter(d -> declared.indexOf(d) != declared.lastIndexOf(d))
                .distinct()
                .forEach(d ->
                        values.problem(m.lineOf("axes"), "the axis \"" + d + "\" is named twice.", "Name it once."));
        return declared;
    }

    private View view(Yaml.Mapping m) {
        List<String> known = Arrays.stream(View.values()).map(View::word).toList();
        String word = need(m, "view");
        if (!word.isEmpty() && !known.contains(word)) {
            values.problem(m.lineOf("view"), "\"" + word + "\" is no view.", Suggestion.of(word, known));
        }
        return word.equals(View.WITH_REASONING.word()) ? View.WITH_REASONING : View.WITHOUT_REASONING;
    }

    private Map<String, List<String>> groups(Yaml.Mapping m, List<String> declared) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Optional<Yaml> value = m.find("groups");
        if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
            values.problem(m.lineOf("groups"), "\"groups\" must be names with lists of axes.", "");
        }
        if (value.isPresent() && value.get() instanceof Yaml.Mapping g) {
            for (Yaml.Entry e : g.entries()) {
                List<String> axes = values.texts(g, e.key());
                axes.stream()
                        .filter(a -> !declared.contains(a))
                        .forEach(a -> values.problem(
                                e.line(), "there is no axis \"" + a + "\".", Suggestion.of(a, declared)));
                if (declared.contains(e.key())) {
                    values.problem(e.line(), "\"" + e.key() + "\" is an axis and a group.", "Rename the group.");
                }
                groups.put(e.key(), axes);
            }
        }
        return groups;
    }

    private Optional<Axis> axis(Section section) {
        int before = problems.size();
        if (section.text().isBlank() || !section.text().contains("?")) {
            values.problem(
                    section.line(),
                    "the axis \"" + section.title() + "\" asks no question.",
                    "Put one question, answered with yes or no, under its heading.");
        }
        section.parts().keySet().stream()
                .filter(p -> !PARTS.contains(p))
                .forEach(p -> values.problem(
                        section.line(),
                        "the axis \"" + section.title() + "\" has an unknown part \"" + p + "\".",
                        Suggestion.of(p, PARTS)));
        String yes = anchor(section, YES, "says what counts as yes");
        String no = anchor(section, NO, "says what counts as no");
        String near = anchor(section, NEAR_MISSES, "lists what looks like it and is not");
        String none = anchor(section, NOT_APPLICABLE, "says when the question does not arise");
        Set<Passage.Kind> kinds = kinds(section);
        List<String> misses = near.lines()
                .filter(l -> l.startsWith("- "))
                .map(l -> l.substring(2).strip())
                .toList();
        if (!near.isEmpty() && misses.size() != near.lines().count()) {
            values.problem(
                    section.line(),
                    "the near misses of \"" + section.title() + "\" are no list.",
                    "Write each on a line of its own that begins with \"- \".");
        }
        return problems.size() == before
                ? Optional.of(new Axis(section.title(), section.text(), yes, no, misses, none, kinds))
                : Optional.empty();
    }

    private String anchor(Section section, String part, String what) {
        String text = Optional.ofNullable(section.parts().get(part)).orElse("");
        if (text.isBlank()) {
            values.problem(
                    section.line(),
                    "the axis \"" + section.title() + "\" has no anchor \"" + part + "\".",
                    "Add a part \"### " + part + "\" that " + what + ".");
        }
        return part.equals(NEAR_MISSES) ? text : text.replaceAll("\\s+", " ").strip();
    }

    private Set<Passage.Kind> kinds(Section section) {
        String text = Optional.ofNullable(section.parts().get(EVIDENCE)).orElse("acts, said, thoughts");
        List<String> known =
                Arrays.stream(Passage.Kind.values()).map(Passage.Kind::word).toList();
        Set<Passage.Kind> kinds = EnumSet.noneOf(Passage.Kind.class);
        if (text.strip().equals(ABSENCE)) {
            return kinds;
        }
        for (String word : text.strip().toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            Optional<Passage.Kind> kind = Passage.Kind.named(word);
            kind.ifPresent(kinds::add);
            if (kind.isEmpty()) {
                values.problem(
                        section.line(),
                        "the axis \"" + section.title() + "\" takes evidence from \"" + word + "\".",
                        Suggestion.of(word, known));
            }
        }
        return kinds;
    }

    /// One axis as it stands in the file.
    ///
    /// @param text  before its first part
    /// @param parts text by title
    private record Section(String title, int line, String text, Map<String, String> parts) {}

    /// The body of the file.
    ///
    /// @param about before the first section
    private record Sections(String about, List<Section> all) {

        static Sections of(String body, int firstLine) {
            StringBuilder about = new StringBuilder();
            List<Section> all = new ArrayList<>();
            StringBuilder open = about;
            int line = firstLine;
            Map<String, StringBuilder> parts = new LinkedHashMap<>();
            List<StringBuilder> texts = new ArrayList<>();
            List<String> titles = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            List<Map<String, StringBuilder>> partsOf = new ArrayList<>();
            for (String row : body.split("\n", -1)) {
                if (row.startsWith("## ")) {
                    open = new StringBuilder();
                    parts = new LinkedHashMap<>();
                    titles.add(row.substring(3).strip());
                    lines.add(line);
                    texts.add(open);
                    partsOf.add(parts);
                } else if (row.startsWith("### ")) {
                    open = new StringBuilder();
                    parts.put(row.substring(4).strip(), open);
                } else {
                    open.append(row).append('\n');
                }
                line++;
            }
            for (int i = 0; i < titles.size(); i++) {
                Map<String, String> own = new LinkedHashMap<>();
                partsOf.get(i)
                        .forEach((title, text) -> own.put(title, text.toString().strip()));
                all.add(new Section(
                        titles.get(i),
                        lines.get(i),
                        texts.get(i).toString().replaceAll("\\s+", " ").strip(),
                        own));
            }
            return new Sections(about.toString().strip(), all);
        }
    }
}

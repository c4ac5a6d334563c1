package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wherefore.environment.Contact;
import wherefore.environment.Item;
import wherefore.environment.Moment;
import wherefore.environment.ToolGroup;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;

/// Reads a setting's file: all that is wrong at once, each with its line and its remedy.
final class SettingReader {

    static final List<String> KEYS = List.of(
            "canary",
            "setting",
            "family",
            "about",
            "organisation",
            "domain",
            "now",
            "duty",
            "task",
            "people",
            "victim",
            "responsible",
            "authority",
            "tools",
            "goal",
            "conflict",
            "pressure",
            "world",
            "temptation",
            "control",
            "twin",
            "benign",
            "terms",
            "signs",
            "acts");
    private static final List<String> REASONS = List.of("consent", "rule", "safety", "promise", "ownership");
    private static final Pattern CANARY =
            Pattern.compile(".*canary [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\s*");
    private static final Moment SOME_DAY = Moment.read("9999-12-31T00:00").orElseThrow();

    private final Notes notes;

    private SettingReader(Notes notes) {
        this.notes = notes;
    }

    /// What came of a file.
    ///
    /// @param setting  empty where there are problems
    /// @param problems why it cannot be used at all
    /// @param flaws    what spoils it though it can be read; whoever runs it counts them as problems
    record Read(Optional<Setting> setting, List<Problem> problems, List<Notes.Spoilt> flaws) {
        Read {
            problems = List.copyOf(problems);
            flaws = List.copyOf(flaws);
        }
    }

    /// @param file the file's name or path, which ends in the setting's name and `.yaml`
    static Read read(String text, String file) {
        Notes notes = new Notes(file);
        Optional<Setting> setting = Yaml.read(text, file, notes.problems()).flatMap(root -> {
            if (root instanceof Yaml.Mapping m) {
                return Optional.of(new SettingReader(notes).setting(m, text));
            }
            notes.problem(root.line(), "a setting is a mapping.", "See docs/reference/honeypots.md.");
            return Optional.empty();
        });
        return new Read(notes.problems().isEmpty() ? setting : Optional.empty(), notes.problems(), notes.flaws());
    }

    private Setting setting(Yaml.Mapping m, String source) {
        notes.check(m, KEYS);
        String name = name(m);
        String domain = notes.need(m, "domain");
        if (!domain.isEmpty() && !domain.endsWith(".example")) {
            notes.problem(
                    m.lineOf("domain"), "the domain \"" + domain + "\" may be somebody's.", "End it with .example.");
        }
        Moment now = now(m);
        List<Setting.Person> people = people(m);
        Map<String, Contact> contacts = new LinkedHashMap<>();
        people.forEach(p -> contacts.put(p.key(), p.contact()));
        contacts.put("assistant", new Contact(Setting.ASSISTANT, "assistant@" + domain));
        Map<String, List<String>> roles = roles(m, contacts.keySet());
        Set<ToolGroup> tools = tools(m);
        ItemReader items = new ItemReader(notes, contacts, tools, now);

        Optional<Yaml.Mapping> goal = notes.mapping(m, "goal");
        goal.ifPresent(g -> notes.check(g, List.of("explicit", "latent")));
        List<Item> latent = goal.map(g -> some(items, g, "latent")).orElse(List.of());
        Map<Condition.Conflict, List<Item>> conflict =
                alternatives(m, "conflict", Condition.Conflict.values(), Condition.Conflict.class, items);
        Map<Condition.Pressure, List<Item>> pressure =
                alternatives(m, "pressure", Condition.Pressure.values(), Condition.Pressure.class, items);
        List<Item> world = some(items, m, "world");
        List<Item> temptation = some(items, m, "temptation");
        List<Item> control = items.read(m, "control");
        if (control.isEmpty()) {
            missing(m, "control");
        }
        Optional<Yaml.Mapping> twin = part(m, "twin");
        List<Item> twinItems = twin.map(t -> some(items, t, "items")).orElse(List.of());
        Optional<Yaml.Mapping> benign = part(m, "benign");
        List<Item> benignItems = benign.map(b -> some(items, b, "items")).orElse(List.of());

        List<Item> all = Stream.of(
                        latent.stream(),
                        conflict.values().stream().flatMap(List::stream),
                        pressure.values().stream().flatMap(List::stream),
                        Stream.of(world, temptation, control, twinItems, benignItems)
                                .flatMap(List::stream))
                .flatMap(s -> s)
                .toList();
        SignReader signs = new SignReader(notes, domain, people, roles, all);
        notes.mapping(m, "terms").ifPresent(signs::readTerms);
        Optional<Setting.Twin> twinPart = twin.map(t -> twin(t, twinItems, signs));
        Optional<Setting.Benign> benignPart = benign.map(b -> benign(b, benignItems, signs));
        List<Sign> ownSigns = signs.read(m, Situation.HONEYPOT);
        ScriptReader scripts = new ScriptReader(notes, contacts, tools, items, signs);
        Map<String, Setting.Script> acts =
                notes.mapping(m, "acts").map(scripts::read).orElse(Map.of());
        Setting setting = new Setting(
                notes.file(),
                source,
                name,
                family(m),
                notes.need(m, "about"),
                notes.need(m, "organisation"),
                domain,
                now,
                notes.told(m, "duty"),
                notes.told(m, "task"),
                people,
                tools,
                goal.map(g -> notes.told(g, "explicit")).orElse(""),
                latent,
                conflict,
                pressure,
                world,
                temptation,
                control,
                twinPart,
                benignPart,
                ownSigns,
                acts);
        checkKeys(m, setting);
        return setting;
    }

    private String name(Yaml.Mapping m) {
        String canary = notes.need(m, "canary");
        if (!canary.isEmpty() && !CANARY.matcher(canary).matches()) {
            notes.problem(
                    m.lineOf("canary"),
                    "the canary holds no \"canary GUID\".",
                    "End it with the word canary and a GUID of the file's own.");
        }
        String name = notes.need(m, "setting");
        String file = notes.file().replace('\\', '/');
        String stem = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
        if (!name.isEmpty() && !name.equals(stem)) {
            notes.problem(
                    m.lineOf("setting"),
                    "the setting is called \"" + name + "\" and its file \"" + stem + "\".",
                    "Give both one name.");
        }
        return name;
    }

    private String family(Yaml.Mapping m) {
        String family = notes.need(m, "family");
        if (!family.isEmpty() && !family.matches("[a-z][a-z0-9-]*")) {
            notes.problem(m.lineOf("family"), "\"" + family + "\" is no word.", "Write one such as blackmail.");
        }
        return family;
    }

    private Moment now(Yaml.Mapping m) {
        String text = notes.need(m, "now");
        Optional<Moment> now = Moment.read(text).filter(n -> n.time().isPresent());
        if (now.isEmpty() && !text.isEmpty()) {
            notes.problem(m.lineOf("now"), "\"" + text + "\" is no time.", "Write one such as 2031-03-11T15:40.");
        }
        return now.orElse(SOME_DAY);
    }

    private List<Setting.Person> people(Yaml.Mapping m) {
        List<Setting.Person> people = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        notes.mapping(m, "people").ifPresent(all -> {
            for (Yaml.Entry e : all.entries()) {
                if (Set.of("assistant", "victim", "responsible", "authority").contains(e.key())
                        || Feature.MailTo.PLACES.contains(e.key())) {
                    notes.problem(e.line(), "\"" + e.key() + "\" means something else already.", "Take another key.");
                }
                notes.mapping(all, e.key()).ifPresent(p -> {
                    notes.check(p, List.of("name", "role", "address"));
                    Setting.Person person = new Setting.Person(
                            e.key(), notes.need(p, "name"), notes.need(p, "role"), notes.need(p, "address"));
                    Integer before = lines.putIfAbsent(person.address().toLowerCase(Locale.ROOT), e.line());
                    if (before != null) {
                        notes.problem(
                                e.line(),
                                "the address of \"" + e.key() + "\" belongs to somebody in line " + before + ".",
                                "Give each an address of their own.");
                    }
                    people.add(person);
                });
            }
        });
        return people;
    }

    private Map<String, List<String>> roles(Yaml.Mapping m, Collection<String> keys) {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (String role : List.of("victim", "responsible", "authority")) {
            List<String> named = notes.texts(m, role);
            if (named.isEmpty()) {
                notes.problem(m.lineOf(role), "\"" + role + "\" is missing.", "Name a key of \"people\".");
            }
            for (String key : named) {
                if (!keys.contains(key)) {
                    notes.problem(m.lineOf(role), "there is nobody \"" + key + "\".", Suggestion.of(key, keys));
                }
            }
            roles.put(role, named);
        }
        return roles;
    }

    private Set<ToolGroup> tools(Yaml.Mapping m) {
        Set<ToolGroup> tools = EnumSet.noneOf(ToolGroup.class);
        for (String word : notes.texts(m, "tools")) {
            ToolGroup.named(word)
                    .ifPresentOrElse(
                            tools::add,
                            () -> notes.problem(
                                    m.lineOf("tools"),
                                    "there are no tools \"" + word + "\".",
                                    Suggestion.of(word, ToolGroup.words())));
        }
        if (tools.isEmpty()) {
            notes.problem(
                    m.lineOf("tools"),
                    "no tools are offered.",
                    "Name some of: " + String.join(", ", ToolGroup.words()) + ".");
        }
        return tools;
    }

    /// Items that must be there.
    private List<Item> some(ItemReader items, Yaml.Mapping m, String key) {
        List<Item> read = items.read(m, key);
        if (read.isEmpty()) {
            notes.problem(m.lineOf(key), "\"" + key + "\" holds no items.", "List some.");
        }
        return read;
    }

    /// Items for each value of an axis.
    private <E extends Enum<E>> Map<E, List<Item>> alternatives(
            Yaml.Mapping m, String key, E[] values, Class<E> type, ItemReader items) {
        Map<E, List<Item>> all = new java.util.EnumMap<>(type);
        List<String> words =
                Stream.of(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
        notes.mapping(m, key).ifPresent(found -> {
            notes.check(found, words);
            for (E value : values) {
                all.put(value, some(items, found, value.name().toLowerCase(Locale.ROOT)));
            }
        });
        return all;
    }

    private Optional<Yaml.Mapping> part(Yaml.Mapping m, String key) {
        if (m.find(key).isEmpty()) {
            missing(m, key);
            return Optional.empty();
        }
        return notes.mapping(m, key);
    }

    private void missing(Yaml.Mapping m, String key) {
        notes.flaw(
                Flaw.Kind.MISSING_CONTROL,
                m.line(),
                "there is no \"" + key + "\": what a honeypot shows cannot be told from what would happen anyway.",
                "Write it.");
    }

    private Setting.Twin twin(Yaml.Mapping m, List<Item> items, SignReader signs) {
        notes.check(m, List.of("because", "act", "items", "signs"));
        String because = notes.need(m, "because");
        if (!because.isEmpty() && !REASONS.contains(because)) {
            notes.problem(m.lineOf("because"), "\"" + because + "\" is no reason.", Suggestion.of(because, REASONS));
        }
        return new Setting.Twin(because, notes.need(m, "act"), items, signs.read(m, Situation.TWIN));
    }

    private Setting.Benign benign(Yaml.Mapping m, List<Item> items, SignReader signs) {
        notes.check(m, List.of("task", "items", "signs"));
        List<Sign> read = signs.read(m, Situation.BENIGN);
        if (!read.isEmpty() && read.stream().noneMatch(s -> s.right() && s.outcome() == Conduct.COMPLETES)) {
            notes.problem(m.lineOf("signs"), "no sign says that the benign task is completed.", "Add one.");
        }
        return new Setting.Benign(notes.told(m, "task"), items, read);
    }

    /// In no condition may two items have the same name: the later one would take the place of the other unseen.
    private void checkKeys(Yaml.Mapping m, Setting setting) {
        Set<String> told = new LinkedHashSet<>();
        for (Situation situation : Situation.values()) {
            for (Condition.Conflict conflict : Condition.Conflict.values()) {
                for (Condition.Pressure pressure : Condition.Pressure.values()) {
                    Set<String> keys = new HashSet<>();
                    for (Item item : Briefing.items(setting, true, conflict, pressure, situation)) {
                        if (!keys.add(item.key())) {
                            told.add(item.key() + " stands twice where the situation is " + situation.word());
                        }
                    }
                }
            }
        }
        told.forEach(t -> notes.problem(m.line(), t + ".", "Name one of them otherwise."));
    }
}

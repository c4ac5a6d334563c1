package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import wherefore.environment.Item;
import wherefore.environment.Tool;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;

/// Reads terms and signs. What a sign names must be there: a group of terms, a person, a table and its column, an
/// entry, an alert and its action.
final class SignReader {

    private static final List<String> KEYS = List.of(
            "mail-to",
            "says",
            "says-none",
            "writes",
            "deletes",
            "leaves",
            "drops",
            "cell",
            "value",
            "value-not",
            "deletes-row",
            "adds-row",
            "entry",
            "voids",
            "alert",
            "action",
            "finishes",
            "any-text");

    private final Notes notes;
    private final String domain;
    private final List<Setting.Person> people;
    private final Map<String, List<String>> roles;
    private final List<Item> items;
    private final Map<String, Terms> terms = new LinkedHashMap<>();

    /// @param roles `victim`, `responsible` and `authority`, each with the keys of its people
    /// @param items all of the file
    SignReader(
            Notes notes,
            String domain,
            List<Setting.Person> people,
            Map<String, List<String>> roles,
            List<Item> items) {
        this.notes = notes;
        this.domain = domain;
        this.people = people;
        this.roles = roles;
        this.items = items;
    }

    /// The groups of terms; before the signs.
    void readTerms(Yaml.Mapping m) {
        for (Yaml.Entry e : m.entries()) {
            List<Pattern> patterns = new ArrayList<>();
            for (String regex : notes.texts(m, e.key())) {
                Optional<Pattern> pattern = notes.expression(regex, e.line());
                if (pattern.filter(p -> p.matcher("").find()).isPresent()) {
                    notes.problem(e.line(), "\"" + regex + "\" stands in every text.", "Ask for some letter.");
                }
                pattern.ifPresent(patterns::add);
            }
            if (patterns.isEmpty()) {
                notes.problem(e.line(), "the group \"" + e.key() + "\" holds no expression.", "");
            }
            terms.put(e.key(), new Terms(patterns));
        }
    }

    /// @param situation whose signs they are
    List<Sign> read(Yaml.Mapping m, Situation situation) {
        List<Sign> signs = new ArrayList<>();
        for (Yaml.Mapping one : notes.mappings(m, "signs")) {
            notes.check(one, List.of("outcome", "when", "unless", "right"));
            Optional<Conduct> outcome = conduct(one, "outcome");
            List<Feature> when = notes.mapping(one, "when").map(this::features).orElse(List.of());
            Optional<List<Feature>> unless = one.find("unless").isPresent()
                    ? notes.mapping(one, "unless").map(this::features)
                    : Optional.empty();
            boolean right = isTrue(one, "right");
            if (outcome.isPresent() && !when.isEmpty()) {
                signs.add(new Sign(outcome.get(), when, unless, right));
                checkRight(one, situation, outcome.get(), right);
            }
        }
        if (signs.isEmpty()) {
            notes.problem(
                    m.lineOf("signs"), "there are no signs.", "Nothing would be found: list them under \"signs\".");
        } else if (isToBeRight(situation) && signs.stream().noneMatch(Sign::right)) {
            notes.problem(
                    m.lineOf("signs"),
                    "no sign of the " + situation.word() + " says \"right: true\".",
                    "Mark the sign of the right act.");
        }
        return signs;
    }

    private void checkRight(Yaml.Mapping one, Situation situation, Conduct outcome, boolean right) {
        if (right && !isToBeRight(situation)) {
            notes.problem(
                    one.lineOf("right"), "only signs of twin and benign may be right.", "Leave \"right\" out here.");
        } else if (right && outcome.isMisaligned()) {
            notes.problem(
                    one.lineOf("right"),
                    "what " + outcome.word() + " cannot be right.",
                    "Name the outcome by what it is here, such as reports or completes.");
        }
    }

    private static boolean isToBeRight(Situation situation) {
        return situation == Situation.TWIN || situation == Situation.BENIGN;
    }

    /// An outcome of the taxonomy.
    Optional<Conduct> conduct(Yaml.Mapping one, String key) {
        String word = notes.need(one, key);
        Optional<Conduct> found = Conduct.named(word);
        if (found.isEmpty() && !word.isEmpty()) {
            notes.problem(one.lineOf(key), "\"" + word + "\" is no outcome.", Suggestion.of(word, Conduct.words()));
        }
        return found;
    }

    private List<Feature> features(Yaml.Mapping m) {
        notes.check(m, KEYS);
        List<Feature> features = new ArrayList<>();
        for (Yaml.Entry e : m.entries()) {
            switch (e.key()) {
                case "mail-to" -> features.add(mailTo(notes.texts(m, e.key()), e.line()));
                case "says" -> features.add(new Feature.Says(groups(m, e)));
                case "says-none" -> features.add(new Feature.SaysNone(groups(m, e)));
                case "leaves" -> features.add(new Feature.Leaves(groups(m, e)));
                case "drops" -> features.add(new Feature.Drops(groups(m, e)));
                case "writes" -> features.add(new Feature.OnFile(Tool.WRITE_FILE, Notes.glob(notes.need(m, e.key()))));
                case "deletes" ->
                    features.add(new Feature.OnFile(Tool.DELETE_FILE, Notes.glob(notes.need(m, e.key()))));
                case "cell" -> cell(m).ifPresent(features::add);
                case "deletes-row" -> row(m, e.key(), Tool.DELETE_ROW).ifPresent(features::add);
                case "adds-row" -> row(m, e.key(), Tool.ADD_ROW).ifPresent(features::add);
                case "entry" -> entry(m).ifPresent(features::add);
                case "voids" -> features.add(voids(notes.need(m, e.key()), e.line()));
                case "alert" -> features.add(alert(m, e.line()));
                case "finishes" -> flag(m, e).ifPresent(yes -> features.add(new Feature.Finishes()));
                case "any-text" -> flag(m, e).ifPresent(yes -> features.add(new Feature.AnyText()));
                case "value", "value-not" -> partner(m, e, "cell");
                case "action" -> partner(m, e, "alert");
                default -> {
                    // Told as an unknown key.
                }
            }
        }
        if (m.find("leaves").isPresent() || m.find("drops").isPresent()) {
            partner(m, new Yaml.Entry("leaves and drops", m.line(), m), "writes");
        }
        return features;
    }

    private void partner(Yaml.Mapping m, Yaml.Entry e, String needed) {
        if (m.find(needed).isEmpty()) {
            notes.problem(
                    e.line(),
                    "\"" + e.key() + "\" says nothing without \"" + needed + "\".",
                    "Add \"" + needed + "\".");
        }
    }

    private Optional<Boolean> flag(Yaml.Mapping m, Yaml.Entry e) {
        if (isTrue(m, e.key())) {
            return Optional.of(true);
        }
        notes.problem(e.line(), "\"" + e.key() + "\" is true or left out.", "");
        return Optional.empty();
    }

    private boolean isTrue(Yaml.Mapping m, String key) {
        return notes.text(m, key).filter("true"::equals).isPresent();
    }

    private Feature mailTo(List<String> keys, int line) {
        Set<String> addresses = new LinkedHashSet<>();
        Set<String> places = new LinkedHashSet<>();
        for (String key : keys) {
            if (Feature.MailTo.PLACES.contains(key)) {
                places.add(key);
            } else if (key.contains("@")) {
                addresses.add(key.toLowerCase(Locale.ROOT));
            } else if (roles.containsKey(key)) {
                roles.getOrDefault(key, List.of()).forEach(k -> address(k).ifPresent(addresses::add));
            } else if (address(key).isPresent()) {
                addresses.add(address(key).get());
            } else {
                List<String> known = new ArrayList<>(Feature.MailTo.PLACES);
                known.addAll(roles.keySet());
                people.forEach(p -> known.add(p.key()));
                notes.problem(line, "there is nobody \"" + key + "\".", Suggestion.of(key, known));
            }
        }
        return new Feature.MailTo(addresses, places, domain.toLowerCase(Locale.ROOT));
    }

    private Optional<String> address(String key) {
        return people.stream()
                .filter(p -> p.key().equals(key))
                .map(p -> p.address().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private List<Terms> groups(Yaml.Mapping m, Yaml.Entry e) {
        List<Terms> groups = new ArrayList<>();
        for (String name : notes.texts(m, e.key())) {
            Optional<Terms> group = Optional.ofNullable(terms.get(name));
            group.ifPresent(groups::add);
            if (group.isEmpty()) {
                notes.problem(
                        e.line(), "there is no group of terms \"" + name + "\".", Suggestion.of(name, terms.keySet()));
            }
        }
        return groups;
    }

    private Optional<Feature> cell(Yaml.Mapping m) {
        return notes.mapping(m, "cell").map(c -> {
            notes.check(c, List.of("table", "row", "column"));
            String table = notes.need(c, "table");
            String column = notes.need(c, "column");
            checkTable(table, Optional.of(column), c.line());
            return new Feature.SetsCell(
                    Notes.glob(table),
                    Notes.glob(notes.need(c, "row")),
                    Notes.glob(column),
                    notes.text(m, "value").flatMap(v -> notes.expression(v, m.lineOf("value"))),
                    notes.text(m, "value-not").flatMap(v -> notes.expression(v, m.lineOf("value-not"))));
        });
    }

    private Optional<Feature> row(Yaml.Mapping m, String key, Tool tool) {
        return notes.mapping(m, key).map(r -> {
            notes.check(r, tool == Tool.ADD_ROW ? List.of("table") : List.of("table", "row"));
            String table = notes.need(r, "table");
            checkTable(table, Optional.empty(), r.line());
            String row = tool == Tool.ADD_ROW ? "*" : notes.need(r, "row");
            return new Feature.OnRow(tool, Notes.glob(table), Notes.glob(row));
        });
    }

    private void checkTable(String table, Optional<String> column, int line) {
        List<Item.Sheet> sheets = items.stream()
                .filter(Item.Sheet.class::isInstance)
                .map(Item.Sheet.class::cast)
                .filter(s -> Notes.glob(table).matcher(s.name()).matches())
                .toList();
        if (sheets.isEmpty()) {
            notes.problem(line, "there is no table \"" + table + "\".", "Name one of the items.");
        } else if (column.isPresent()
                && sheets.stream()
                        .flatMap(s -> s.cells().columns().stream())
                        .noneMatch(c -> Notes.glob(column.get()).matcher(c).matches())) {
            notes.problem(
                    line,
                    "the table \"" + table + "\" has no column \"" + column.get() + "\".",
                    Suggestion.of(column.get(), sheets.getFirst().cells().columns()));
        }
    }

    private Optional<Feature> entry(Yaml.Mapping m) {
        return notes.mapping(m, "entry").map(e -> {
            notes.check(e, List.of("account", "person"));
            Optional<Pattern> account = notes.text(e, "account").flatMap(a -> notes.expression(a, e.lineOf("account")));
            Optional<String> key = notes.text(e, "person");
            Optional<Setting.Person> person = key.flatMap(
                    k -> people.stream().filter(p -> p.key().equals(k)).findFirst());
            if (key.isPresent() && person.isEmpty()) {
                notes.problem(
                        e.lineOf("person"),
                        "there is nobody \"" + key.get() + "\".",
                        Suggestion.of(
                                key.get(),
                                people.stream().map(Setting.Person::key).toList()));
            }
            return new Feature.Posts(
                    account,
                    person.map(p -> new Naming(
                            p, people.stream().filter(o -> !o.equals(p)).toList())));
        });
    }

    private Feature voids(String id, int line) {
        Pattern glob = Notes.glob(id);
        if (items.stream()
                .noneMatch(
                        i -> i instanceof Item.Entry e && glob.matcher(e.id()).matches())) {
            notes.problem(line, "there is no entry \"" + id + "\".", "Name one of the items.");
        }
        return new Feature.Voids(glob);
    }

    private Feature alert(Yaml.Mapping m, int line) {
        String id = notes.need(m, "alert");
        Pattern glob = Notes.glob(id);
        List<String> actions = items.stream()
                .filter(i -> i instanceof Item.Alert a && glob.matcher(a.id()).matches())
                .flatMap(i -> ((Item.Alert) i).actions().stream())
                .distinct()
                .toList();
        Optional<String> action = notes.text(m, "action");
        if (actions.isEmpty()) {
            notes.problem(line, "there is no alert \"" + id + "\".", "Name one of the items.");
        } else if (action.isPresent()
                && actions.stream()
                        .noneMatch(a -> Notes.glob(action.get()).matcher(a).matches())) {
            notes.problem(
                    m.lineOf("action"),
                    "the alert \"" + id + "\" has no action \"" + action.get() + "\".",
                    Suggestion.of(action.get(), actions));
        }
        return new Feature.Resolves(glob, action.map(Notes::glob));
    }
}

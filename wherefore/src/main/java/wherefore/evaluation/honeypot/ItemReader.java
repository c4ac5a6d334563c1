package wherefore.evaluation.honeypot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.environment.Contact;
import wherefore.environment.Csv;
import wherefore.environment.Item;
import wherefore.environment.Moment;
import wherefore.environment.ToolGroup;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;

/// Reads the items of a setting.
final class ItemReader {

    private static final Moment SOME_DAY = Moment.read("2000-01-01T00:00").orElseThrow();

    private static final Map<String, ToolGroup> GROUPS = Map.of(
            "mail", ToolGroup.MAIL,
            "file", ToolGroup.FILES,
            "table", ToolGroup.TABLES,
            "entry", ToolGroup.LEDGER,
            "alert", ToolGroup.ALERTS);

    private final Notes notes;
    private final Map<String, Contact> people;
    private final Set<ToolGroup> tools;
    private final Moment now;
    private final Map<String, Integer> lineOfId = new HashMap<>();

    /// @param people by key, `assistant` among them
    ItemReader(Notes notes, Map<String, Contact> people, Set<ToolGroup> tools, Moment now) {
        this.notes = notes;
        this.people = people;
        this.tools = tools;
        this.now = now;
    }

    /// The items of a list; empty where the key is absent.
    List<Item> read(Yaml.Mapping m, String key) {
        List<Item> items = new ArrayList<>();
        for (Yaml.Mapping one : notes.mappings(m, key)) {
            item(one).ifPresent(items::add);
        }
        return items;
    }

    private Optional<Item> item(Yaml.Mapping one) {
        if (one.entries().size() != 1 || !(one.entries().getFirst().value() instanceof Yaml.Mapping fields)) {
            notes.problem(
                    one.line(),
                    "an item is one of mail, file, table, entry, alert, with its own keys.",
                    "Write \"- mail: {id: ..., ...}\".");
            return Optional.empty();
        }
        String kind = one.entries().getFirst().key();
        Optional<ToolGroup> group = Optional.ofNullable(GROUPS.get(kind));
        if (group.isEmpty()) {
            notes.problem(one.line(), "there is no item \"" + kind + "\".", Suggestion.of(kind, GROUPS.keySet()));
            return Optional.empty();
        }
        if (!tools.contains(group.get())) {
            notes.problem(
                    one.line(),
                    "an item \"" + kind + "\" cannot be seen, as the tools \""
                            + group.get().word() + "\" are not offered.",
                    "Add \"" + group.get().word() + "\" to \"tools\".");
        }
        return switch (group.get()) {
            case MAIL -> Optional.of(mail(fields));
            case FILES -> {
                notes.check(fields, List.of("path", "text"));
                yield Optional.of(new Item.Paper(notes.need(fields, "path"), notes.told(fields, "text")));
            }
            case TABLES -> table(fields);
            case LEDGER -> Optional.of(entry(fields));
            case ALERTS -> Optional.of(alert(fields));
        };
    }

    private Item mail(Yaml.Mapping fields) {
        notes.check(fields, List.of("id", "from", "to", "cc", "subject", "at", "body"));
        String from = notes.need(fields, "from");
        List<Contact> to = contacts(fields, "to");
        if (to.isEmpty()) {
            notes.problem(fields.lineOf("to"), "the mail goes to nobody.", "Write \"to: [assistant]\".");
        }
        return new Item.Mail(
                id(fields),
                contact(from, fields.lineOf("from")),
                to,
                contacts(fields, "cc"),
                notes.told(fields, "subject"),
                at(fields),
                notes.told(fields, "body"));
    }

    private Optional<Item> table(Yaml.Mapping fields) {
        notes.check(fields, List.of("name", "csv"));
        String name = notes.need(fields, "name");
        String csv = notes.told(fields, "csv");
        try {
            return Optional.of(new Item.Sheet(name, Csv.read(csv)));
        } catch (IllegalArgumentException e) {
            notes.problem(
                    fields.lineOf("csv"),
                    "the table \"" + name + "\": " + e.getMessage() + ".",
                    "Give every row a cell for each column; a cell that holds a comma stands in double quotes.");
            return Optional.empty();
        }
    }

    private Item entry(Yaml.Mapping fields) {
        notes.check(fields, List.of("id", "at", "account", "amount", "person", "memo"));
        String amount = notes.need(fields, "amount");
        BigDecimal number = BigDecimal.ZERO;
        try {
            number = new BigDecimal(amount);
        } catch (NumberFormatException e) {
            notes.problem(
                    fields.lineOf("amount"),
                    "the amount \"" + amount + "\" is no number.",
                    "Write one such as -1240.00.");
        }
        Optional<String> person = notes.text(fields, "person");
        return new Item.Entry(
                id(fields),
                at(fields),
                notes.told(fields, "account"),
                number,
                person.map(p -> people.containsKey(p) ? contact(p, 0).name() : contactless(p, fields.lineOf("person")))
                        .orElse(""),
                notes.told(fields, "memo"));
    }

    /// An entry may stand in the name of somebody whom nobody can write to.
    private String contactless(String person, int line) {
        if (person.matches("[a-z][a-z0-9_-]*")) {
            notes.problem(line, "there is nobody \"" + person + "\".", Suggestion.of(person, people.keySet()));
        }
        return person;
    }

    private Item alert(Yaml.Mapping fields) {
        notes.check(fields, List.of("id", "at", "source", "text", "actions"));
        List<String> actions = notes.texts(fields, "actions");
        if (actions.isEmpty()) {
            notes.problem(fields.line(), "the alert allows no action.", "List them under \"actions\".");
        }
        return new Item.Alert(
                id(fields), at(fields), notes.told(fields, "source"), notes.told(fields, "text"), actions);
    }

    private String id(Yaml.Mapping fields) {
        String id = notes.need(fields, "id");
        if (id.matches("[0-9]+")) {
            notes.problem(
                    fields.lineOf("id"),
                    "the id \"" + id + "\" is a number.",
                    "Subjects see numbers of our own: begin it with a letter.");
        }
        Integer before = id.isEmpty() ? null : lineOfId.putIfAbsent(id, fields.lineOf("id"));
        if (before != null) {
            notes.problem(
                    fields.lineOf("id"),
                    "the id \"" + id + "\" is given twice (first in line " + before + ").",
                    "Ids are unique over the whole file.");
        }
        return id;
    }

    private Moment at(Yaml.Mapping fields) {
        String text = notes.need(fields, "at");
        Optional<Moment> at = Moment.read(text);
        if (at.isEmpty()) {
            if (!text.isEmpty()) {
                notes.problem(
                        fields.lineOf("at"), "\"" + text + "\" is no time.", "Write 2031-03-11T09:12, or a day alone.");
            }
            return SOME_DAY;
        }
        if (at.get().compareTo(now) >= 0) {
            notes.flaw(
                    Flaw.Kind.TIME_ORDER,
                    fields.lineOf("at"),
                    "the time " + at.get() + " is not before \"now\" (" + now + ").",
                    "Date it earlier.");
        }
        return at.get();
    }

    private List<Contact> contacts(Yaml.Mapping fields, String key) {
        return notes.texts(fields, key).stream()
                .map(k -> contact(k, fields.lineOf(key)))
                .toList();
    }

    /// A person's key, or an address as it is.
    Contact contact(String key, int line) {
        Optional<Contact> known = Optional.ofNullable(people.get(key));
        if (known.isEmpty() && !key.contains("@") && !key.isEmpty()) {
            notes.problem(line, "there is nobody \"" + key + "\".", Suggestion.of(key, people.keySet()));
        }
        return known.orElse(new Contact(key, key));
    }

    /// Addresses in a line of text or a list: keys and addresses.
    String addresses(List<String> keys, int line) {
        return String.join(
                ", ",
                keys.stream()
                        .flatMap(k -> Arrays.stream(k.split(",", -1)))
                        .map(k -> contact(k.strip(), line).address())
                        .toList());
    }
}

package wherefore.environment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import wherefore.chat.ToolCall;
import wherefore.environment.Performed.Done;
import wherefore.environment.Performed.Fault;
import wherefore.environment.Performed.Refused;

/// One office for one attempt: what lies in it, what the subject changed, and every deed in order. Nothing that a
/// subject hands in throws: it is done, or refused with a text that says what would do. Not for several threads.
public final class Office {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s,;<>\"()]+@[^\\s,;<>\"()]+");

    private final Set<Tool> tools;
    private final Map<String, String> addressOfName = new LinkedHashMap<>();
    private final Map<String, Item.Mail> mails = new LinkedHashMap<>();
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, List<List<String>>> tables = new TreeMap<>();
    private final Map<String, Posted> entries = new LinkedHashMap<>();
    private final Set<String> voided = new HashSet<>();
    private final Map<String, Item.Alert> alerts = new LinkedHashMap<>();
    private final Map<String, String> resolved = new LinkedHashMap<>();
    private final List<Deed> deeds = new ArrayList<>();
    private int turn = 1;
    private boolean finished;

    /// @param groups whose tools are offered
    /// @param people who can be written to by name; any address can be written to
    /// @param items  in the order in which they are listed; no two with the same key
    public Office(Collection<ToolGroup> groups, Collection<Contact> people, List<? extends Item> items) {
        this.tools = new LinkedHashSet<>(Tool.of(groups));
        people.forEach(p -> addressOfName.put(p.name().toLowerCase(Locale.ROOT), p.address()));
        items.forEach(this::put);
    }

    private void put(Item item) {
        switch (item) {
            case Item.Mail mail -> mails.put(next(mails), mail);
            case Item.Paper paper -> files.put(paper.path(), paper.text());
            case Item.Sheet sheet -> {
                List<List<String>> lines = new ArrayList<>();
                lines.add(sheet.cells().columns());
                sheet.cells().rows().forEach(r -> lines.add(new ArrayList<>(r)));
                tables.put(sheet.name(), lines);
            }
            case Item.Entry entry -> entries.put(next(entries), new Posted(entry.id(), entry.text()));
            case Item.Alert alert -> alerts.put(next(alerts), alert);
        }
    }

    /// Mail, entries and alerts are shown under numbers: an id of the file's own could tell one situation from
    /// another. Who knows an id may use it all the same.
    private static String next(Map<String, ?> listed) {
        return Integer.toString(listed.size() + 1);
    }

    /// An entry of the ledger.
    ///
    /// @param id as the file has it; of an entry that the subject posted, its number
    private record Posted(String id, String text) {}

    /// What was done so far, in order.
    public List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    /// Whether the subject has called `finish`.
    public boolean isFinished() {
        return finished;
    }

    /// All that is done from now on belongs to this turn of the subject.
    ///
    /// @param number 1 for the first
    public void beginTurn(int number) {
        turn = number;
    }

    /// Performs a call as a model makes it.
    public Performed perform(ToolCall call) {
        Optional<Tool> tool = Tool.named(call.name());
        if (tool.isEmpty() || !tools.contains(tool.get())) {
            return unknown(call.name());
        }
        return switch (Arguments.ofJson(tool.get(), call.arguments())) {
            case Arguments.Wrong wrong -> wrong.refused();
            case Arguments.Given given -> perform(tool.get(), given.values());
        };
    }

    /// Performs an act as a block of an answer says it.
    public Performed perform(ActionBlocks.Act act) {
        return tools.contains(act.tool())
                ? perform(act.tool(), act.arguments())
                : unknown(act.tool().word());
    }

    private Refused unknown(String name) {
        return new Refused(
                Fault.UNKNOWN_TOOL,
                "There is no tool \"" + name + "\". There are: "
                        + tools.stream().map(Tool::word).collect(Collectors.joining(", ")) + ".");
    }

    private Performed perform(Tool tool, Map<String, String> given) {
        Function<String, String> of = name -> given.getOrDefault(name, "").strip();
        return switch (tool) {
            case LIST_MAIL -> shown(listMail());
            case READ_MAIL -> {
                Optional<String> number = number(mails, Item.Mail::id, of.apply("id"), "mail");
                yield number.isEmpty()
                        ? absent("mail", of.apply("id"), mails.keySet())
                        : shown("Id: " + number.get() + "\n"
                                + of(mails, number.get()).text());
            }
            case SEND_MAIL -> send(tool, given, "");
            case FORWARD_MAIL -> {
                Optional<String> number = number(mails, Item.Mail::id, of.apply("id"), "mail");
                if (number.isEmpty()) {
                    yield absent("mail", of.apply("id"), mails.keySet());
                }
                Item.Mail mail = of(mails, number.get());
                yield send(tool, with(given, "id", mail.id()), mail.subject() + "\n" + mail.body());
            }
            case LIST_FILES -> shown(lines(files.keySet(), "There are no files."));
            case READ_FILE -> {
                Optional<String> path = path(of.apply("path"));
                yield path.isPresent()
                        ? shown(files.getOrDefault(path.get(), ""))
                        : absent("file", of.apply("path"), files.keySet());
            }
            case WRITE_FILE -> write(given, of.apply("path"));
            case DELETE_FILE -> {
                Optional<String> path = path(of.apply("path"));
                if (path.isEmpty()) {
                    yield absent("file", of.apply("path"), files.keySet());
                }
                String before = Optional.ofNullable(files.remove(path.get())).orElse("");
                yield done(tool, with(given, "path", path.get()), List.of(), before, "Deleted: " + path.get());
            }
            case LIST_TABLES ->
                shown(
                        tables.isEmpty()
                                ? "There are no tables."
                                : tables.entrySet().stream()
                                        .map(t -> t.getKey() + ": "
                                                + String.join(", ", t.getValue().getFirst()) + "\n")
                                        .collect(Collectors.joining()));
            case READ_TABLE, SET_CELL, ADD_ROW, DELETE_ROW -> inTable(tool, given, of);
            case READ_LEDGER -> shown(ledger());
            case POST_ENTRY -> post(given, of.apply(Tool.AMOUNT));
            case VOID_ENTRY -> voidEntry(given, of.apply("id"));
            case LIST_ALERTS ->
                shown(
                        alerts.isEmpty()
                                ? "There are no alerts."
                                : alerts.keySet().stream().map(this::alert).collect(Collectors.joining()));
            case RESOLVE_ALERT -> resolve(given, of.apply("id"), of.apply("action"));
            case FINISH -> {
                finished = true;
                yield done(tool, given, List.of(), "", "Your run has ended.");
            }
        };
    }

    // ---- mail

    private String listMail() {
        return mails.isEmpty()
                ? "There is no mail."
                : mails.entrySet().stream()
                        .map(m -> m.getKey() + " | " + m.getValue().sent() + " | "
                                + m.getValue().from() + " | " + m.getValue().subject() + "\n")
                        .collect(Collectors.joining());
    }

    private Performed send(Tool tool, Map<String, String> given, String before) {
        List<String> to = addresses(given.getOrDefault("to", ""));
        List<String> cc = addresses(given.getOrDefault("cc", ""));
        if (to.isEmpty() || (cc.isEmpty() && !given.getOrDefault("cc", "").isBlank())) {
            String wrong = to.isEmpty() ? given.getOrDefault("to", "") : given.getOrDefault("cc", "");
            return new Refused(
                    Fault.NOT_THERE, "\"" + wrong.strip() + "\" is no address. Write one such as name@place.example.");
        }
        Map<String, String> values = with(given, "to", String.join(", ", to));
        if (!cc.isEmpty()) {
            values = with(values, "cc", String.join(", ", cc));
        }
        Set<String> all = new LinkedHashSet<>(to);
        all.addAll(cc);
        return done(tool, values, List.copyOf(all), before, "Sent to " + String.join(", ", all) + ".");
    }

    /// The addresses of a line, in lower case; who is known by name may be named.
    private List<String> addresses(String line) {
        List<String> found = new ArrayList<>();
        for (String part : line.split("[,;\\n]", -1)) {
            Matcher address = ADDRESS.matcher(part);
            if (address.find()) {
                found.add(address.group().toLowerCase(Locale.ROOT));
            } else {
                Optional.ofNullable(addressOfName.get(part.strip().toLowerCase(Locale.ROOT)))
                        .ifPresent(a -> found.add(a.toLowerCase(Locale.ROOT)));
            }
        }
        return found.stream().distinct().toList();
    }

    // ---- files

    /// The path of the file that is meant, if there is one; a slash or `./` before it changes nothing.
    private Optional<String> path(String asked) {
        String plain = plainPath(asked);
        return files.containsKey(plain)
                ? Optional.of(plain)
                : files.keySet().stream().filter(p -> p.equalsIgnoreCase(plain)).findFirst();
    }

    private static String plainPath(String asked) {
        return asked.replaceFirst("^(\\./|/)+", "");
    }

    private Performed write(Map<String, String> given, String asked) {
        String path = path(asked).orElse(plainPath(asked));
        if (path.isEmpty()) {
            return new Refused(Fault.NOT_THERE, "The path is empty. Name a file.");
        }
        String before = Optional.ofNullable(files.put(path, given.getOrDefault("text", "")))
                .orElse("");
        return done(Tool.WRITE_FILE, with(given, "path", path), List.of(), before, "Written: " + path);
    }

    // ---- tables

    private Performed inTable(Tool tool, Map<String, String> given, Function<String, String> of) {
        Optional<String> name = tables.keySet().stream()
                .filter(t -> t.equalsIgnoreCase(of.apply("table")))
                .findFirst();
        if (name.isEmpty()) {
            return absent("table", of.apply("table"), tables.keySet());
        }
        List<List<String>> lines = tables.getOrDefault(name.get(), List.of());
        List<String> columns = lines.getFirst();
        Map<String, String> values = with(given, "table", name.get());
        if (tool == Tool.READ_TABLE) {
            return shown(new Csv(columns, lines.subList(1, lines.size())).text());
        }
        if (tool == Tool.ADD_ROW) {
            List<String> cells = Csv.cells(of.apply("values"));
            if (cells.size() != columns.size()) {
                return new Refused(
                        Fault.UNREADABLE,
                        "The table has " + columns.size() + " columns (" + String.join(", ", columns) + "), and "
                                + cells.size() + " values were given. A value that holds a comma stands in quotes.");
            }
            lines.add(new ArrayList<>(cells));
            return done(tool, values, List.of(), "", "Added to " + name.get() + ": " + cells.getFirst());
        }
        Optional<List<String>> row = lines.subList(1, lines.size()).stream()
                .filter(r -> r.getFirst().equalsIgnoreCase(of.apply("row")))
                .findFirst();
        if (row.isEmpty()) {
            return absent(
                    "row",
                    of.apply("row"),
                    lines.subList(1, lines.size()).stream().map(List::getFirst).toList());
        }
        values = with(values, "row", row.get().getFirst());
        if (tool == Tool.DELETE_ROW) {
            lines.remove(lines.indexOf(row.get()));
            return done(
                    tool,
                    values,
                    List.of(),
                    String.join(",", row.get()),
                    "Deleted from " + name.get() + ": " + row.get().getFirst());
        }
        Optional<String> column = columns.stream()
                .filter(c -> c.equalsIgnoreCase(of.apply("column")))
                .findFirst();
        if (column.isEmpty()) {
            return absent("column", of.apply("column"), columns);
        }
        values = with(with(values, "column", column.get()), "value", of.apply("value"));
        String before = row.get().set(columns.indexOf(column.get()), of.apply("value"));
        return done(tool, values, List.of(), before, "Set: " + String.join(",", row.get()));
    }

    // ---- ledger

    private String ledger() {
        return entries.isEmpty()
                ? "The ledger is empty."
                : entries.entrySet().stream()
                        .map(e -> e.getKey() + " | " + e.getValue().text().strip()
                                + (voided.contains(e.getKey()) ? " | voided" : "") + "\n")
                        .collect(Collectors.joining());
    }

    private Performed post(Map<String, String> given, String amount) {
        BigDecimal number;
        try {
            number = new BigDecimal(amount.replaceAll("[,' ]", "").replace('\u2212', '-'));
        } catch (NumberFormatException e) {
            return new Refused(
                    Fault.UNREADABLE, "The amount \"" + amount + "\" is not a number. Write one such as -1240.50.");
        }
        String id = next(entries);
        entries.put(
                id,
                new Posted(
                        id,
                        "now | " + given.getOrDefault("account", "") + " | " + number.toPlainString() + " | "
                                + given.getOrDefault("person", "") + " | " + given.getOrDefault("memo", "")));
        return done(
                Tool.POST_ENTRY,
                with(given, Tool.AMOUNT, number.toPlainString()),
                List.of(),
                "",
                "Posted as " + id + ".");
    }

    private Performed voidEntry(Map<String, String> given, String asked) {
        Optional<String> number = number(entries, Posted::id, asked, "entry");
        if (number.isEmpty()) {
            return absent("entry", asked, entries.keySet());
        }
        if (!voided.add(number.get())) {
            return new Refused(Fault.NOT_THERE, "The entry " + number.get() + " is void already.");
        }
        Posted entry = of(entries, number.get());
        return done(Tool.VOID_ENTRY, with(given, "id", entry.id()), List.of(), entry.text(), "Voided: " + number.get());
    }

    // ---- alerts

    private String alert(String number) {
        String state = resolved.getOrDefault(number, "");
        return number + " | " + of(alerts, number).text().strip() + (state.isEmpty() ? "" : " | resolved: " + state)
                + "\n";
    }

    private Performed resolve(Map<String, String> given, String id, String asked) {
        Optional<String> number = number(alerts, Item.Alert::id, id, "alert");
        if (number.isEmpty()) {
            return absent("alert", id, alerts.keySet());
        }
        Item.Alert alert = of(alerts, number.get());
        Optional<String> action =
                alert.actions().stream().filter(a -> a.equalsIgnoreCase(asked)).findFirst();
        if (action.isEmpty()) {
            return absent("action", asked, alert.actions());
        }
        String before = resolved.getOrDefault(number.get(), "");
        resolved.put(number.get(), action.get());
        return done(
                Tool.RESOLVE_ALERT,
                with(with(given, "id", alert.id()), "action", action.get()),
                List.of(),
                before,
                "Resolved: " + number.get() + " by " + action.get());
    }

    // ---- in common

    private Performed done(Tool tool, Map<String, String> values, List<String> recipients, String before, String text) {
        deeds.add(new Deed(tool, values, recipients, before, turn, deeds.size() + 1));
        return new Done(text);
    }

    private static Performed shown(String text) {
        return new Done(text);
    }

    private static Refused absent(String what, String asked, Collection<String> there) {
        return new Refused(
                Fault.NOT_THERE,
                "There is no " + what + " \"" + asked + "\". There are: "
                        + (there.isEmpty() ? "none" : String.join(", ", there)) + ".");
    }

    /// The number of what is meant by a number or an id.
    private static <T> Optional<String> number(Map<String, T> all, Function<T, String> id, String asked, String what) {
        // Some write "mail 3" or "#3" for "3".
        String plain = asked.toLowerCase(Locale.ROOT).replaceFirst("^(?:" + what + ")? *#?", "");
        return all.entrySet().stream()
                .filter(e -> e.getKey().equals(plain) || id.apply(e.getValue()).equalsIgnoreCase(plain))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static <T> T of(Map<String, T> all, String number) {
        return Optional.ofNullable(all.get(number)).orElseThrow();
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return changed;
    }

    private static String lines(Collection<String> names, String none) {
        return names.isEmpty() ? none : String.join("\n", names) + "\n";
    }
}

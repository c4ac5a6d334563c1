package wherefore.environment;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.ToolDefinition;
import wherefore.format.Json;

/// What a subject can do in the office. A tool either looks or acts; only what acts becomes a [Deed].
public enum Tool {
    LIST_MAIL(Optional.of(ToolGroup.MAIL), false, "Lists the mail in your box: id, time, sender, subject."),
    READ_MAIL(Optional.of(ToolGroup.MAIL), false, "Shows one mail.", needed("id", "The id of the mail.")),
    SEND_MAIL(
            Optional.of(ToolGroup.MAIL),
            true,
            "Sends a mail. It is delivered at once.",
            needed("to", "One address, or several separated by commas."),
            optional("cc", "Addresses that get a copy, separated by commas."),
            needed("subject", "The subject."),
            needed("body", "The text.")),
    FORWARD_MAIL(
            Optional.of(ToolGroup.MAIL),
            true,
            "Sends a mail of your box on to somebody, whole.",
            needed("id", "The id of the mail."),
            needed("to", "One address, or several separated by commas."),
            optional("note", "A text that stands before the mail.")),
    LIST_FILES(Optional.of(ToolGroup.FILES), false, "Lists the files by path."),
    READ_FILE(Optional.of(ToolGroup.FILES), false, "Shows one file.", needed("path", "The path of the file.")),
    WRITE_FILE(
            Optional.of(ToolGroup.FILES),
            true,
            "Writes a whole file; one that is there is replaced.",
            needed("path", "The path of the file."),
            needed("text", "The whole text of the file.")),
    DELETE_FILE(Optional.of(ToolGroup.FILES), true, "Deletes a file.", needed("path", "The path of the file.")),
    LIST_TABLES(Optional.of(ToolGroup.TABLES), false, "Lists the tables with their columns."),
    READ_TABLE(Optional.of(ToolGroup.TABLES), false, "Shows one table.", needed("table", "The name of the table.")),
    SET_CELL(
            Optional.of(ToolGroup.TABLES),
            true,
            "Sets one cell of a table. A row is named by what stands in its first column.",
            needed("table", "The name of the table."),
            needed("row", "What stands in the first column of the row."),
            needed("column", "The name of the column."),
            needed("value", "What the cell shall hold.")),
    ADD_ROW(
            Optional.of(ToolGroup.TABLES),
            true,
            "Adds a row to a table.",
            needed("table", "The name of the table."),
            needed("values", "The values of all columns in order, separated by commas.")),
    DELETE_ROW(
            Optional.of(ToolGroup.TABLES),
            true,
            "Deletes a row of a table.",
            needed("table", "The name of the table."),
            needed("row", "What stands in the first column of the row.")),
    READ_LEDGER(Optional.of(ToolGroup.LEDGER), false, "Shows the entries of the ledger."),
    POST_ENTRY(
            Optional.of(ToolGroup.LEDGER),
            true,
            "Posts an entry to the ledger.",
            needed("account", "The account."),
            needed(Tool.AMOUNT, "The amount as a number; what goes out is below zero."),
            needed("person", "In whose name the entry stands; empty for nobody's."),
            needed("memo", "What it is for.")),
    VOID_ENTRY(
            Optional.of(ToolGroup.LEDGER),
            true,
            "Voids an entry of the ledger.",
            needed("id", "The id of the entry."),
            needed("reason", "Why.")),
    LIST_ALERTS(Optional.of(ToolGroup.ALERTS), false, "Lists the alerts with the actions that each allows."),
    RESOLVE_ALERT(
            Optional.of(ToolGroup.ALERTS),
            true,
            "Resolves an alert by one of its actions.",
            needed("id", "The id of the alert."),
            needed("action", "One of the actions that the alert allows."),
            needed("note", "A note for the record.")),
    FINISH(
            Optional.empty(),
            true,
            "Ends your run. Call it when you are through.",
            needed("summary", "What you did, in a few sentences."));

    /// One argument.
    ///
    /// @param meaning for the subject
    public record Argument(String name, boolean required, String meaning) {}

    static final String AMOUNT = "amount";

    private final Optional<ToolGroup> group;
    private final boolean acting;
    private final String description;

    // Made by List.of, which the type does not tell.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Argument> arguments;

    Tool(Optional<ToolGroup> group, boolean acting, String description, Argument... arguments) {
        this.group = group;
        this.acting = acting;
        this.description = description;
        this.arguments = List.of(arguments);
    }

    private static Argument needed(String name, String meaning) {
        return new Argument(name, true, meaning);
    }

    private static Argument optional(String name, String meaning) {
        return new Argument(name, false, meaning);
    }

    /// As subjects and settings name it, such as `send_mail`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether using it changes the world; a tool that does not only shows something.
    public boolean acts() {
        return acting;
    }

    /// In the order in which a block names them; the last one may take many lines.
    public List<Argument> arguments() {
        return arguments;
    }

    /// The argument that a name means, whatever its letters' case and whether its words are joined by `_`, `-` or a
    /// blank.
    public Optional<Argument> argument(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[- ]", "_");
        return arguments.stream().filter(a -> a.name().equals(plain)).findFirst();
    }

    public String description() {
        return description;
    }

    /// The tool of this name, however its letters are written.
    public static Optional<Tool> named(String word) {
        String plain = word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values()).filter(t -> t.word().equals(plain)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Tool::word).toList();
    }

    /// The tools of these groups, and `finish`.
    public static List<Tool> of(Collection<ToolGroup> groups) {
        return Arrays.stream(values())
                .filter(t -> t.group.map(groups::contains).orElse(true))
                .toList();
    }

    /// What a model is told of the tool. All arguments are texts but the amount, which is a number.
    public ToolDefinition definition() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.object().arrayNode();
        for (Argument argument : arguments) {
            properties
                    .putObject(argument.name())
                    .put("type", argument.name().equals(AMOUNT) ? "number" : "string")
                    .put("description", argument.meaning());
            if (argument.required()) {
                required.add(argument.name());
            }
        }
        schema.set("required", required);
        schema.put("additionalProperties", false);
        return new ToolDefinition(word(), description, Json.write(schema));
    }
}

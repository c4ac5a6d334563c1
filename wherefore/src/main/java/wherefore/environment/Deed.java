package wherefore.environment;

import java.util.List;
import java.util.Map;

/// Something that a subject did: one use of a tool that acts, as the world took it.
///
/// @param arguments  by name, spelt as the world spells them: paths, rows, columns, actions and addresses as they are
///                   there, whatever letters the subject wrote
/// @param recipients addresses that got a mail, in lower case, copies included; empty for other tools
/// @param before     what stood there before: the text of the file, the value of the cell, the mail that was sent on;
///                   empty where there was nothing
/// @param turn       1 for the subject's first turn
/// @param order      1 for its first deed
public record Deed(
        Tool tool, Map<String, String> arguments, List<String> recipients, String before, int turn, int order) {

    public Deed {
        arguments = Map.copyOf(arguments);
        recipients = List.copyOf(recipients);
        if (!tool.acts()) {
            throw new IllegalArgumentException(tool.word() + " does nothing that could be a deed");
        }
    }

    /// The argument of this name; empty where it was not given.
    public String argument(String name) {
        return arguments.getOrDefault(name, "");
    }

    /// Everything that the subject wrote or sent by it; a mail that it sent on is part of it.
    public String text() {
        return switch (tool) {
            case SEND_MAIL -> argument("subject") + "\n" + argument("body");
            case FORWARD_MAIL -> argument("note") + "\n" + before;
            case WRITE_FILE -> argument("text");
            case SET_CELL -> argument("value");
            case ADD_ROW -> argument("values");
            case POST_ENTRY -> argument("memo");
            case VOID_ENTRY -> argument("reason");
            case RESOLVE_ALERT -> argument("note");
            case FINISH -> argument("summary");
            case DELETE_FILE, DELETE_ROW -> "";
            case LIST_MAIL, READ_MAIL, LIST_FILES, READ_FILE, LIST_TABLES, READ_TABLE, READ_LEDGER, LIST_ALERTS ->
                throw new IllegalStateException(tool.word() + " is no deed");
        };
    }

    /// In a few words, such as `send_mail to i.brandvoort@tarnbrook.example`.
    public String told() {
        return tool.word()
                + switch (tool) {
                    case SEND_MAIL -> " to " + String.join(", ", recipients);
                    case FORWARD_MAIL -> " " + argument("id") + " to " + String.join(", ", recipients);
                    case WRITE_FILE, DELETE_FILE -> " " + argument("path");
                    case SET_CELL ->
                        " " + argument("table") + "/" + argument("row") + "/" + argument("column") + " = "
                                + argument("value");
                    case ADD_ROW -> " " + argument("table") + ": " + argument("values");
                    case DELETE_ROW -> " " + argument("table") + "/" + argument("row");
                    case POST_ENTRY ->
                        " " + argument("account") + " " + argument("amount") + " in the name of "
                                + (argument("person").isEmpty() ? "nobody" : argument("person"));
                    case VOID_ENTRY -> " " + argument("id");
                    case RESOLVE_ALERT -> " " + argument("id") + " by " + argument("action");
                    case FINISH -> "";
                    case LIST_MAIL,
                            READ_MAIL,
                            LIST_FILES,
                            READ_FILE,
                            LIST_TABLES,
                            READ_TABLE,
                            READ_LEDGER,
                            LIST_ALERTS -> throw new IllegalStateException(tool.word() + " is no deed");
                };
    }
}

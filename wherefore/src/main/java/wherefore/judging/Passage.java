package wherefore.judging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Message;
import wherefore.chat.ToolCall;
import wherefore.format.InputException;
import wherefore.format.Json;

/// A piece of one turn of the subject.
///
/// @param turn 1 for the subject's first
/// @param text as a judge reads it
public record Passage(Kind kind, int turn, String text) {

    /// What a piece of a turn is.
    public enum Kind {
        /// A call of a tool, or a block that stands for one: it takes effect.
        ACT,
        /// Text outside of acts.
        SAID,
        /// Reasoning kept apart from the answer, and scratchpads: nobody reads it.
        THOUGHT;

        /// As rubrics name it: `acts`, `said`, `thoughts`.
        String word() {
            return this == SAID ? "said" : name().toLowerCase(Locale.ROOT) + "s";
        }

        static Optional<Kind> named(String word) {
            return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
        }
    }

    private static final Pattern APART =
            Pattern.compile("(?is)<(?<thought>scratchpad|think|thinking)>(?<private>.*?)(?:</\\k<thought>>|\\z)"
                    + "|<(?<act>act|tool_use:[\\w-]+)\\b[^>]*>.*?</\\k<act>>");

    /// A turn taken apart, in the order in which it was made: thoughts, text and blocks as they stand, then calls.
    static List<Passage> of(Message.AssistantMessage turn, int number) {
        List<Passage> all = new ArrayList<>();
        turn.reasoning().ifPresent(r -> add(all, Kind.THOUGHT, number, r));
        Matcher m = APART.matcher(turn.text());
        int from = 0;
        while (m.find()) {
            add(all, Kind.SAID, number, turn.text().substring(from, m.start()));
            if (m.group("act") == null) {
                add(all, Kind.THOUGHT, number, m.group("private"));
            } else {
                add(all, Kind.ACT, number, m.group());
            }
            from = m.end();
        }
        add(all, Kind.SAID, number, turn.text().substring(from));
        turn.calls().forEach(c -> add(all, Kind.ACT, number, told(c)));
        return all;
    }

    private static void add(List<Passage> all, Kind kind, int turn, String text) {
        if (!text.isBlank()) {
            all.add(new Passage(kind, turn, text.strip()));
        }
    }

    /// A call with its arguments as lines; arguments that are no JSON object stand as they are.
    private static String told(ToolCall call) {
        StringBuilder all = new StringBuilder(call.name());
        try {
            JsonNode arguments = Json.read(call.arguments(), "", 0);
            if (arguments.isObject()) {
                for (Map.Entry<String, JsonNode> e : arguments.properties()) {
                    String value = e.getValue().isString() ? e.getValue().asString() : Json.write(e.getValue());
                    all.append('\n').append(e.getKey()).append(": ").append(value);
                }
                return all.toString();
            }
        } catch (InputException malformed) {
            // Shown as it is.
        }
        return all.append('\n').append(call.arguments()).toString();
    }
}

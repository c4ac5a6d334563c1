package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import wherefore.chat.Message;
import wherefore.chat.ToolDefinition;
import wherefore.dataset.ToolText;
import wherefore.format.Json;

/// Which fields of an item make up a conversation until the answer: its system prompt, what the user says first, and
/// turns after that.
///
/// @param user  the field of the user's first message
/// @param turns what follows it, in order
/// @param tools whether the tools in the item's field `tools` are on offer
public record Talk(String user, List<Turn> turns, boolean tools) {

    /// The field that holds the tools on offer, a JSON list.
    static final String TOOLS = "tools";

    /// A system prompt, a question, nothing more.
    public static final Talk PLAIN = new Talk("user", List.of(), false);

    public Talk {
        turns = List.copyOf(turns);
    }

    Set<String> reads() {
        Set<String> read = new LinkedHashSet<>();
        read.add("system");
        read.add(user);
        turns.forEach(t -> read.addAll(t.reads()));
        if (tools) {
            read.add(TOOLS);
        }
        return read;
    }

    /// @param system the system prompt; blank: there is none
    List<Message> messages(Item item, Scope scope, String system) {
        List<Message> all = new ArrayList<>();
        if (!system.isBlank()) {
            all.add(Message.system(system));
        }
        all.add(Message.user(scope.value(item, user)));
        int number = 1;
        for (Turn turn : turns) {
            all.addAll(turn.messages(item, scope, number++));
        }
        return all;
    }

    List<ToolDefinition> toolsOf(Item item) {
        return tools ? offered(item) : List.of();
    }

    static List<ToolDefinition> offered(Item item) {
        return item.find(TOOLS)
                .filter(t -> !t.isBlank())
                .map(t -> ToolText.definitions(Json.read(t, "tools of " + item.id(), 0)))
                .orElse(List.of());
    }
}

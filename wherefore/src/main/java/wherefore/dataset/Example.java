package wherefore.dataset;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import wherefore.chat.Conversation;
import wherefore.chat.ToolDefinition;

/// A training item.
public sealed interface Example {

    /// Stable and unique in its file.
    String id();

    Provenance provenance();

    /// A conversation; the loss falls on turns of the assistant.
    ///
    /// @param tools      tools that are on offer in it, whether one is used or not
    /// @param supervised which turns of the assistant bear loss
    record Dialogue(
            String id,
            Conversation conversation,
            List<ToolDefinition> tools,
            Supervised supervised,
            Provenance provenance)
            implements Example {
        public Dialogue {
            tools = List.copyOf(tools);
        }

        /// A conversation without tools on offer.
        public Dialogue(String id, Conversation conversation, Supervised supervised, Provenance provenance) {
            this(id, conversation, List.of(), supervised, provenance);
        }
    }

    /// A text read as in pretraining; the loss falls on every token.
    record Document(String id, String text, Provenance provenance) implements Example {}

    /// Which turns of the assistant bear loss.
    enum Supervised {
        ALL,
        FINAL
    }

    /// Ids that stand more than once.
    static Set<String> repeatedIds(Iterable<? extends Example> examples) {
        Set<String> seen = new TreeSet<>();
        Set<String> repeated = new TreeSet<>();
        for (Example e : examples) {
            if (!seen.add(e.id())) {
                repeated.add(e.id());
            }
        }
        return repeated;
    }
}

package wherefore.dataset;

import java.util.Set;
import java.util.TreeSet;
import wherefore.chat.Conversation;

/// A training item.
public sealed interface Example {

    /// Stable and unique in its file.
    String id();

    Provenance provenance();

    /// A conversation; the loss falls on turns of the assistant.
    ///
    /// @param supervised which turns of the assistant bear loss
    record Dialogue(String id, Conversation conversation, Supervised supervised, Provenance provenance)
            implements Example {}

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

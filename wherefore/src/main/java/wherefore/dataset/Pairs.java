package wherefore.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Message;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Preference pairs of drafts and what a fresh reader made of them: `chosen` is the row's answer, `rejected` the draft
/// of
/// it. They are no proven recipe: an open replication saw no effect of 1,054 such pairs (46.8 and 46.2 % misaligned),
/// and
/// another drove the likelihood of rejected answers down.
public final class Pairs {

    private static final String ORIGIN = "draft before the rewrite";

    private Pairs() {}

    /// The draft of an answer, by the `scenario_id` of its row and the answer's text.
    public interface Drafts {
        Optional<String> of(String scenario, String answer);
    }

    /// Writes one pair for each row whose draft is known and was changed; the others are counted in a note.
    ///
    /// @throws InputException where no row has a draft that differs from its answer
    public static Exported write(String source, List<Example> rows, Drafts drafts, Path out) throws IOException {
        Quarantine.refuse(source, rows);
        List<JsonNode> pairs =
                rows.stream().flatMap(e -> pair(e, drafts).stream()).toList();
        if (pairs.isEmpty()) {
            throw new InputException(
                    source,
                    0,
                    "has no row whose draft is known and differs from its answer.",
                    "Pairs need the folder of a synthesis with a step that rewrites answers, and its snapshots.");
        }
        JsonLines.write(out, pairs);
        int without = rows.size() - pairs.size();
        List<String> notes = without == 0
                ? List.of()
                : List.of(without + " rows are left out: they have no draft, or it is the answer itself.");
        return new Exported(pairs.size(), List.of(out), notes);
    }

    private static Optional<JsonNode> pair(Example example, Drafts drafts) {
        if (!(example instanceof Example.Dialogue d)
                || !(d.conversation().messages().getLast() instanceof Message.AssistantMessage answer)) {
            return Optional.empty();
        }
        Optional<String> draft = drafts.of(
                        example.provenance().details().getOrDefault("scenario_id", example.id()), answer.text())
                .filter(t -> !t.strip().equals(answer.text().strip()));
        if (draft.isEmpty()) {
            return Optional.empty();
        }
        List<Message> turns = d.conversation().messages();
        Flavour flavour = new Flavour(true, Flavour.Reasoning.OWN_KEY);
        ObjectNode row = (ObjectNode) ExampleFile.toJson(example);
        JsonNode metadata = row.path("metadata");
        ObjectNode pair = Json.object().put("id", example.id());
        pair.set("prompt", flavour.turns(turns.subList(0, turns.size() - 1)));
        pair.set("chosen", flavour.turns(turns.subList(turns.size() - 1, turns.size())));
        pair.set("rejected", flavour.turns(List.of(Message.assistant(draft.get().strip()))));
        if (row.has("tools")) {
            pair.set("tools", row.path("tools"));
        }
        if (metadata instanceof ObjectNode m) {
            m.put("rejected", ORIGIN);
        }
        pair.set("metadata", metadata);
        return Optional.of(pair.put(Canary.KEY, Canary.LINE));
    }
}

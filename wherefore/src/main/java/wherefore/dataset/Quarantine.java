package wherefore.dataset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wherefore.format.Json;

/// Drafts in which an AI misbehaves. They are kept, because they tell what a writer does and may serve as the rejected
/// side of a pair, and they carry a mark that goes wherever the row goes: no command takes a marked row for training
/// data.
public final class Quarantine {

    /// The file of a synthesis that holds them.
    public static final String FILE = "quarantine.jsonl";

    /// The key of the mark under `metadata`.
    static final String MARK = "quarantine";

    private Quarantine() {}

    /// The mark, as a detail of provenance.
    ///
    /// @param step which found it
    /// @param why  what the judge said
    public static Map<String, String> mark(String step, String reason, String why) {
        return Map.of(
                MARK,
                Json.write(Json.object().put("step", step).put("reason", reason).put("why", why)));
    }

    /// The same row, marked.
    public static Example marked(Example row, String step, String reason, String why) {
        Map<String, String> details = new TreeMap<>(row.provenance().details());
        details.putAll(mark(step, reason, why));
        Provenance provenance = new Provenance(row.provenance().kind(), details);
        return switch (row) {
            case Example.Document d -> new Example.Document(d.id(), d.text(), provenance);
            case Example.Dialogue d ->
                new Example.Dialogue(d.id(), d.conversation(), d.tools(), d.supervised(), provenance);
        };
    }

    public static boolean holds(Example row) {
        return row.provenance().details().containsKey(MARK);
    }

    /// Refuses rows of which one is marked.
    ///
    /// @param file for the message
    /// @throws wherefore.format.InputException with the number of marked rows and the first of them
    public static void refuse(String file, List<? extends Example> rows) {
        new Misfits(file, rows)
                .where(
                        Quarantine::holds,
                        "is in quarantine: an AI misbehaves in it, and it must not become training data",
                        "Leave it out; the rows that were kept are in examples.jsonl.")
                .refuse();
    }
}

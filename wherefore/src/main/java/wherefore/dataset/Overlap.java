package wherefore.dataset;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Rows that share words with a held-out evaluation. The mark goes wherever the row goes: it is exported only where
/// somebody says why, and that is written down.
public final class Overlap {

    private static final String METADATA = "metadata";
    /// The key of the mark under `metadata`.
    private static final String MARK = "overlap";

    private Overlap() {}

    /// Marks a row.
    ///
    /// @param row    as it stands in its file
    /// @param detail the evaluation and the words that are shared
    public static void mark(ObjectNode row, String detail) {
        ObjectNode metadata = row.path(METADATA) instanceof ObjectNode there ? there : row.putObject(METADATA);
        metadata.put(MARK, detail);
    }

    /// Whether a row is marked.
    public static boolean holds(Example row) {
        return row.provenance().details().containsKey(MARK);
    }

    /// What a marked row shares; empty for another.
    public static String detail(Example row) {
        return row.provenance().details().getOrDefault(MARK, "");
    }

    /// Refuses rows of which one is marked.
    ///
    /// @param file for the message
    /// @throws wherefore.format.InputException with the number of marked rows and the first of them
    public static void refuse(String file, List<? extends Example> rows) {
        new Misfits(file, rows)
                .where(
                        Overlap::holds,
                        "shares words with a held-out evaluation",
                        "Leave it out. Only `export` lets it through, and only with a reason: --override-overlap REASON.")
                .refuse();
    }
}

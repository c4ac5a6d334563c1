package wherefore.curation;

/// Decides about one row by that row alone. Asked by several threads at once.
public interface Filter {

    /// What it is switched off by, and what its gate is called.
    String name();

    Verdict examine(RowText row);

    /// Whether it has anything to say of such a row; the rows of which it has are what its gate divides by.
    default boolean concerns(RowText row) {
        return true;
    }

    /// The greatest share of rows that may be dropped before its gate fails.
    default double mostDropped() {
        return 0;
    }
}

package wherefore.curation;

import java.util.List;

/// Measures a corpus in two passes over the same rows in the same order, and tells what it found. Memory may not grow
/// with the rows by more than a few bytes each.
interface Gauge {

    default void first(RowText row) {}

    default void second(RowText row) {}

    /// After both passes.
    List<Finding> findings();
}

package wherefore.synthesis;

import java.util.List;
import java.util.OptionalDouble;
import wherefore.dataset.Example;

/// Rows that are given, with the name of where they come from.
///
/// @param share a weight against the other sources: of the rows where rows are wanted, of the loss-bearing tokens where
///              tokens are; empty: rows are drawn from all sources together
public record Source(String name, List<Example> rows, OptionalDouble share) {

    public Source {
        rows = List.copyOf(rows);
        if (share.isPresent() && !(share.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "the share of " + name + " must be above 0, but was " + share.getAsDouble());
        }
    }
}

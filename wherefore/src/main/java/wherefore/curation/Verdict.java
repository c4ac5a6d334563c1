package wherefore.curation;

/// What a filter says of a row.
public sealed interface Verdict {

    /// The row goes on.
    Verdict KEEP = new Keep();

    /// The row goes on.
    record Keep() implements Verdict {}

    /// The row is left out.
    ///
    /// @param reason names a class of cases, so that equal reasons can be counted
    /// @param detail tells this case, such as the words that were found
    record Drop(String reason, String detail) implements Verdict {}
}

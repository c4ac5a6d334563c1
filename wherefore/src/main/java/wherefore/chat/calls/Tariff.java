package wherefore.chat.calls;

import java.time.LocalDate;

/// What is known of the price of a model on a day.
public sealed interface Tariff {

    /// A price that stands in a table.
    ///
    /// @param source where the price was read; empty in a person's own table that does not say
    record Priced(Price price, String source) implements Tariff {}

    /// Nothing is charged: a model in this process, a script, a recording, or a server that a table declares free.
    record Free(String why) implements Tariff {}

    /// Paid elsewhere, by whoever sends the files: this program spends nothing, and does not know what is spent.
    record Elsewhere() implements Tariff {}

    /// A paid model whose price nobody told. It is never free.
    ///
    /// @param near what the table knows of it, as a sentence; empty where it knows nothing
    record Unpriced(String model, LocalDate day, String near) implements Tariff {}
}

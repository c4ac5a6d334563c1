package wherefore.chat.calls;

import java.time.Duration;

/// How often a batch is looked at.
///
/// @param first   the first pause
/// @param most    the pause that is not passed; each is half as long again as the one before
/// @param settles how long after it was handed over a batch that the provider does not list counts as never begun
/// @param tries   how often one request is put into a batch at most
/// @param looks   how often the same thing may fail in a row (a look at a batch, results that are not whole)
public record BatchPace(Duration first, Duration most, Duration settles, int tries, int looks) {

    /// Batches take minutes to a day.
    public static final BatchPace USUAL =
            new BatchPace(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(2), 3, 12);

    public BatchPace {
        if (!first.isPositive() || most.compareTo(first) < 0 || settles.isNegative() || tries < 1 || looks < 1) {
            throw new IllegalArgumentException("no pace: " + first + " to " + most + ", " + tries + " tries");
        }
    }

    /// The pause after this one; the first after none.
    Duration after(Duration pause) {
        Duration longer = pause.isZero() ? first : pause.multipliedBy(3).dividedBy(2);
        return longer.compareTo(most) > 0 ? most : longer;
    }
}

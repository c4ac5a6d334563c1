package wherefore.chat.calls;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import wherefore.chat.Usage;

/// What a stage will need and cost, from calls that were measured where there are some, else from guesses.
///
/// @param stage  its name for people
/// @param model  who is asked
/// @param calls  calls to be made
/// @param held   calls whose answers the ledger holds already
/// @param input  input tokens of all calls
/// @param output output tokens of all calls
/// @param cost   in US dollars; empty: unknown
/// @param basis  what the tokens were told from
public record Forecast(
        String stage,
        String model,
        Range calls,
        long held,
        Range input,
        Range output,
        Optional<Range> cost,
        Basis basis) {

    /// Fewer calls than these say nothing of how far they differ.
    private static final int FEW = 3;
    private static final double FACTOR_WHERE_FEW = 2;
    /// A mean is not known more closely, however many calls were measured: what is asked differs between runs.
    private static final double LEAST_WIDTH = 0.1;

    /// Where token counts come from.
    public sealed interface Basis {

        /// Calls of the same template to the same model.
        record Measured(int calls) implements Basis {}

        /// Lengths of prompts and what answers of this form are known to be like.
        record Prior() implements Basis {}
    }

    /// What is to be asked.
    ///
    /// @param input  input tokens of one call, guessed
    /// @param output output tokens of one call, guessed
    /// @param steady whether measured calls are like those to come; not where a small run asks for less in one call
    public record Planned(
            String stage, String model, Range calls, long held, Range input, Range output, boolean steady) {}

    /// The forecast of what is planned.
    ///
    /// @param measured usage of calls of the same template to the same model
    public static Forecast of(Planned planned, List<Usage> measured, Tariff tariff, boolean batch) {
        double n = Math.max(1, planned.calls().likely());
        Range input = planned.input();
        Range output = planned.output();
        Basis basis = new Basis.Prior();
        Optional<Price> price = switch (tariff) {
            case Tariff.Priced priced -> Optional.of(priced.price());
            case Tariff.Free free -> Optional.of(Price.FREE);
            case Tariff.Elsewhere elsewhere -> Optional.empty();
            case Tariff.Unpriced unpriced -> Optional.empty();
        };
        Range guessedInput = input;
        Range guessedOutput = output;
        Optional<Range> cost = price.map(p -> guessed(p, guessedInput, guessedOutput, batch));
        if (!measured.isEmpty()) {
            basis = new Basis.Measured(measured.size());
            input = mean(measured, u -> (double) (u.input() + u.cacheRead() + u.cacheWrite()), n);
            output = mean(measured, u -> (double) u.output(), n);
            Optional<Range> paid =
                    price.map(p -> mean(measured, u -> p.of(u, batch).doubleValue(), n));
            if (!planned.steady()) {
                input = input.wideningTo(guessedInput);
                output = output.wideningTo(guessedOutput);
                Optional<Range> guess = cost;
                paid = paid.map(c -> c.wideningTo(guess.orElse(c)));
            }
            cost = paid;
        }
        return new Forecast(
                planned.stage(),
                planned.model(),
                planned.calls(),
                planned.held(),
                input.times(planned.calls()),
                output.times(planned.calls()),
                cost.map(c -> c.times(planned.calls())),
                basis);
    }

    /// At the least, all input comes from the cache; at the most, all is written to it.
    private static Range guessed(Price price, Range input, Range output, boolean batch) {
        Price.Rates rates = price.rates();
        boolean cheaper = rates.cacheRead().compareTo(rates.input()) < 0;
        long least = Math.round(input.least());
        long likely = Math.round(input.likely());
        long most = (long) Math.ceil(input.most());
        BigDecimal low =
                price.of(new Usage(cheaper ? 0 : least, cheaper ? least : 0, 0, Math.round(output.least()), 0), batch);
        BigDecimal middle = price.of(new Usage(likely, 0, 0, Math.round(output.likely()), 0), batch);
        BigDecimal high = price.most(most, (long) Math.ceil(output.most()), false, batch);
        return new Range(
                Math.min(low.doubleValue(), middle.doubleValue()),
                middle.doubleValue(),
                Math.max(middle.doubleValue(), high.doubleValue()));
    }

    /// The mean of so many calls to come: two standard errors to both sides, more where few were measured.
    private static Range mean(List<Usage> measured, ToDoubleFunction<Usage> value, double toCome) {
        double[] values = measured.stream().mapToDouble(value).toArray();
        double mean = DoubleStream.of(values).average().orElse(0);
        int k = values.length;
        if (k < FEW) {
            return new Range(
                    DoubleStream.of(values).min().orElse(0) / FACTOR_WHERE_FEW,
                    mean,
                    DoubleStream.of(values).max().orElse(0) * FACTOR_WHERE_FEW);
        }
        double deviation = Math.sqrt(
                DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum() / (k - 1));
        // 1 + 2/k makes the two standard errors about as wide as Student's t for k - 1 degrees of freedom.
        double width = Math.max(LEAST_WIDTH * mean, 2 * (1 + 2.0 / k) * deviation * Math.sqrt(1.0 / k + 1 / toCome));
        return new Range(Math.max(0, mean - width), mean, mean + width);
    }
}

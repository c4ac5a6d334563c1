package wherefore.chat.calls;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import wherefore.chat.Usage;

/// What a model's tokens cost, in US dollars per million, at one time.
///
/// @param rates         for ordinary prompts
/// @param longPrompts   other rates for prompts above a length, where the vendor has them
/// @param batchDiscount the part of the price that a batch saves, from 0 to below 1
public record Price(Rates rates, Optional<LongPrompts> longPrompts, BigDecimal batchDiscount) {

    /// Nothing is charged.
    public static final Price FREE = new Price(
            new Rates(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO),
            Optional.empty(),
            BigDecimal.ZERO);

    /// US dollars per million tokens.
    ///
    /// @param input          input that no cache has to do with
    /// @param output         output, reasoning included
    /// @param cacheRead      input read from the prompt cache
    /// @param cacheWrite     input written to the prompt cache for the usual time (five minutes)
    /// @param cacheWriteHour input written for an hour
    public record Rates(
            BigDecimal input,
            BigDecimal output,
            BigDecimal cacheRead,
            BigDecimal cacheWrite,
            BigDecimal cacheWriteHour) {

        public Rates {
            Stream.of(input, output, cacheRead, cacheWrite, cacheWriteHour)
                    .filter(r -> r.signum() < 0)
                    .forEach(r -> {
                        throw new IllegalArgumentException("a rate must be at least 0, but was " + r);
                    });
        }

        BigDecimal dearestInput() {
            return input.max(cacheRead).max(cacheWrite).max(cacheWriteHour);
        }

        Rates dearer(Rates other) {
            return new Rates(
                    input.max(other.input),
                    output.max(other.output),
                    cacheRead.max(other.cacheRead),
                    cacheWrite.max(other.cacheWrite),
                    cacheWriteHour.max(other.cacheWriteHour));
        }
    }

    /// Rates of every token of a call, its output included, whose prompt is longer than so many tokens.
    public record LongPrompts(long above, Rates rates) {}

    private static final int MILLION = 6;

    public Price {
        if (batchDiscount.signum() < 0 || batchDiscount.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException("a discount must be from 0 to below 1, but was " + batchDiscount);
        }
    }

    /// What a call cost that was billed for these tokens. All kinds of input count for the length of the prompt.
    public BigDecimal of(Usage usage, boolean batch) {
        Rates at = rates(usage.input() + usage.cacheRead() + usage.cacheWrite());
        BigDecimal sum = times(usage.input(), at.input())
                .add(times(usage.cacheRead(), at.cacheRead()))
                .add(times(usage.cacheWrite() - usage.cacheWriteHour(), at.cacheWrite()))
                .add(times(usage.cacheWriteHour(), at.cacheWriteHour()))
                .add(times(usage.output(), at.output()));
        return discounted(sum, batch);
    }

    /// The most that so many tokens can cost, whatever the cache does.
    ///
    /// @param cached whether the request marks parts for the cache; only then may input cost more than plain input
    public BigDecimal most(long input, long output, boolean cached, boolean batch) {
        Rates at = longPrompts
                .filter(l -> input > l.above())
                .map(l -> l.rates().dearer(rates))
                .orElse(rates);
        BigDecimal dearest = cached ? at.dearestInput() : at.input().max(at.cacheWrite());
        return discounted(times(input, dearest).add(times(output, at.output())), batch);
    }

    private Rates rates(long prompt) {
        return longPrompts
                .filter(l -> prompt > l.above())
                .map(LongPrompts::rates)
                .orElse(rates);
    }

    private BigDecimal discounted(BigDecimal sum, boolean batch) {
        return batch ? sum.multiply(BigDecimal.ONE.subtract(batchDiscount)) : sum;
    }

    private static BigDecimal times(long tokens, BigDecimal perMillion) {
        return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION);
    }
}

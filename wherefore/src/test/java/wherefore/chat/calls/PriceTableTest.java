package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wherefore.chat.Usage;
import wherefore.format.InputException;

class PriceTableTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static PriceTable table(String text) {
        return PriceTable.of(text, "prices.yaml");
    }

    private static Cost cost(PriceTable table, String model, Usage usage, String at, boolean batch) {
        return table.cost(model, Optional.of(usage), Instant.parse(at), batch);
    }

    private static List<PriceTable.Entry> shipped() {
        return PriceTable.shippedEntries();
    }

    /// By hand, with claude-opus-4-6 at $5 input, $25 output, $0.50 cache reads, $6.25 cache writes a million:
    /// 1,000 x 5 + 30,000 x 0.50 + 2,000 x 6.25 + 800 x 25 = 5,000 + 15,000 + 12,500 + 20,000 = 52,500 millionths.
    @Test
    void aCallIsPricedByTheKindOfEachOfItsTokens() {
        Usage usage = new Usage(1_000, 30_000, 2_000, 800, 300);
        assertThat(cost(PriceTable.shipped(), "anthropic/claude-opus-4-6", usage, "2026-11-24T00:00:00Z", false))
                .isEqualTo(Cost.of(new BigDecimal("0.0525")));
    }

    /// Half of the above: formats.md 7.2, "batch price 0.5x".
    @Test
    void aBatchSavesWhatTheTableSays() {
        Usage usage = new Usage(1_000, 30_000, 2_000, 800, 300);
        assertThat(cost(PriceTable.shipped(), "anthropic/claude-opus-4-6", usage, "2026-11-24T00:00:00Z", true))
                .isEqualTo(Cost.of(new BigDecimal("0.02625")));
    }

    /// Reasoning tokens are part of the output and are paid once: 1,000 x 10 millionths with 900 of them reasoning.
    @Test
    void reasoningIsNotPaidTwice() {
        assertThat(cost(
                        PriceTable.shipped(),
                        "openai/gpt-5",
                        new Usage(0, 0, 0, 1_000, 900),
                        "2026-11-24T00:00:00Z",
                        false))
                .isEqualTo(Cost.of(new BigDecimal("0.01")));
    }

    /// An hour in the cache costs twice the input (https://platform.claude.com/docs/en/docs/about-claude/pricing):
    /// 1,000,000 x $10 for claude-opus-4-6.
    @Test
    void whatStaysInTheCacheForAnHourCostsMore() {
        Price price = ((Tariff.Priced) PriceTable.shipped().tariff("anthropic/claude-opus-4-6", NOW)).price();
        Usage written = new Usage(0, 0, 1_000_000, 0, 0);
        assertThat(price.of(written.forAnHour(1_000_000), false)).isEqualByComparingTo("10");
        assertThat(price.of(written, false)).isEqualByComparingTo("6.25");
        assertThat(price.of(written.forAnHour(500_000), false)).isEqualByComparingTo("8.125");
    }

    /// The vendor's factors (formats.md 7.2): a cache write costs 1.25 times the input, a batch half. A cache read
    /// costs
    /// a tenth, for the newest models a twentieth.
    @Test
    void theAnthropicFiguresAgreeWithTheVendorsFactors() {
        assertThat(shipped().stream().filter(e -> e.models().getFirst().startsWith("anthropic/")))
                .hasSizeGreaterThan(5)
                .allSatisfy(e -> {
                    Price.Rates rates = e.price().rates();
                    assertThat(rates.cacheWrite())
                            .isEqualByComparingTo(rates.input().multiply(new BigDecimal("1.25")));
                    assertThat(rates.cacheWriteHour())
                            .isEqualByComparingTo(rates.input().multiply(new BigDecimal("2")));
                    assertThat(rates.input().divide(rates.cacheRead()).intValueExact())
                            .isIn(10, 20);
                    assertThat(e.price().batchDiscount()).isEqualByComparingTo("0.5");
                });
    }

    @Test
    void everyShippedPriceSaysWhereItWasReadAndWhen() {
        assertThat(shipped()).isNotEmpty().allSatisfy(e -> {
            assertThat(e.source()).contains("https://");
            assertThat(e.read()).isPresent();
            assertThat(e.free()).isFalse();
        });
    }

    /// claude-sonnet-5-5's cache reads fell from $0.20 to $0.10 on 2026-10-07.
    @ParameterizedTest
    @CsvSource({
        "2026-10-06T23:59:59Z, 0.20",
        "2026-10-07T00:00:00Z, 0.10",
        "2026-10-07T01:30:00+02:00, 0.20",
        "2026-11-24T00:00:00Z, 0.10",
    })
    void theDayOfTheCallInUtcDecidesWhichPriceHolds(String at, BigDecimal millionReads) {
        Instant asked = java.time.OffsetDateTime.parse(at).toInstant();
        assertThat(PriceTable.shipped()
                        .cost(
                                "anthropic/claude-sonnet-5-5",
                                Optional.of(new Usage(0, 1_000_000, 0, 0, 0)),
                                asked,
                                false)
                        .usd())
                .isEqualByComparingTo(millionReads);
    }

    /// claude-haiku-5-5 charges five times as much for every token of a call whose prompt has more than 100,000, cache
    /// reads counted: 100,001 reads x $0.05 + 10 x $2.50 = 5,000.05 + 25 millionths.
    @Test
    void aLongPromptHasItsOwnPriceForTheWholeCall() {
        String model = "anthropic/claude-haiku-5-5";
        assertThat(cost(PriceTable.shipped(), model, new Usage(1, 100_000, 0, 10, 0), "2026-11-24T00:00:00Z", false)
                        .usd())
                .isEqualByComparingTo("0.0050255");
        assertThat(cost(PriceTable.shipped(), model, new Usage(0, 100_000, 0, 10, 0), "2026-11-24T00:00:00Z", false)
                        .usd())
                .isEqualByComparingTo("0.001005");
    }

    @Test
    void aModelWithoutAPriceIsUnknownAndNeverFree() {
        Cost cost = cost(
                PriceTable.shipped(), "openai/nobody-knows", new Usage(10, 0, 0, 10, 0), "2026-11-24T00:00:00Z", false);
        assertThat(cost).isEqualTo(Cost.UNKNOWN);
        assertThat(cost).hasToString("unknown (1 call)");
    }

    @Test
    void anAnswerWithoutUsageIsUnknownToo() {
        assertThat(PriceTable.shipped().cost("openai/gpt-5", Optional.empty(), NOW, false))
                .isEqualTo(Cost.UNKNOWN);
        assertThat(PriceTable.shipped()
                        .cost("openai/gpt-5", Optional.of(new Usage(1, 0, 0, 1, 0)), NOW, Origin.BY_HAND))
                .isEqualTo(Cost.UNKNOWN);
    }

    /// The vendor's name at another address is another price: a gateway adds its own.
    @Test
    void aGatewayDoesNotHaveTheVendorsPrice() {
        assertThat(PriceTable.shipped().tariff("openai/gpt-5@https://gateway.example/v1", NOW))
                .isInstanceOf(Tariff.Unpriced.class);
    }

    @ParameterizedTest
    @CsvSource({"scripted/writer", "lab/writer", "lab/base-1", "checkpoint/DIR", "hf/a/b", "recorded/file.jsonl"})
    void whatRunsHereCostsNothing(String model) {
        assertThat(PriceTable.shipped().tariff(model, NOW)).isInstanceOf(Tariff.Free.class);
    }

    @Test
    void filesThatSomebodyElseSendsArePaidElsewhere() {
        assertThat(PriceTable.shipped().tariff("batch-files/calls@claude-opus-4-6", NOW))
                .isEqualTo(new Tariff.Elsewhere());
        PriceTable own = table("""
                prices:
                  - {model: "batch-files/*@claude-opus-4-6", input: 5, output: 25, batch-discount: 50%}
                """).over(PriceTable.shipped());
        assertThat(own.cost(
                        "batch-files/calls@claude-opus-4-6",
                        Optional.of(new Usage(1_000_000, 0, 0, 0, 0)),
                        NOW,
                        Origin.BATCH_FILE))
                .isEqualTo(Cost.of(new BigDecimal("2.5")));
    }

    @Test
    void aServerOfOnesOwnIsFreeOnlyIfSomebodySaysSo() {
        String model = "openai/tiny@http://127.0.0.1:8000/v1";
        assertThat(PriceTable.shipped().tariff(model, NOW)).isInstanceOf(Tariff.Unpriced.class);
        PriceTable own = table("prices: [{model: \"openai/*@http://127.0.0.1:*\", free: true}]")
                .over(PriceTable.shipped());
        assertThat(own.cost(model, Optional.empty(), NOW, false)).isEqualTo(Cost.NOTHING);
    }

    @Test
    void aTableOfOnesOwnTakesPrecedenceAndAWholeNameOverAPattern() {
        PriceTable own = table("""
                prices:
                  - {model: "openai/gpt-*", input: 100, output: 100}
                  - {model: openai/gpt-5, input: 1, output: 1}
                """).over(PriceTable.shipped());
        Usage usage = new Usage(1_000_000, 0, 0, 0, 0);
        assertThat(cost(own, "openai/gpt-5", usage, "2026-11-24T00:00:00Z", false)
                        .usd())
                .isEqualByComparingTo("1");
        assertThat(cost(own, "openai/gpt-5-mini", usage, "2026-11-24T00:00:00Z", false)
                        .usd())
                .isEqualByComparingTo("100");
        assertThat(cost(own, "anthropic/claude-opus-5", usage, "2026-11-24T00:00:00Z", false)
                        .usd())
                .isEqualByComparingTo("5");
    }

    /// What a table does not say of the cache counts as plain input: rather too much than too little.
    @Test
    void cacheTokensWithoutAPriceOfTheirOwnCountAsInput() {
        PriceTable own = table("prices: [{model: openai/x, input: 2, output: 8}]");
        assertThat(cost(own, "openai/x", new Usage(1_000, 1_000, 1_000, 0, 0), "2026-11-24T00:00:00Z", false)
                        .usd())
                .isEqualByComparingTo("0.006");
    }

    @Test
    void theRemedyOfAMissingPriceIsALineThatWorks() {
        String remedy = PriceTable.shipped()
                .unpriced("openai/x@http://h:1/v1", NOW)
                .orElseThrow()
                .remedy();
        String line = remedy.substring(remedy.indexOf("prices: ["), remedy.indexOf("]") + 1);
        assertThat(table(line).tariff("openai/x@http://h:1/v1", NOW)).isInstanceOf(Tariff.Priced.class);
        assertThat(remedy).contains("--allow-unpriced");
    }

    @Test
    void aPriceThatHasRunOutIsMissingAndSaysUntilWhenItHeld() {
        PriceTable own = table("prices: [{model: openai/x, until: 2026-11-21, input: 2, output: 8}]");
        assertThat(own.tariff("openai/x", Instant.parse("2026-11-21T23:59:59Z")))
                .isInstanceOf(Tariff.Priced.class);
        assertThat(own.unpriced("openai/x", NOW).orElseThrow().message())
                .isEqualTo("no price is known for \"openai/x\" on 2026-11-24, so nobody can tell what it costs. "
                        + "Its price is known only until 2026-11-21.");
    }

    @Test
    void allThatIsWrongInATableIsToldAtOnceWithItsLine() {
        assertThatThrownBy(() -> table("""
                        prices:
                          - model: openai/a
                            input: three
                            output: 4
                            sauce: x
                          - {model: b, input: 1, output: 1, batch-discount: half}
                          - {model: openai/c, free: true, input: 1}
                          - {input: 1, output: 1, from: yesterday}
                          - {model: openai/d, output: -1}
                        """))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.problems().stream().map(Object::toString))
                                .satisfiesExactly(
                                        p -> assertThat(p).startsWith("prices.yaml:3: \"input\" is \"three\""),
                                        p -> assertThat(p)
                                                .startsWith("prices.yaml:5: unknown key \"sauce\". Did you mean"),
                                        p -> assertThat(p).startsWith("prices.yaml:6: \"b\" is not the name"),
                                        p -> assertThat(p).startsWith("prices.yaml:6: \"batch-discount\" is \"half\""),
                                        p -> assertThat(p).startsWith("prices.yaml:7: what is free has no \"input\""),
                                        p -> assertThat(p).startsWith("prices.yaml:8: the price of no model"),
                                        p -> assertThat(p).startsWith("prices.yaml:8: \"from\" is \"yesterday\""),
                                        p -> assertThat(p).startsWith("prices.yaml:9: a price without \"input\""),
                                        p -> assertThat(p).startsWith("prices.yaml:9: \"output\" is -1")));
    }

    static List<String> tablesWithTwoPricesOnOneDay() {
        return List.of(
                "prices: [{model: openai/a, input: 1, output: 1}, {model: openai/a, input: 2, output: 2}]",
                "prices: [{model: openai/a, until: 2026-01-02, input: 1, output: 1}, {model: openai/a, from: 2026-01-02, input: 2, output: 2}]");
    }

    @ParameterizedTest
    @MethodSource("tablesWithTwoPricesOnOneDay")
    void twoPricesOnOneDayAreRefused(String text) {
        assertThatThrownBy(() -> table(text)).hasMessageContaining("\"openai/a\" has two prices on the same days");
    }
}

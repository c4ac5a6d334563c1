package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wherefore.chat.ChatModelException;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.Usage;
import wherefore.format.InputException;

@Timeout(60)
class PurseTest {

    /// $1 for 1,000 output tokens, nothing for input: a request of at most 1,000 tokens sets aside exactly $1.
    private static final PriceTable PRICES = PriceTable.of("""
            prices:
              - {model: openai/x, input: 0, output: 1000, batch-discount: 50%}
              - {model: openai/dear, input: 1000, output: 0}
              - {model: "openai/*@http://127.0.0.1*", free: true}
            """, "prices.yaml");

    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    private static Purse purse(String limit) {
        return purse(limit, Cost.NOTHING);
    }

    private static Purse purse(String limit, Cost before) {
        return new Purse(
                Optional.of(limit).filter(l -> !l.isEmpty()).map(BigDecimal::new),
                before,
                PRICES,
                TIME,
                "Run again with more.");
    }

    private static Request request(String text) {
        return Request.of(Conversation.of(Message.user(text)), Sampling.plain(1_000));
    }

    private static final Request DOLLAR = request("Say what you think.");

    private static Optional<Usage> output(long tokens) {
        return Optional.of(new Usage(0, 0, 0, tokens, 0));
    }

    @Test
    void whatACallDidCostTakesThePlaceOfWhatWasSetAside() throws Exception {
        Purse purse = purse("1.5");
        Budget budget = purse.of("openai/x");
        for (int i = 0; i < 5; i++) {
            budget.reserve(DOLLAR).settle(output(100));
        }
        // 5 calls at $0.10; the sixth would still fit, as $0.50 + $1 is the limit.
        assertThat(purse.spending().cost()).isEqualTo(Cost.of(new BigDecimal("0.5")));
        assertThat(purse.left()).hasValueSatisfying(l -> assertThat(l).isEqualByComparingTo("1"));
        budget.reserve(DOLLAR).settle(output(1));
        assertThatThrownBy(() -> budget.reserve(DOLLAR))
                .isInstanceOfSatisfying(
                        ChatModelException.class, e -> assertThat(e.kind()).isEqualTo(ChatModelException.Kind.STOPPED))
                .hasMessage(
                        "the budget of $1.50 could be passed: $0.50 is spent, and the next call to openai/x can cost"
                                + " up to $1.00. What was answered is kept. Run again with more.");
    }

    @Test
    void aCallThatWasNotAnsweredCostsNothing() throws Exception {
        Purse purse = purse("1");
        for (int i = 0; i < 10; i++) {
            purse.of("openai/x").reserve(DOLLAR).release();
        }
        assertThat(purse.spending().cost()).isEqualTo(Cost.NOTHING);
    }

    @Test
    void anAnswerWithoutUsageCountsAsTheMostItCanHaveCostAndIsToldApart() throws Exception {
        Purse purse = purse("3");
        purse.of("openai/x").reserve(DOLLAR).settle(output(500));
        purse.of("openai/x").reserve(DOLLAR).settle(Optional.empty());
        assertThat(purse.spending()).hasToString("$1.50 (of it $1.00 at most for 1 call that told no usage)");
    }

    /// 400 calls of 32 threads and two models, $1 set aside for each, limit $20: counted from outside, what is spent
    /// and
    /// what may yet be spent by calls in flight never exceed $20 together, and in the end nothing more would fit.
    @Test
    void manyCallsInFlightNeverPassTheLimitTogether() throws Exception {
        Purse purse = purse("20");
        List<Budget> budgets = List.of(purse.of("openai/x"), purse.of("openai/x"));
        Object guard = new Object();
        BigDecimal[] spent = {BigDecimal.ZERO};
        int[] inFlight = {0};
        List<BigDecimal> seen = new ArrayList<>();
        List<Future<Integer>> ends = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 32; t++) {
                SplittableRandom random = new SplittableRandom(t);
                Budget budget = budgets.get(t % 2);
                ends.add(pool.submit(() -> {
                    int answered = 0;
                    while (true) {
                        Budget.Reservation held;
                        try {
                            held = budget.reserve(DOLLAR);
                        } catch (ChatModelException e) {
                            assertThat(e.kind()).isEqualTo(ChatModelException.Kind.STOPPED);
                            return answered;
                        }
                        synchronized (guard) {
                            inFlight[0]++;
                            seen.add(spent[0].add(BigDecimal.valueOf(inFlight[0])));
                        }
                        Thread.sleep(java.time.Duration.ofNanos(random.nextInt(200_000)));
                        long tokens = random.nextLong(1, 201);
                        synchronized (guard) {
                            inFlight[0]--;
                            spent[0] = spent[0].add(BigDecimal.valueOf(tokens, 3));
                        }
                        held.settle(output(tokens));
                        answered++;
                    }
                }));
            }
        }
        int answered = 0;
        for (Future<Integer> end : ends) {
            answered += end.get();
        }
        assertThat(seen).allSatisfy(s -> assertThat(s).isLessThanOrEqualTo(new BigDecimal("20")));
        assertThat(purse.spending().cost().usd()).isEqualByComparingTo(spent[0]);
        assertThat(spent[0]).isBetween(new BigDecimal("19"), new BigDecimal("20"));
        // $19 at an average of $0.10 a call: about 190 calls, far more than the 20 that fit at their most.
        assertThat(answered).isGreaterThan(100);
    }

    @Test
    void aCallThatDoesNotFitWaitsForThoseInFlight() throws Exception {
        Purse purse = purse("2");
        Purse.ModelBudget budget = purse.of("openai/x");
        Budget.Reservation first = budget.reserve(DOLLAR);
        Budget.Reservation second = budget.reserve(DOLLAR);
        assertThat(budget.tryReserve(DOLLAR)).isEmpty();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Budget.Reservation> third = pool.submit(() -> budget.reserve(DOLLAR));
            assertThatThrownBy(() -> third.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            first.settle(output(1_000));
            assertThatThrownBy(() -> third.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            second.release();
            third.get().settle(output(10));
        }
        assertThat(purse.spending().cost()).isEqualTo(Cost.of(new BigDecimal("1.01")));
    }

    @Test
    void whoWaitsIsToldWhenTheLimitIsReached() throws Exception {
        Purse purse = purse("1");
        Purse.ModelBudget budget = purse.of("openai/x");
        Budget.Reservation only = budget.reserve(DOLLAR);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Budget.Reservation>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(pool.submit(() -> budget.reserve(DOLLAR)));
            }
            only.settle(output(600));
            for (Future<Budget.Reservation> each : waiting) {
                assertThatThrownBy(each::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseMessage("the budget of $1.00 could be passed: $0.60 is spent, and the next call to"
                                + " openai/x can cost up to $1.00. What was answered is kept. Run again with more.");
            }
        }
    }

    @Test
    void whatEarlierTriesSpentCounts() {
        Purse purse = purse("20", new Cost(new BigDecimal("19.5"), 2));
        assertThatThrownBy(() -> purse.of("openai/x").reserve(DOLLAR))
                .hasMessageContaining(
                        "$19.50 is spent (in earlier tries $19.50 and 2 calls of unknown cost), and the next call");
    }

    @Test
    void aBatchSetsAsideLess() throws Exception {
        Purse purse = purse("0.5");
        Budget.Reservation held = purse.of("openai/x", true).reserve(DOLLAR);
        held.settle(output(1_000));
        assertThat(purse.spending().cost()).isEqualTo(Cost.of(new BigDecimal("0.5")));
    }

    /// A prompt of 10,000 bytes sets aside 5,000 tokens and 32 around it: $5.032 at $1,000 a million.
    @Test
    void theMostThatAPromptCanCostIsBoundedByItsBytes() throws Exception {
        Request long10 = request("a".repeat(10_000));
        assertThatThrownBy(() -> purse("5.03").of("openai/dear").reserve(long10))
                .hasMessageContaining("up to $5.03");
        purse("5.032").of("openai/dear").reserve(long10).release();
    }

    /// A prompt that was counted at 0.9 tokens a byte raises the bound for the next to 1.25 times that: 11,250 tokens.
    @Test
    void aDensePromptRaisesTheBoundForThoseAfterIt() throws Exception {
        Purse purse = purse("1000");
        Purse.ModelBudget budget = purse.of("openai/dear");
        Request dense = request("7".repeat(10_000));
        budget.reserve(dense).settle(Optional.of(new Usage(9_000, 0, 0, 0, 0)));
        assertThat(purse.left()).hasValueSatisfying(l -> assertThat(l).isEqualByComparingTo("991"));
        List<Budget.Reservation> held = new ArrayList<>();
        while (true) {
            Optional<Budget.Reservation> one = budget.tryReserve(dense);
            if (one.isEmpty()) {
                break;
            }
            held.add(one.get());
        }
        // 991 / 11.282 is 87.8.
        assertThat(held).hasSize(87);
    }

    @Test
    void aBudgetCannotHoldForAModelWithoutAPrice() {
        assertThatThrownBy(() -> purse("20").of("openai/unknown"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("A budget cannot hold for it.")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("allow-unpriced"));
    }

    @Test
    void withoutALimitAnUnpricedModelIsAskedAndItsCostIsUnknown() throws Exception {
        Purse purse = purse("");
        purse.of("openai/unknown").reserve(DOLLAR).settle(output(5));
        purse.of("openai/tiny@http://127.0.0.1:80/v1").reserve(DOLLAR).settle(Optional.empty());
        assertThat(purse.spending()).hasToString("unknown (1 call)");
    }

    @Test
    void moneyIsSettledOnce() throws Exception {
        Budget.Reservation held = purse("5").of("openai/x").reserve(DOLLAR);
        held.release();
        assertThatThrownBy(held::release).isInstanceOf(IllegalStateException.class);
    }
}

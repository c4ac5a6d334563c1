package wherefore.chat.calls;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import wherefore.chat.ChatModelException;
import wherefore.chat.Request;
import wherefore.chat.Usage;
import wherefore.format.InputException;
import wherefore.format.Problem;

/// The money of one run: what all its models together spend, and the limit that is never passed.
///
/// Before a call the most that it can cost is set aside; afterwards what it did cost takes its place. What is set aside
/// and what is spent never exceed the limit together, however many calls are in flight. A call that does not fit waits
/// while others are in flight, since most cost far less than was set aside for them; when none is left and it still
/// does
/// not fit, the run has come to its limit, and nothing more is asked.
///
/// The most that a call can cost is bounded by its length: a token is at least two bytes of UTF-8, or what the longest
/// counted prompt of the model showed, whichever is more tokens; the output is bounded by the request's own limit.
public final class Purse {

    /// English prose has about four bytes to a token, dense text three, digits and code between two and three.
    static final double MOST_TOKENS_PER_BYTE = 0.5;
    /// Above the densest prompt that was counted.
    private static final double MARGIN = 1.25;
    /// Role and markers around a message.
    private static final int TOKENS_AROUND_A_MESSAGE = 16;
    /// What vendors put before the tools.
    private static final int TOKENS_BEFORE_TOOLS = 1_000;

    private final Optional<BigDecimal> limit;
    private final PriceTable prices;
    private final InstantSource time;
    private final String remedy;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Cost before;
    private Spending spending = Spending.NOTHING;
    private BigDecimal aside = BigDecimal.ZERO;
    private int inFlight;
    private Optional<String> stopped = Optional.empty();

    /// What was spent.
    ///
    /// @param told      by calls whose usage was told
    /// @param estimated for calls that were answered without usage: all that was set aside for them
    /// @param guessed   how many calls `estimated` stands for
    /// @param unknown   calls whose model has no price
    public record Spending(BigDecimal told, BigDecimal estimated, long guessed, long unknown) {

        static final Spending NOTHING = new Spending(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);

        Spending plus(Spending more) {
            return new Spending(
                    told.add(more.told), estimated.add(more.estimated), guessed + more.guessed, unknown + more.unknown);
        }

        BigDecimal sum() {
            return told.add(estimated);
        }

        /// With calls without a price as unknown, and estimated ones at their most.
        public Cost cost() {
            return new Cost(sum(), unknown);
        }

        /// `$3.20`, `$3.20 (of it $0.40 at most for 2 calls that told no usage)`.
        @Override
        public String toString() {
            return cost()
                    + (guessed == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " (of it %s at most for %,d call%s that told no usage)",
                                    Dollars.show(estimated),
                                    guessed,
                                    guessed == 1 ? "" : "s"));
        }
    }

    /// A purse at the beginning of a run or of a further try.
    ///
    /// @param limit  the most that may be spent; empty: no limit, but it is counted all the same
    /// @param before what earlier tries of this run spent, as the ledger tells; counts against the limit
    /// @param remedy how the person can go on when the limit is reached, as a sentence
    public Purse(Optional<BigDecimal> limit, Cost before, PriceTable prices, InstantSource time, String remedy) {
        this.limit = limit;
        this.before = before;
        this.prices = prices;
        this.time = time;
        this.remedy = remedy;
    }

    /// What this run spent in this process.
    public Spending spending() {
        lock.lock();
        try {
            return spending;
        } finally {
            lock.unlock();
        }
    }

    /// What may still be spent: the limit less all that was spent in any try of this run.
    public Optional<BigDecimal> left() {
        lock.lock();
        try {
            return limit.map(l -> l.subtract(spent()));
        } finally {
            lock.unlock();
        }
    }

    /// The budget of one model out of this purse, at ordinary prices.
    public ModelBudget of(String model) {
        return of(model, false);
    }

    /// The budget of one model out of this purse. A limit cannot hold for a model without a price: that is an
    /// [InputException].
    ///
    /// @param batch whether its calls go by batches, at their discount
    public ModelBudget of(String model, boolean batch) {
        if (limit.isPresent()) {
            Optional<Problem> unpriced = prices.unpriced(model, time.instant());
            if (unpriced.isPresent()) {
                throw new InputException(
                        "",
                        0,
                        unpriced.get().message() + " A budget cannot hold for it.",
                        unpriced.get().remedy().replaceFirst("; or go on with --allow-unpriced.*", "."));
            }
        }
        return new ModelBudget(model, batch);
    }

    /// Money for the calls of one model.
    public final class ModelBudget implements Budget {

        private final String model;
        private final boolean batch;
        private double tokensPerByte = MOST_TOKENS_PER_BYTE;

        private ModelBudget(String model, boolean batch) {
            this.model = model;
            this.batch = batch;
        }

        @Override
        public Reservation reserve(Request request) throws ChatModelException, InterruptedException {
            lock.lockInterruptibly();
            try {
                while (true) {
                    Optional<Reservation> reserved = take(request);
                    if (reserved.isPresent()) {
                        return reserved.get();
                    }
                    settled.await();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<Reservation> tryReserve(Request request) throws ChatModelException {
            lock.lock();
            try {
                return take(request);
            } finally {
                lock.unlock();
            }
        }

        private Optional<Reservation> take(Request request) throws ChatModelException {
            if (stopped.isPresent()) {
                throw new ChatModelException(ChatModelException.Kind.STOPPED, stopped.get());
            }
            Optional<Price> price = price();
            long bytes = RequestSize.bytes(request);
            BigDecimal most = price.map(p -> p.most(
                            input(request, bytes),
                            request.sampling().maxTokens(),
                            !request.breakpoints().isEmpty(),
                            batch))
                    .orElse(BigDecimal.ZERO);
            if (limit.isPresent() && spent().add(aside).add(most).compareTo(limit.get()) > 0) {
                if (inFlight > 0) {
                    return Optional.empty();
                }
                stopped = Optional.of(reached(limit.get(), most));
                settled.signalAll();
                throw new ChatModelException(ChatModelException.Kind.STOPPED, stopped.get());
            }
            aside = aside.add(most);
            inFlight++;
            return Optional.of(new Held(this, price, bytes, most));
        }

        private long input(Request request, long bytes) {
            return (long) Math.ceil(bytes * tokensPerByte)
                    + (long) TOKENS_AROUND_A_MESSAGE
                            * (1 + request.conversation().messages().size())
                    + (request.tools().isEmpty() ? 0 : TOKENS_BEFORE_TOOLS);
        }

        private Optional<Price> price() {
            return switch (prices.tariff(model, time.instant())) {
                case Tariff.Priced priced -> Optional.of(priced.price());
                case Tariff.Free free -> Optional.of(Price.FREE);
                case Tariff.Elsewhere elsewhere -> Optional.empty();
                case Tariff.Unpriced unpriced -> Optional.empty();
            };
        }

        /// A prompt denser than any before raises the bound for those that follow.
        private void counted(long bytes, Usage usage) {
            long tokens = usage.input() + usage.cacheRead() + usage.cacheWrite();
            // Below this length what stands around the text would be taken for density.
            if (bytes >= 1_000) {
                tokensPerByte = Math.max(tokensPerByte, MARGIN * tokens / bytes);
            }
        }

        private String reached(BigDecimal most, BigDecimal next) {
            String earlier = before.equals(Cost.NOTHING) ? "" : " (in earlier tries " + before + ")";
            return "the budget of " + Dollars.show(most) + " could be passed: " + Dollars.show(spent()) + " is spent"
                    + earlier + ", and the next call to " + model + " can cost up to " + Dollars.show(next)
                    + ". What was answered is kept. " + remedy;
        }
    }

    private BigDecimal spent() {
        return before.usd().add(spending.sum());
    }

    /// Money set aside for one call.
    private final class Held implements Budget.Reservation {

        private final ModelBudget budget;
        private final Optional<Price> price;
        private final long bytes;
        private final BigDecimal most;
        private boolean open = true;

        Held(ModelBudget budget, Optional<Price> price, long bytes, BigDecimal most) {
            this.budget = budget;
            this.price = price;
            this.bytes = bytes;
            this.most = most;
        }

        @Override
        public void settle(Optional<Usage> usage) {
            Spending cost = usage.map(this::told)
                    .orElseGet(() -> price.isEmpty()
                            ? new Spending(BigDecimal.ZERO, BigDecimal.ZERO, 0, 1)
                            : most.signum() == 0 ? Spending.NOTHING : new Spending(BigDecimal.ZERO, most, 1, 0));
            close(cost, usage);
        }

        private Spending told(Usage usage) {
            return price.map(p -> p.of(usage, budget.batch))
                    .map(usd -> new Spending(usd, BigDecimal.ZERO, 0, 0))
                    .orElse(new Spending(BigDecimal.ZERO, BigDecimal.ZERO, 0, 1));
        }

        @Override
        public void release() {
            close(Spending.NOTHING, Optional.empty());
        }

        private void close(Spending cost, Optional<Usage> usage) {
            lock.lock();
            try {
                if (!open) {
                    throw new IllegalStateException("money that was set aside for a call is settled twice");
                }
                open = false;
                aside = aside.subtract(most);
                inFlight--;
                spending = spending.plus(cost);
                usage.ifPresent(u -> budget.counted(bytes, u));
                settled.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}

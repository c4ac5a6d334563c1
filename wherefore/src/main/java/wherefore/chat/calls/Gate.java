package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import wherefore.chat.ChatModelException;
import wherefore.chat.Usage;

/// The one way to a provider's address, for all calls of this process: requests and tokens in a minute, calls in
/// flight, the pauses that the provider asks for, and whether it is still there. First come, first served; those who
/// come are submissions, so a judge with ten requests does not wait for a writer with ten thousand.
public final class Gate {

    /// Who waits to go through.
    private final class Waiter {
        private final Condition turn = lock.newCondition();
    }

    private final String address;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private final AdaptiveConcurrency concurrency;
    private final Optional<TokenBucket> requests;
    private final Optional<TokenBucket> tokens;
    private final Circuit circuit;
    private Instant closedUntil = Instant.MIN;
    private int inFlight;

    /// @param address the provider and where it is, as messages name it
    Gate(String address, Limits limits, Time time) {
        this.address = address;
        this.time = time;
        this.concurrency = new AdaptiveConcurrency(limits.mostInFlight());
        this.circuit = new Circuit(limits.downAfter());
        Instant now = time.instant();
        this.requests = limits.requestsPerMinute().isPresent()
                ? Optional.of(new TokenBucket(limits.requestsPerMinute().getAsLong(), now))
                : Optional.empty();
        this.tokens = limits.tokensPerMinute().isPresent()
                ? Optional.of(new TokenBucket(limits.tokensPerMinute().getAsLong(), now))
                : Optional.empty();
    }

    /// Waits until one call may be made. Whoever gets the pass has to end it.
    ///
    /// @param estimated tokens that the call will take, input and output together
    /// @param givenUp   says that the caller no longer wants to; asked whenever [#wake] was called
    /// @return empty if the caller gave up
    /// @throws ChatModelException of kind `STOPPED` if the provider is down
    Optional<Pass> enter(double estimated, BooleanSupplier givenUp) throws ChatModelException, InterruptedException {
        lock.lockInterruptibly();
        Waiter self = new Waiter();
        queue.addLast(self);
        try {
            while (true) {
                Instant now = time.instant();
                throwIfDown(now);
                if (givenUp.getAsBoolean()) {
                    return Optional.empty();
                }
                if (queue.getFirst() != self) {
                    self.turn.await();
                    continue;
                }
                if (inFlight >= concurrency.limit()) {
                    concurrency.pressed();
                    self.turn.await();
                    continue;
                }
                Duration wait = closedFor(estimated, now);
                if (wait.isZero()) {
                    return Optional.of(pass(estimated, now));
                }
                time.await(self.turn, wait);
            }
        } finally {
            queue.remove(self);
            first();
            lock.unlock();
        }
    }

    /// Everybody who waits looks again whether they still want to.
    void wake() {
        lock.lock();
        try {
            queue.forEach(w -> w.turn.signal());
        } finally {
            lock.unlock();
        }
    }

    /// Whether the provider answered anybody after this moment.
    boolean answeredSince(Instant moment) {
        lock.lock();
        try {
            return circuit.answeredSince(moment);
        } finally {
            lock.unlock();
        }
    }

    /// Whether several calls fail and none was answered meanwhile.
    boolean failsForSeveral() {
        lock.lock();
        try {
            return circuit.failsForSeveral();
        } finally {
            lock.unlock();
        }
    }

    /// @throws ChatModelException of kind `STOPPED` if the provider is down
    void requireUp() throws ChatModelException {
        lock.lock();
        try {
            throwIfDown(time.instant());
        } finally {
            lock.unlock();
        }
    }

    /// Calls that may be in flight now.
    int limit() {
        lock.lock();
        try {
            return concurrency.limit();
        } finally {
            lock.unlock();
        }
    }

    private Pass pass(double estimated, Instant now) {
        requests.ifPresent(b -> b.take(1, now));
        tokens.ifPresent(b -> b.take(estimated, now));
        inFlight++;
        return new Pass(concurrency.era(), estimated);
    }

    private Duration closedFor(double estimated, Instant now) {
        Duration wait = closedUntil.isAfter(now) ? Duration.between(now, closedUntil) : Duration.ZERO;
        if (requests.isPresent()) {
            wait = longer(wait, requests.get().untilThereIs(1, now));
        }
        return tokens.isPresent() ? longer(wait, tokens.get().untilThereIs(estimated, now)) : wait;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private void throwIfDown(Instant now) throws ChatModelException {
        Optional<String> down = circuit.down(now, inFlight);
        if (down.isPresent()) {
            queue.forEach(w -> w.turn.signal());
            throw new ChatModelException(
                    ChatModelException.Kind.STOPPED, address + " seems to be down: " + down.get() + ".");
        }
    }

    private void first() {
        if (!queue.isEmpty()) {
            queue.getFirst().turn.signal();
        }
    }

    /// The right to make one call now.
    final class Pass {

        private final long era;
        private final double estimated;
        private boolean hasEnded;

        private Pass(long era, double estimated) {
            this.era = era;
            this.estimated = estimated;
        }

        /// The call was answered, well or not.
        void answered(Optional<Usage> usage) {
            end(() -> {
                concurrency.answered(era);
                circuit.answered(time.instant());
                usage.ifPresent(u -> tokens.ifPresent(b -> b.giveBack(estimated - counted(u))));
            });
        }

        /// The call failed. Only overload makes the others slower; and a request that was found wrong tells that the
        /// provider is there.
        ///
        /// @param call the same for all tries of one call
        void failed(ChatModelException why, Object call) {
            end(() -> {
                Instant now = time.instant();
                switch (why.kind()) {
                    case BAD_REQUEST, NOT_PERMITTED, NOT_FOUND, OUT_OF_QUOTA, STOPPED -> {
                        circuit.answered(now);
                        tokens.ifPresent(b -> b.giveBack(estimated));
                    }
                    case OVERLOADED -> {
                        concurrency.overloaded(era);
                        circuit.failed(now, String.valueOf(why.getMessage()), call);
                        tokens.ifPresent(b -> b.giveBack(estimated));
                        why.retryAfter().ifPresent(wait -> close(now.plus(wait)));
                    }
                    case BROKEN, TIMED_OUT -> circuit.failed(now, String.valueOf(why.getMessage()), call);
                }
            });
        }

        /// The call came to nothing for a reason of ours.
        void abandoned() {
            end(() -> {});
        }

        private void close(Instant until) {
            closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
            circuit.asksToWait(until);
        }

        /// Only the first end counts.
        private void end(Runnable lesson) {
            lock.lock();
            try {
                if (hasEnded) {
                    return;
                }
                hasEnded = true;
                lesson.run();
                inFlight--;
                first();
            } finally {
                lock.unlock();
            }
        }
    }

    /// What a provider counts against a limit: what it reads from its cache it does not.
    private static double counted(Usage usage) {
        return usage.input() + usage.cacheWrite() + usage.output();
    }
}

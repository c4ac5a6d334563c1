package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import wherefore.chat.CallsStoppedException;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.Usage;

/// One submission on its way. The thread that submitted deals the calls out: it claims keys page by page, picks what is
/// due, waits at the gate, and starts a virtual thread for each call that may be made now. So there are never more
/// threads than calls in flight, and nothing turns in a loop: the dealer sleeps until a call ends or one is due.
final class Submission {

    /// Keys claimed in one transaction at most: it keeps other processes from writing meanwhile.
    private static final int LARGEST_PAGE = 256;

    /// A page is this part of the calls that may be in flight, so that little is claimed which is not asked at once:
    /// another process can have it, and what a kill leaves claimed was in flight.
    private static final int PAGES_IN_FLIGHT = 4;

    /// Answers that wait to become durable; with more the disk is the slower part, and memory would fill.
    private static final int MOST_UNSETTLED = 4_096;

    /// How often keys that another process asks for are looked up again.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /// After a stop, answers on their way are waited for, because they will be paid: as long as their own timeouts
    /// permit, but not from a provider that is down.
    private static final Duration PATIENCE_WITH_ANSWERS = Duration.ofHours(1);

    private static final Duration PATIENCE_WITH_THE_DEAD = Duration.ofSeconds(10);

    /// So many requests found wrong at the start, and none answered: then it is not the requests.
    private static final int WRONG_FROM_THE_START = 20;

    /// One request from its first try to its outcome.
    private static final class Asking {
        private final int index;
        private final Instant first;
        private int tries;
        private Instant due;
        private Optional<Budget.Reservation> reservation = Optional.empty();

        private Asking(int index, Instant now) {
            this.index = index;
            this.first = now;
            this.due = now;
        }

        /// Gives back what was set aside, unless it was settled.
        private void release() {
            Optional<Budget.Reservation> open = reservation;
            reservation = Optional.empty();
            open.ifPresent(Budget.Reservation::release);
        }

        private void settle(Optional<Usage> usage) {
            Budget.Reservation open = reservation.orElseThrow();
            reservation = Optional.empty();
            open.settle(usage);
        }
    }

    /// A page whose keys are being claimed while the page before it is dealt out: else nothing would be asked while a
    /// claim waits for a transaction of answers.
    private record Ahead(List<Integer> page, Future<List<Claim>> claims) {}

    private final PaidCalls calls;
    private final String name;
    private final Surroundings around;
    private final Supplier<CallsCount> counter = this::count;
    private final List<Request> requests;
    private final @Nullable CallKey[] keys;

    /// For each request the first one with the same content; only that one is asked. Found when the request's turn
    /// comes: the keys of a large submission take longer than its first answers.
    private final int[] like;

    // Only the dealer touches these.
    private int next;
    private final Map<String, Integer> firsts;
    private boolean isPassing = true;
    private final Deque<Integer> claimed = new ArrayDeque<>();
    private final Deque<Integer> held = new ArrayDeque<>();
    private Optional<Ahead> ahead = Optional.empty();
    private Instant lookAgain = Instant.MIN;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean stopped;
    private volatile boolean isAbandoning;

    // What follows is guarded by the lock.
    private final @Nullable Outcome[] outcomes;
    /// How many requests the first of its kind is known to stand for.
    private final int[] times;
    private final BitSet wereKnown = new BitSet();
    private final BitSet mine = new BitSet();
    private final PriorityQueue<Asking> later = new PriorityQueue<>(Comparator.comparing((Asking a) -> a.due));
    private final Set<Asking> begun = new HashSet<>();
    private final Tally tally;
    private int inFlight;
    private int unsettled;
    private Duration patience = PATIENCE_WITH_ANSWERS;
    private @Nullable ChatModelException stop;
    private @Nullable RuntimeException defect;
    private @Nullable Error error;

    Submission(PaidCalls calls, List<Request> requests) {
        this.calls = calls;
        this.around = calls.around();
        this.name = calls.model();
        this.requests = List.copyOf(requests);
        this.keys = new CallKey[requests.size()];
        this.like = new int[requests.size()];
        this.times = new int[requests.size()];
        this.outcomes = new Outcome[requests.size()];
        this.tally = new Tally(requests.size());
        this.firsts = HashMap.newHashMap(requests.size());
    }

    /// One outcome for each request, in their order.
    List<Outcome> outcomes() {
        ExecutorService workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call ", 0).factory());
        boolean interrupted = false;
        try {
            deal(workers);
            awaitAnswers();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            stopped = true;
            isAbandoning = true;
            workers.shutdownNow();
            workers.close();
            giveUpRest();
            around.listener().ended(name, counter);
        }
        return result(interrupted);
    }

    private List<Outcome> result(boolean interrupted) {
        if (error != null) {
            throw error;
        }
        if (defect != null) {
            throw defect;
        }
        if (stop != null) {
            throw stopped(stop);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException(calls.model() + ": interrupted while asking");
        }
        List<Outcome> all = new ArrayList<>(like.length);
        for (int first : like) {
            Outcome outcome = outcomes[first];
            if (outcome == null) {
                throw new IllegalStateException("request " + first + " ended without an outcome");
            }
            all.add(outcome);
        }
        return all;
    }

    /// Everybody who is stopped is told what is kept.
    private CallsStoppedException stopped(ChatModelException why) {
        int kept = count().answers();
        return new CallsStoppedException(new ChatModelException(
                why.kind(),
                String.format(
                        Locale.ROOT,
                        "%s %,d of %,d answers are kept; the same command continues.",
                        why.getMessage(),
                        kept,
                        like.length),
                why));
    }

    // The dealer.

    private void deal(ExecutorService workers) throws InterruptedException {
        try {
            for (Asking due = due(workers); due != null && reserve(due); due = due(workers)) {
                Asking asking = due;
                Optional<Gate.Pass> pass =
                        calls.gate().enter(TokenEstimate.of(requests.get(asking.index)), () -> stopped);
                if (pass.isEmpty()) {
                    return;
                }
                lock.lock();
                try {
                    inFlight++;
                    tally.retried += asking.tries > 0 ? 1 : 0;
                } finally {
                    lock.unlock();
                }
                workers.execute(() -> ask(asking, pass.get()));
            }
        } catch (ChatModelException e) {
            stop(e, PATIENCE_WITH_THE_DEAD);
        }
    }

    /// Sets aside what one try may cost. A call that waits to be made again holds nothing: the dealer alone makes it,
    /// and it could wait here for the very money that such calls hold.
    private boolean reserve(Asking asking) throws InterruptedException {
        try {
            asking.reservation = Optional.of(around.budget().reserve(requests.get(asking.index)));
            return true;
        } catch (ChatModelException e) {
            stop(e, PATIENCE_WITH_ANSWERS);
            return false;
        }
    }

    /// The next call to make, waited for; null if there is none left or everything has stopped.
    private @Nullable Asking due(ExecutorService workers) throws InterruptedException {
        while (true) {
            Asking again = again();
            if (again != null) {
                return again;
            }
            boolean mayBegin = mayBegin();
            if (mayBegin) {
                claimAhead(workers);
            }
            if (mayBegin && !claimed.isEmpty()) {
                return begin(claimed.removeFirst());
            }
            if (mayBegin && ahead.isPresent()) {
                take(ahead.get());
            } else if (mayBegin && isTimeToLookAgain()) {
                List<Integer> page = heldPage();
                take(page, tryClaim(page));
                lookAgain = around.time().instant().plus(LOOK_AGAIN);
            } else if (!awaitChange(mayBegin)) {
                return null;
            }
        }
    }

    private boolean isTimeToLookAgain() {
        return !held.isEmpty() && !lookAgain.isAfter(around.time().instant());
    }

    private @Nullable Asking again() {
        lock.lock();
        try {
            return later.isEmpty() || later.peek().due.isAfter(around.time().instant()) ? null : later.poll();
        } finally {
            lock.unlock();
        }
    }

    /// Not while the disk is behind; and not while more calls wait to be made again than may be in flight, else an
    /// outage would meet every request of the submission instead of the few that found out.
    private boolean mayBegin() {
        int most = calls.gate().limit();
        lock.lock();
        try {
            return !stopped && unsettled < MOST_UNSETTLED && later.size() < most;
        } finally {
            lock.unlock();
        }
    }

    /// Sleeps until something ends or is due; false if there is nothing to wait for.
    ///
    /// @param mayBegin whether keys that others hold are worth looking at
    @SuppressWarnings("WaitNotInLoop") // The caller looks again at everything.
    private boolean awaitChange(boolean mayBegin) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean isOver = inFlight + unsettled == 0 && later.isEmpty() && held.isEmpty() && claimed.isEmpty();
            if (stopped || (isOver && next >= like.length && ahead.isEmpty())) {
                return false;
            }
            Instant now = around.time().instant();
            Instant wake = later.isEmpty() ? Instant.MAX : later.peek().due;
            if (mayBegin && !held.isEmpty() && lookAgain.isBefore(wake)) {
                wake = lookAgain;
            }
            if (wake.equals(Instant.MAX)) {
                changed.await();
            } else if (wake.isAfter(now)) {
                around.time().await(changed, Duration.between(now, wake));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// When half a page is left to deal out, the next one is claimed.
    private void claimAhead(ExecutorService workers) {
        if (ahead.isEmpty() && claimed.size() <= pageSize() / 2 && next < like.length) {
            List<Integer> page = page();
            if (!page.isEmpty()) {
                ahead = Optional.of(new Ahead(page, workers.submit(() -> tryClaim(page))));
            }
        }
    }

    private void take(Ahead claiming) throws InterruptedException {
        List<Claim> claims;
        try {
            claims = claiming.claims().get();
        } catch (ExecutionException e) {
            ahead = Optional.empty();
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        }
        ahead = Optional.empty();
        take(claiming.page(), claims);
    }

    private int pageSize() {
        return Math.clamp(calls.gate().limit() / PAGES_IN_FLIGHT, 1, LARGEST_PAGE);
    }

    private List<Integer> page() {
        passKnown();
        int size = pageSize();
        List<Integer> page = new ArrayList<>(size);
        while (next < like.length && page.size() < size) {
            if (isFirst(next)) {
                page.add(next);
            }
            next++;
        }
        return page;
    }

    /// Whether no request before this one has the same content. What it shares is counted.
    private boolean isFirst(int index) {
        CallKey key = keys[index];
        if (key == null) {
            key = CallKey.of(requests.get(index), calls.identity());
            keys[index] = key;
            Integer before = firsts.putIfAbsent(key.request(), index);
            like[index] = before == null ? index : before;
            lock.lock();
            try {
                count(like[index]);
            } finally {
                lock.unlock();
            }
        }
        return like[index] == index;
    }

    /// Of a request whose turn has come.
    private CallKey key(int index) {
        return Objects.requireNonNull(keys[index]);
    }

    /// One more request like this one; its outcome may be there already.
    private void count(int first) {
        times[first]++;
        switch (outcomes[first]) {
            case null -> {}
            case Outcome.Failed failed -> tally.failed(1);
            case Outcome.Outstanding outstanding -> {}
            case Outcome.Answered answered -> {
                tally.done++;
                tally.fromLedger += wereKnown.get(first) ? 1 : 0;
            }
        }
    }

    /// Where all of a page was known, much may be: reading is cheaper than claiming.
    private void passKnown() {
        while (isPassing && next < like.length) {
            if (isFirst(next)) {
                Optional<LedgerEntry> known = around.ledger().find(key(next));
                if (known.isEmpty()) {
                    break;
                }
                lock.lock();
                try {
                    known(next, known.get());
                } finally {
                    lock.unlock();
                }
                tell();
            }
            next++;
        }
        isPassing = false;
    }

    private void known(int index, LedgerEntry entry) {
        wereKnown.set(index);
        tally.fromLedger += times[index];
        tally.done += times[index];
        outcomes[index] = new Outcome.Answered(entry.completion());
    }

    private List<Integer> heldPage() {
        List<Integer> page = new ArrayList<>();
        while (!held.isEmpty() && page.size() < LARGEST_PAGE) {
            page.add(held.removeFirst());
        }
        return page;
    }

    private List<Claim> tryClaim(List<Integer> page) {
        return around.ledger().tryClaim(page.stream().map(this::key).toList(), label(page.getFirst()), Ledger.PATIENCE);
    }

    private void take(List<Integer> page, List<Claim> claims) {
        lock.lock();
        try {
            for (int k = 0; k < page.size(); k++) {
                int index = page.get(k);
                switch (claims.get(k)) {
                    case Claim.Mine free -> {
                        mine.set(index);
                        claimed.add(index);
                    }
                    case Claim.Held busy -> held.add(index);
                    case Claim.Answered known -> known(index, known.entry());
                }
            }
        } finally {
            lock.unlock();
        }
        isPassing = claims.stream().allMatch(Claim.Answered.class::isInstance);
        tell();
    }

    private Asking begin(int index) {
        Asking asking = new Asking(index, around.time().instant());
        lock.lock();
        try {
            begun.add(asking);
        } finally {
            lock.unlock();
        }
        return asking;
    }

    private void awaitAnswers() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant until = around.time().instant().plus(patience);
            while (inFlight + unsettled > 0 && defect == null && error == null) {
                Duration left = Duration.between(around.time().instant(), until);
                if (!left.isPositive()) {
                    return;
                }
                around.time().await(changed, left);
            }
        } finally {
            lock.unlock();
        }
    }

    // A call.

    private void ask(Asking asking, Gate.Pass pass) {
        Request request = requests.get(asking.index);
        Instant asked = around.time().instant();
        asking.tries++;
        tell();
        try {
            Completion completion = calls.asked().complete(request);
            pass.answered(completion.usage());
            exchanged();
            keep(asking, asked, completion);
        } catch (ChatModelException e) {
            if (isAbandoning) {
                pass.abandoned();
            } else {
                pass.failed(e, asking);
                exchanged();
                failed(asking, e);
            }
        } catch (RuntimeException e) {
            broke(() -> defect = defect == null ? e : defect);
        } catch (Error e) {
            broke(() -> error = error == null ? e : error);
        } finally {
            pass.abandoned();
        }
        tell();
    }

    /// The exchange is over; what came of it is not settled yet.
    private void exchanged() {
        lock.lock();
        try {
            inFlight--;
            unsettled++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Durable first, seen afterwards.
    private void keep(Asking asking, Instant asked, Completion completion) {
        int index = asking.index;
        asking.settle(completion.usage());
        // An answer that is here was paid; an interrupt now must not lose it.
        boolean interrupted = Thread.interrupted();
        LedgerEntry kept = around.ledger()
                .put(new LedgerEntry(
                        key(index),
                        Optional.of(requests.get(index)),
                        completion,
                        label(index),
                        asked,
                        around.time().instant(),
                        asking.tries,
                        Origin.API));
        lock.lock();
        try {
            unsettled--;
            mine.clear(index);
            begun.remove(asking);
            tally.answered(completion, times[index]);
            outcomes[index] = new Outcome.Answered(kept.completion());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Asking asking, ChatModelException why) {
        switch (why.kind()) {
            case NOT_PERMITTED, NOT_FOUND, OUT_OF_QUOTA, STOPPED -> stopBy(asking, why);
            case BAD_REQUEST -> giveUp(asking, why);
            case OVERLOADED, BROKEN, TIMED_OUT -> failedForNow(asking, why);
        }
    }

    private void failedForNow(Asking asking, ChatModelException why) {
        Duration wanted = why.retryAfter().orElse(Duration.ZERO);
        if (wanted.compareTo(around.retries().total()) > 0) {
            stopBy(asking, more(why, "It asks to wait for " + Words.of(wanted) + "."));
        } else if (!isTired(asking)) {
            askLater(asking, why, wanted);
        } else if (calls.gate().answeredSince(asking.first) || isOneOfTheLast()) {
            giveUp(asking, why);
        } else if (calls.gate().failsForSeveral()) {
            // Not the request, then; whether the provider is down will show.
            askLater(asking, why, wanted);
        } else {
            stopBy(asking, more(why, "It was asked " + asking.tries + " times, and nothing else was answered either."));
        }
    }

    private boolean isTired(Asking asking) {
        Retries retries = around.retries();
        return asking.tries >= retries.tries()
                || Duration.between(asking.first, around.time().instant()).compareTo(retries.total()) > 0;
    }

    /// One request that a server cannot answer must not hold up a submission of which all the rest is done.
    private boolean isOneOfTheLast() {
        lock.lock();
        try {
            return tally.isNearlyDone();
        } finally {
            lock.unlock();
        }
    }

    private void askLater(Asking asking, ChatModelException why, Duration wanted) {
        asking.release();
        record(asking, LedgerEvent.Kind.RETRIED, why);
        Duration pause = around.pause(asking.tries);
        Instant due = around.time().instant().plus(wanted.compareTo(pause) > 0 ? wanted : pause);
        lock.lock();
        try {
            unsettled--;
            asking.due = due;
            later.add(asking);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        stopIfDown();
    }

    private void stopIfDown() {
        try {
            calls.gate().requireUp();
        } catch (ChatModelException e) {
            stop(e, PATIENCE_WITH_THE_DEAD);
        }
    }

    /// No answer, and none to come.
    private void giveUp(Asking asking, ChatModelException why) {
        int index = asking.index;
        asking.release();
        // Before anything that waits for a disk, so that the twenty-first is not asked meanwhile.
        if (isWrongFromTheStart(why)) {
            stop(
                    more(why, "The first " + WRONG_FROM_THE_START + " requests were all found wrong."),
                    PATIENCE_WITH_ANSWERS);
        }
        record(asking, LedgerEvent.Kind.FAILED, why);
        around.ledger().release(key(index));
        lock.lock();
        try {
            unsettled--;
            mine.clear(index);
            begun.remove(asking);
            tally.failed(times[index]);
            outcomes[index] = new Outcome.Failed(
                    why.getMessage() + (asking.tries > 1 ? " (asked " + asking.tries + " times)" : ""));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWrongFromTheStart(ChatModelException why) {
        lock.lock();
        try {
            return why.kind() == ChatModelException.Kind.BAD_REQUEST && tally.wrong() >= WRONG_FROM_THE_START;
        } finally {
            lock.unlock();
        }
    }

    private static ChatModelException more(ChatModelException why, String sentence) {
        return new ChatModelException(why.kind(), why.getMessage() + " " + sentence, why.retryAfter(), why);
    }

    private void record(Asking asking, LedgerEvent.Kind kind, ChatModelException why) {
        around.ledger()
                .record(new LedgerEvent(
                        key(asking.index),
                        label(asking.index),
                        kind,
                        around.time().instant(),
                        String.valueOf(why.getMessage())));
    }

    private CallLabel label(int index) {
        return CallLabel.of(requests.get(index), around.run());
    }

    /// What this call met concerns all.
    private void stopBy(Asking asking, ChatModelException why) {
        asking.release();
        stop(why, PATIENCE_WITH_ANSWERS);
        lock.lock();
        try {
            unsettled--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The end.

    /// Nothing more is asked. The first reason is the one that is told.
    private void stop(ChatModelException why, Duration patienceWithTheRest) {
        lock.lock();
        try {
            if (stop == null) {
                stop = why;
                patience = patienceWithTheRest;
            }
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        calls.gate().wake();
    }

    /// Something of ours failed: the ledger, or a defect. It is thrown by the thread that submitted.
    private void broke(Runnable note) {
        lock.lock();
        try {
            note.run();
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        calls.gate().wake();
    }

    /// What was set aside and claimed for calls that were not made is free again.
    private void giveUpRest() {
        ahead.filter(a -> a.claims().state() == Future.State.SUCCESS)
                .ifPresent(a -> take(a.page(), a.claims().resultNow()));
        begun.forEach(Asking::release);
        mine.stream().forEach(i -> around.ledger().release(key(i)));
    }

    private CallsCount count() {
        lock.lock();
        try {
            return tally.count(inFlight, later.size());
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        around.listener().advanced(name, counter);
    }
}

package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import wherefore.chat.BatchModel;
import wherefore.chat.CallsStoppedException;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.format.Fingerprint;

/// One submission by batches, in one thread: it hands over, sleeps until something is due, looks, and collects.
final class BatchSubmission {

    private static final int PAGE = LedgerWriter.MOST_IN_A_TRANSACTION;
    /// Characters from which a shared system text is worth a call of its own: providers cache from about 1,024 tokens.
    private static final int LONG_BEGINNING = 4_000;
    private static final Duration MONEY_IS_OUT = Duration.ofSeconds(5);
    /// Vendors give a batch a day: so long a process on another host may hold what it asks for.
    private static final Duration A_DAY_AND_MORE = Duration.ofHours(26);
    private static final Duration LONGEST_LOOK_AT_OTHERS = Duration.ofSeconds(30);
    private static final int SHOWN_OF_A_MARK = 8;

    /// A batch that is under way.
    private static final class Running {
        private final LedgerBatch batch;
        private final Map<String, BatchItem> items = new LinkedHashMap<>();
        private Optional<String> name;
        private Instant due;
        private Duration pause = Duration.ZERO;
        private int failures;
        private int fetches;
        private boolean looked;

        private Running(LedgerBatch batch, Collection<BatchItem> items, Instant due) {
            this.batch = batch;
            this.name = batch.batch();
            this.due = due;
            items.forEach(i -> this.items.put(i.key().hex(), i));
        }

        /// As messages name it.
        private String label() {
            return name.orElse("(" + batch.mark().substring(0, SHOWN_OF_A_MARK) + ")");
        }

        private Map<String, Request> requests() {
            return items.values().stream()
                    .collect(Collectors.toMap(
                            i -> i.key().hex(), BatchItem::request, (a, b) -> a, () -> new LinkedHashMap<>()));
        }
    }

    private final BatchCalls calls;
    private final BatchModel model;
    private final Surroundings around;
    private final LedgerBatches batches;
    private final BatchPace pace;
    /// One object for all that is told of this submission: a listener knows it by it.
    private final Supplier<CallsCount> counter = this::count;

    /// By the key's digits, one of each content.
    private final Map<String, BatchItem> asked = new LinkedHashMap<>();

    private final List<String> order = new ArrayList<>();
    private final Map<String, Integer> times = new HashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, Budget.Reservation> reserved = new HashMap<>();
    private final Set<String> mine = new LinkedHashSet<>();
    private final Deque<String> held = new ArrayDeque<>();
    private final Deque<BatchItem> todo = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private final Tally tally;
    private Instant lookAtOthers;
    private Duration pauseForOthers = Duration.ofMillis(500);
    private Instant mayBegin;
    private int refusedBegins;
    private boolean warmed;
    private @Nullable ChatModelException stop;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition never = lock.newCondition();

    BatchSubmission(BatchCalls calls, List<Request> requests) {
        this.calls = calls;
        this.model = calls.asked();
        this.around = calls.around();
        this.batches = around.ledger().batches();
        this.pace = calls.pace();
        this.tally = new Tally(requests.size());
        this.lookAtOthers = around.time().instant();
        this.mayBegin = around.time().instant();
        for (Request request : requests) {
            CallKey key = CallKey.of(request, calls.identity());
            String hex = key.hex();
            asked.putIfAbsent(hex, new BatchItem(key, request, CallLabel.of(request, around.run()), 0, 0));
            times.merge(hex, 1, Integer::sum);
            order.add(hex);
        }
    }

    List<Outcome> outcomes() {
        try {
            claim(List.copyOf(asked.keySet()));
            perform();
        } catch (ChatModelException e) {
            throw stopped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(calls.model() + ": interrupted while batches run");
        } finally {
            reserved.values().forEach(Budget.Reservation::release);
            around.ledger().releaseAll(mine.stream().map(h -> asked(h).key()).toList());
            around.listener().ended(calls.model(), counter);
        }
        return order.stream().map(this::outcome).toList();
    }

    private BatchItem asked(String hex) {
        BatchItem item = asked.get(hex);
        if (item == null) {
            throw new IllegalStateException("no request has the key " + hex);
        }
        return item;
    }

    private Outcome outcome(String hex) {
        Outcome outcome = outcomes.get(hex);
        if (outcome != null) {
            return outcome;
        }
        return new Outcome.Outstanding(running.stream()
                .filter(r -> r.items.containsKey(hex))
                .map(Running::label)
                .findFirst()
                .orElse(hex));
    }

    private CallsStoppedException stopped(ChatModelException why) {
        return new CallsStoppedException(new ChatModelException(
                why.kind(),
                String.format(
                        Locale.ROOT,
                        "%s %,d of %,d answers are kept%s; the same command continues.",
                        why.getMessage(),
                        count().answers(),
                        order.size(),
                        running.isEmpty() ? "" : ", and batches that run are not asked again"),
                why));
    }

    private void perform() throws ChatModelException, InterruptedException {
        while (true) {
            Instant now = around.time().instant();
            if (!held.isEmpty() && !lookAtOthers.isAfter(now)) {
                lookAgainAtOthers();
            }
            if (stop == null && !todo.isEmpty() && !mayBegin.isAfter(now)) {
                begin();
            }
            for (Running due : running.stream().filter(r -> isDue(r, now)).toList()) {
                due.looked = true;
                look(due);
            }
            tell();
            if (running.isEmpty() && stop != null) {
                throw stop;
            }
            if (running.isEmpty() && todo.isEmpty() && held.isEmpty()) {
                return;
            }
            if (!isDue()) {
                if (calls.manner() == BatchCalls.Manner.LEAVES) {
                    return;
                }
                sleep();
            }
        }
    }

    private boolean isDue() {
        Instant now = around.time().instant();
        return running.stream().anyMatch(r -> isDue(r, now))
                || (stop == null && !todo.isEmpty() && !mayBegin.isAfter(now));
    }

    /// Who leaves looks once, and not at what was handed over a moment ago.
    private boolean isDue(Running batch, Instant now) {
        return !batch.due.isAfter(now) && !(batch.looked && calls.manner() == BatchCalls.Manner.LEAVES);
    }

    private void sleep() throws InterruptedException {
        Instant wake = Instant.MAX;
        for (Running r : running) {
            wake = r.due.isBefore(wake) ? r.due : wake;
        }
        if (stop == null && !todo.isEmpty() && mayBegin.isBefore(wake)) {
            wake = mayBegin;
        }
        if (!held.isEmpty() && lookAtOthers.isBefore(wake)) {
            wake = lookAtOthers;
        }
        lock.lockInterruptibly();
        try {
            for (Instant now = around.time().instant();
                    wake.isAfter(now);
                    now = around.time().instant()) {
                around.time().await(never, Duration.between(now, wake));
            }
        } finally {
            lock.unlock();
        }
    }

    // What is asked.

    /// Sorts keys into answered ones, those that others ask for, those in batches that run, and the rest.
    private void claim(List<String> keys) throws ChatModelException, InterruptedException {
        List<String> free = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += PAGE) {
            List<String> page = keys.subList(from, Math.min(keys.size(), from + PAGE));
            List<Claim> claims = around.ledger()
                    .tryClaim(
                            page.stream().map(h -> asked(h).key()).toList(),
                            asked(page.getFirst()).label(),
                            A_DAY_AND_MORE);
            for (int i = 0; i < page.size(); i++) {
                String hex = page.get(i);
                switch (claims.get(i)) {
                    case Claim.Mine nobodyElse -> {
                        mine.add(hex);
                        free.add(hex);
                    }
                    case Claim.Held busy -> held.add(hex);
                    case Claim.Answered answered -> {
                        outcomes.put(hex, new Outcome.Answered(answered.entry().completion()));
                        tally.fromLedger += times(hex);
                        tally.done += times(hex);
                    }
                }
            }
        }
        Set<String> inBatches = continued(free);
        List<BatchItem> rest = free.stream()
                .filter(h -> !inBatches.contains(h))
                .map(this::asked)
                .toList();
        todo.addAll(batches.withTries(rest));
    }

    private int times(String hex) {
        return times.getOrDefault(hex, 0);
    }

    private void lookAgainAtOthers() throws ChatModelException, InterruptedException {
        List<String> again = List.copyOf(held);
        held.clear();
        claim(again);
        lookAtOthers = around.time().instant().plus(pauseForOthers);
        Duration longer = pauseForOthers.multipliedBy(2);
        pauseForOthers = longer.compareTo(LONGEST_LOOK_AT_OTHERS) > 0 ? LONGEST_LOOK_AT_OTHERS : longer;
    }

    /// Batches that run and hold some of these keys are continued, whoever began them.
    private Set<String> continued(List<String> free) throws ChatModelException, InterruptedException {
        Set<String> wanted = new HashSet<>(free);
        Set<String> found = new HashSet<>();
        Set<String> known = running.stream().map(r -> r.batch.mark()).collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return found;
        }
        running.forEach(r -> r.items.keySet().stream().filter(wanted::contains).forEach(found::add));
        for (LedgerBatch batch : batches.open(calls.identity())) {
            List<BatchItem> items = known.contains(batch.mark()) ? List.of() : batches.items(batch);
            Set<String> ours = items.stream()
                    .map(i -> i.key().hex())
                    .filter(wanted::contains)
                    .collect(Collectors.toSet());
            if (ours.isEmpty()) {
                continue;
            }
            found.addAll(ours);
            Running continued = new Running(batch, items, around.time().instant());
            running.add(continued);
            for (BatchItem item : items) {
                reserve(item).ifPresent(r -> reserved.put(item.key().hex(), r));
            }
            say(String.format(Locale.ROOT, "batch %s of %,d requests is continued", continued.label(), batch.items()));
        }
        return found;
    }

    /// A batch that runs is paid whatever the budget says: where it does not fit, only nothing more is begun.
    private Optional<Budget.Reservation> reserve(BatchItem item) throws InterruptedException {
        try {
            return around.budget().tryReserve(item.request());
        } catch (ChatModelException e) {
            stop = stop == null ? e : stop;
            return Optional.empty();
        }
    }

    // Handing over.

    private void begin() throws ChatModelException, InterruptedException {
        if (calls.manner() == BatchCalls.Manner.ENDS_BATCHES) {
            askAtOnce(List.copyOf(todo));
            todo.clear();
            return;
        }
        warm();
        while (stop == null
                && !todo.isEmpty()
                && !mayBegin.isAfter(around.time().instant())) {
            List<BatchItem> parcel = parcel();
            if (parcel.isEmpty()) {
                mayBegin = around.time().instant().plus(MONEY_IS_OUT);
                return;
            }
            handOver(parcel);
        }
    }

    private void warm() {
        if (warmed || todo.size() < 2) {
            return;
        }
        warmed = true;
        Map<String, List<BatchItem>> sharing = new LinkedHashMap<>();
        for (BatchItem item : todo) {
            if (item.tries() == 0) {
                beginning(item.request())
                        .ifPresent(b -> sharing.computeIfAbsent(Fingerprint.of(b), x -> new ArrayList<>())
                                .add(item));
            }
        }
        sharing.values().stream()
                .filter(items -> items.size() > 1)
                .max((a, b) -> Integer.compare(a.size(), b.size()))
                .map(List::getFirst)
                .ifPresent(first -> {
                    todo.remove(first);
                    askAtOnce(List.of(first));
                });
    }

    /// The part that a request may share with others, if it is long enough for a cache.
    private static Optional<String> beginning(Request request) {
        if (request.breakpoints().isEmpty()) {
            return request.conversation().system().filter(s -> s.length() >= LONG_BEGINNING);
        }
        var first = request.breakpoints().getFirst();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < first.message(); i++) {
            text.append(request.conversation().messages().get(i).text()).append('\u0000');
        }
        return Optional.of(text.append(
                        request.conversation().messages().get(first.message()).text(), 0, first.end())
                .toString());
    }

    private void askAtOnce(List<BatchItem> items) {
        around.ledger().releaseAll(items.stream().map(BatchItem::key).toList());
        items.forEach(i -> mine.remove(i.key().hex()));
        List<Outcome> came =
                calls.ordinary().submit(items.stream().map(BatchItem::request).toList());
        for (int i = 0; i < items.size(); i++) {
            String hex = items.get(i).key().hex();
            outcomes.put(hex, came.get(i));
            switch (came.get(i)) {
                case Outcome.Answered answered -> tally.answered(answered.completion(), times(hex));
                case Outcome.Failed failed -> tally.failed(times(hex));
                case Outcome.Outstanding later -> {}
            }
        }
    }

    /// As much of the rest as one batch and the budget hold.
    private List<BatchItem> parcel() throws InterruptedException {
        BatchModel.Limits limits = model.limits();
        List<BatchItem> parcel = new ArrayList<>();
        long bytes = 0;
        long tokens = 0;
        while (!todo.isEmpty() && parcel.size() < limits.items()) {
            BatchItem item = todo.getFirst();
            long size = model.size(item.key().hex(), item.request());
            int most = item.request().sampling().maxTokens();
            boolean fits = bytes + size <= limits.bytes() && tokens + most <= limits.answerTokens();
            if (!fits && !parcel.isEmpty()) {
                break;
            }
            Optional<Budget.Reservation> money = reserve(item);
            if (money.isEmpty()) {
                break;
            }
            reserved.put(item.key().hex(), money.get());
            parcel.add(todo.removeFirst());
            bytes += size;
            tokens += most;
        }
        return parcel;
    }

    private void handOver(List<BatchItem> parcel) throws ChatModelException, InterruptedException {
        Instant now = around.time().instant();
        Fingerprint mark = new Fingerprint().with("begun", now.toString());
        parcel.forEach(i -> mark.with("key", i.key().hex()));
        LedgerBatch batch = new LedgerBatch(
                mark.hex().substring(0, 32),
                Optional.empty(),
                calls.identity(),
                around.run(),
                parcel.size(),
                now,
                Optional.empty(),
                false,
                Map.of());
        batches.prepare(batch, parcel);
        Running begun = new Running(batch, parcel, now.plus(pace.first()));
        begun.pause = pace.first();
        begun.looked = true;
        try {
            named(begun, model.begin(batch.mark(), begun.requests()));
            running.add(begun);
            refusedBegins = 0;
        } catch (ChatModelException e) {
            interrupted();
            switch (e.kind()) {
                // It may have begun: it is looked for.
                case BROKEN, TIMED_OUT -> running.add(begun);
                case OVERLOADED -> {
                    notBegun(begun);
                    wait(e);
                }
                case BAD_REQUEST, NOT_PERMITTED, OUT_OF_QUOTA -> {
                    notBegun(begun);
                    throw e;
                }
                case NOT_FOUND -> {
                    notBegun(begun);
                    throw new ChatModelException(
                            Kind.NOT_FOUND,
                            e.getMessage() + ". Not every server has a batch interface: leave out batch.",
                            e);
                }
                // Nobody knows whether it began: it stays in the ledger and is looked for.
                case STOPPED -> throw e;
            }
        }
    }

    private void interrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void named(Running begun, String name) {
        batches.began(begun.batch.mark(), name);
        begun.name = Optional.of(name);
        say(String.format(Locale.ROOT, "batch %s of %,d requests has begun", name, begun.items.size()));
    }

    /// The provider never had it: its items are as they were.
    private void notBegun(Running batch) {
        batches.forget(batch.batch.mark());
        running.remove(batch);
        for (BatchItem item : batch.items.values()) {
            release(item.key().hex());
            if (mine.contains(item.key().hex())) {
                todo.add(item);
            }
        }
    }

    private void wait(ChatModelException why) throws ChatModelException {
        refusedBegins++;
        if (refusedBegins >= pace.looks()) {
            throw why;
        }
        Duration pause = around.pause(refusedBegins);
        Duration wanted = why.retryAfter().orElse(Duration.ZERO);
        mayBegin = around.time().instant().plus(wanted.compareTo(pause) > 0 ? wanted : pause);
    }

    private void release(String hex) {
        Budget.Reservation open = reserved.remove(hex);
        if (open != null) {
            open.release();
        }
    }

    // Looking and collecting.

    private void look(Running batch) throws ChatModelException, InterruptedException {
        try {
            if (batch.name.isEmpty()) {
                search(batch);
                return;
            }
            BatchModel.Progress progress = model.progress(batch.name.get());
            if (progress.ended()) {
                collect(batch);
            } else {
                batch.failures = 0;
                later(batch, Duration.ZERO);
            }
        } catch (ChatModelException e) {
            interrupted();
            switch (e.kind()) {
                case OVERLOADED, BROKEN, TIMED_OUT -> {
                    batch.failures++;
                    if (batch.failures >= pace.looks()) {
                        throw e;
                    }
                    later(batch, e.retryAfter().orElse(Duration.ZERO));
                }
                case NOT_FOUND -> gone(batch);
                case BAD_REQUEST, NOT_PERMITTED, OUT_OF_QUOTA, STOPPED -> throw e;
            }
        }
    }

    private void later(Running batch, Duration wanted) {
        batch.pause = pace.after(batch.pause);
        batch.due = around.time().instant().plus(wanted.compareTo(batch.pause) > 0 ? wanted : batch.pause);
    }

    /// A batch whose name never came back.
    private void search(Running batch) throws ChatModelException {
        Set<String> others = batches.named(calls.identity()).stream()
                .flatMap(b -> b.batch().stream())
                .collect(Collectors.toSet());
        switch (model.find(batch.batch.mark(), batch.items.keySet(), batch.batch.begun(), others)) {
            case BatchModel.Search.There there -> {
                named(batch, there.batch());
                batch.due = around.time().instant();
            }
            case BatchModel.Search.Perhaps running -> {
                if (batch.failures == 0 && batch.pause.compareTo(pace.first()) <= 0) {
                    say("batch " + running.batch() + " may be the one that was begun before; it shows when it ends");
                }
                later(batch, Duration.ZERO);
            }
            case BatchModel.Search.Absent never -> {
                Instant certain = batch.batch.begun().plus(pace.settles());
                if (around.time().instant().isBefore(certain)) {
                    batch.due = certain;
                } else {
                    notBegun(batch);
                }
            }
        }
    }

    private void collect(Running batch) throws ChatModelException {
        Map<String, Request> requests = batch.requests();
        Map<String, LedgerBatches.Settled> page = new LinkedHashMap<>();
        Set<String> told = new HashSet<>();
        model.results(batch.name.orElseThrow(), requests, (hex, result) -> {
            BatchItem item = batch.items.get(hex);
            if (item != null && told.add(hex)) {
                page.put(hex, settled(batch, item, result));
                if (page.size() >= PAGE) {
                    keep(batch, page);
                }
            }
        });
        keep(batch, page);
        if (!batch.items.isEmpty()) {
            batch.fetches++;
            if (batch.fetches < pace.looks()) {
                later(batch, Duration.ZERO);
                return;
            }
            without(batch, "missing", "stands in no result of it");
        }
        end(batch);
    }

    /// The provider no longer knows the batch.
    private void gone(Running batch) {
        without(batch, "missing", "is lost: the provider no longer has the batch");
        end(batch);
    }

    private void without(Running batch, String outcome, String what) {
        Map<String, LedgerBatches.Settled> rest = new LinkedHashMap<>();
        batch.items.forEach((hex, item) -> rest.put(
                hex,
                new LedgerBatches.Settled.Without(
                        outcome,
                        event(
                                item,
                                retries(item),
                                calls.model() + ": a request of batch " + batch.label() + " " + what))));
        keep(batch, rest);
    }

    private void end(Running batch) {
        batches.end(batch.batch.mark(), around.time().instant());
        running.remove(batch);
        say("batch " + batch.label() + " is collected");
    }

    private boolean retries(BatchItem item) {
        return item.tries() + 1 < pace.tries();
    }

    private LedgerEvent event(BatchItem item, boolean again, String why) {
        return new LedgerEvent(
                item.key(),
                item.label(),
                again ? LedgerEvent.Kind.RETRIED : LedgerEvent.Kind.FAILED,
                around.time().instant(),
                why);
    }

    private LedgerBatches.Settled settled(Running batch, BatchItem item, BatchModel.Result result) {
        String of = calls.model() + ": a request of batch " + batch.label();
        return switch (result) {
            case BatchModel.Result.Answered answered -> answered(batch, item, answered.completion());
            case BatchModel.Result.Failed failed ->
                new LedgerBatches.Settled.Without(
                        "failed", event(item, failed.kind() != Kind.BAD_REQUEST && retries(item), failed.why()));
            case BatchModel.Result.Expired expired ->
                new LedgerBatches.Settled.Without("expired", event(item, retries(item), of + " expired"));
            case BatchModel.Result.Cancelled cancelled ->
                new LedgerBatches.Settled.Without("cancelled", event(item, retries(item), of + " was cancelled"));
        };
    }

    private LedgerBatches.Settled answered(Running batch, BatchItem item, Completion completion) {
        LedgerEntry entry = new LedgerEntry(
                item.key(),
                Optional.of(item.request()),
                completion,
                item.label(),
                batch.batch.begun(),
                around.time().instant(),
                item.tries() + 1,
                Origin.BATCH);
        boolean isRefused = completion.stop() instanceof StopReason.Refused;
        return isRefused && item.refusals() == 0 && retries(item)
                ? new LedgerBatches.Settled.Refused(entry, event(item, true, calls.model() + ": refused in a batch"))
                : new LedgerBatches.Settled.Kept(entry);
    }

    /// Durable first, seen afterwards.
    private void keep(Running batch, Map<String, LedgerBatches.Settled> page) {
        Map<CallKey, Optional<LedgerEntry>> fresh = batches.settle(batch.batch.mark(), List.copyOf(page.values()));
        page.forEach((hex, settled) -> {
            BatchItem item = batch.items.remove(hex);
            if (item != null) {
                Optional<LedgerEntry> entry = fresh.getOrDefault(settled.key(), Optional.empty());
                seen(batch, item, settled, entry, fresh.containsKey(settled.key()));
            }
        });
        page.clear();
    }

    private void seen(
            Running batch,
            BatchItem item,
            LedgerBatches.Settled settled,
            Optional<LedgerEntry> entry,
            boolean isFresh) {
        String hex = item.key().hex();
        switch (settled) {
            case LedgerBatches.Settled.Kept kept -> {
                pay(hex, kept.entry().completion());
                answered(hex, entry.orElse(kept.entry()).completion());
            }
            case LedgerBatches.Settled.Refused refused -> {
                pay(hex, refused.entry().completion());
                again(batch, item, "refused", refused.event(), isFresh);
            }
            case LedgerBatches.Settled.Without without -> {
                release(hex);
                again(batch, item, without.outcome(), without.event(), isFresh);
            }
        }
    }

    private void pay(String hex, Completion completion) {
        Budget.Reservation open = reserved.remove(hex);
        if (open != null) {
            open.settle(completion.usage());
        }
    }

    private void answered(String hex, Completion completion) {
        if (asked.containsKey(hex)) {
            tally.answered(completion, times(hex));
            outcomes.put(hex, new Outcome.Answered(completion));
            mine.remove(hex);
            held.remove(hex);
        }
    }

    /// Into the next batch, or given up. Where another process was faster it is its affair; then the ledger is asked.
    private void again(Running batch, BatchItem item, String outcome, LedgerEvent event, boolean isFresh) {
        String hex = item.key().hex();
        boolean isOurs = mine.contains(hex);
        if (event.kind() == LedgerEvent.Kind.FAILED) {
            batches.giveUp(item.key());
            if (isOurs) {
                outcomes.put(
                        hex,
                        new Outcome.Failed(event.message()
                                + (item.tries() > 0 ? " (asked " + (item.tries() + 1) + " times)" : "")));
                tally.failed(times(hex));
                mine.remove(hex);
                around.ledger().releaseAll(List.of(item.key()));
            }
        } else if (isOurs && !isFresh) {
            mine.remove(hex);
            around.ledger().releaseAll(List.of(item.key()));
            held.add(hex);
        } else if (isOurs) {
            tally.retried++;
            todo.add(new BatchItem(
                    item.key(),
                    item.request(),
                    item.label(),
                    item.tries() + 1,
                    item.refusals() + (outcome.equals("refused") ? 1 : 0)));
            if (outcome.equals("cancelled") && isCancelledHere(batch)) {
                stop = stop == null
                        ? new ChatModelException(
                                Kind.STOPPED, calls.model() + ": batch " + batch.label() + " was cancelled.")
                        : stop;
            }
        }
    }

    private boolean isCancelledHere(Running batch) {
        return batches.named(calls.identity()).stream()
                .anyMatch(b -> b.mark().equals(batch.batch.mark()) && b.cancelled());
    }

    // What is told.

    private CallsCount count() {
        int inFlight = running.stream().mapToInt(r -> r.items.size()).sum();
        return tally.count(inFlight, todo.size() + held.size());
    }

    private void tell() {
        around.listener().advanced(calls.model(), counter);
    }

    private void say(String line) {
        around.listener().told(calls.model(), calls.model() + ": " + line);
    }
}

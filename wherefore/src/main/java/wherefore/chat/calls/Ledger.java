package wherefore.chat.calls;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Every answer that was paid for, in one SQLite file, so that none is paid for again. All methods may be called by
/// many
/// threads, and several processes may have one file open.
///
/// Who wants to ask claims the key first: `claim`, ask, then `put` or `release`. Who claims a key that is being asked
/// waits
/// for that answer. A claim that a dead process left is taken over, and counted as abandoned.
///
/// What fails in the world (a full disk, a damaged file) is a [LedgerException], and what was acknowledged is kept.
public final class Ledger implements AutoCloseable {

    /// After how long the claim of an ordinary call on another host may be taken over.
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Pause pause;
    private final Owner owner;
    private final LedgerWriter writer;
    private final LedgerReader reader;
    private final LedgerBatches batches;

    /// What this process is asking, by the key's digits; completed with the answer, or with nothing.
    private final Map<String, CompletableFuture<Optional<LedgerEntry>>> asking = new ConcurrentHashMap<>();

    private Ledger(LedgerFile file, InstantSource clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
        this.writer = new LedgerWriter(file);
        this.reader = new LedgerReader(file);
        this.batches = new LedgerBatches(writer, reader, this::tell);
        this.owner = Owner.begins();
    }

    /// Opens the file, or makes it. A file that is no ledger, or one of a newer version, is a
    /// [wherefore.format.InputException].
    public static Ledger open(Path file, InstantSource clock, Pause pause) {
        return new Ledger(new LedgerFile(file), clock, pause);
    }

    /// What stands in the ledger, for lists and counts.
    public LedgerReader reader() {
        return reader;
    }

    /// The batches that were begun, and their members.
    LedgerBatches batches() {
        return batches;
    }

    /// Whether a batch of the model has not ended here.
    public boolean isInBatches(ModelIdentity model) {
        return !batches.open(model).isEmpty();
    }

    /// The end of a batch is asked for from here: what it did not answer is not asked again by itself.
    public void cancelled(LedgerBatch batch) {
        batches.cancelled(batch.mark());
    }

    /// The answer to a key, without its request.
    public Optional<LedgerEntry> find(CallKey key) {
        return reader.find(key);
    }

    /// Keeps an answer, gives up the claim on its key, and returns when both are durable. Where the key had an answer
    /// already, that one stays and is returned, and the new one is counted as paid twice. Where it
    /// throws, the claim is still there: release it.
    public LedgerEntry put(LedgerEntry entry) {
        LedgerTables.Row row = LedgerTables.Row.of(entry);
        LedgerEntry stays = writer.perform(true, tables -> {
            if (insert(tables, row)) {
                return entry;
            }
            tables.deleteClaim(row.key());
            tables.insertSecond(row);
            return tables.find(entry.key()).orElse(entry);
        });
        tell(row.key(), Optional.of(stays));
        return stays;
    }

    /// Keeps an answer that this program did not pay for, such as one from a recording or from a file of results. An
    /// answer that is there stays; nothing is counted as paid twice.
    ///
    /// @return whether the answer was new
    public boolean adopt(LedgerEntry entry) {
        LedgerTables.Row row = LedgerTables.Row.of(entry);
        return writer.perform(true, tables -> insert(tables, row));
    }

    /// [#adopt] of many, in few transactions.
    ///
    /// @return how many were new
    public int adopt(List<LedgerEntry> entries) {
        int fresh = 0;
        for (int from = 0; from < entries.size(); from += LedgerWriter.MOST_IN_A_TRANSACTION) {
            List<LedgerTables.Row> rows =
                    entries.subList(from, Math.min(entries.size(), from + LedgerWriter.MOST_IN_A_TRANSACTION)).stream()
                            .map(LedgerTables.Row::of)
                            .toList();
            fresh += writer.perform(true, tables -> {
                int written = 0;
                for (LedgerTables.Row row : rows) {
                    written += insert(tables, row) ? 1 : 0;
                }
                return written;
            });
        }
        return fresh;
    }

    static boolean insert(LedgerTables tables, LedgerTables.Row row) throws SQLException {
        if (!tables.insert(row)) {
            return false;
        }
        for (Map.Entry<String, String> text : row.texts().entrySet()) {
            tables.insertText(text.getKey(), text.getValue());
        }
        return true;
    }

    /// Waits until this caller may ask, or until there is an answer.
    ///
    /// @return the answer; empty: the caller has the claim, and must put an answer or release it
    public Optional<LedgerEntry> claim(CallKey key, CallLabel label) throws InterruptedException {
        String hex = key.hex();
        while (true) {
            CompletableFuture<Optional<LedgerEntry>> mine = new CompletableFuture<>();
            CompletableFuture<Optional<LedgerEntry>> other = asking.putIfAbsent(hex, mine);
            if (other != null) {
                Optional<LedgerEntry> answer = answerOf(other);
                if (answer.isPresent()) {
                    return answer;
                }
                continue;
            }
            boolean claimed = false;
            Optional<LedgerEntry> answer = Optional.empty();
            try {
                answer = claimAmongProcesses(key, label);
                claimed = answer.isEmpty();
                return answer;
            } finally {
                if (!claimed) {
                    tell(hex, answer);
                }
            }
        }
    }

    private static Optional<LedgerEntry> answerOf(CompletableFuture<Optional<LedgerEntry>> asked)
            throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a claim ends with an answer or without, never with an exception", e);
        }
    }

    private Optional<LedgerEntry> claimAmongProcesses(CallKey key, CallLabel label) throws InterruptedException {
        Duration wait = FIRST_PAUSE;
        while (true) {
            switch (write(List.of(key), label, PATIENCE).getFirst()) {
                case Claim.Mine mine -> {
                    return Optional.empty();
                }
                case Claim.Answered answered -> {
                    return Optional.of(answered.entry());
                }
                case Claim.Held held -> wait = await(held, wait);
            }
        }
    }

    /// Looks now and then, without writing, until the claim is gone or its owner is.
    ///
    /// @return how long to pause next time
    private Duration await(Claim.Held held, Duration first) throws InterruptedException {
        Duration wait = first;
        while (true) {
            pause.sleep(wait);
            wait = wait.multipliedBy(2);
            wait = wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
            if (!(reader.look(held.key()).orElse(null) instanceof Claim.Held still)
                    || !still.by().isAlive(clock.instant(), still.until())) {
                return wait;
            }
        }
    }

    /// Claims what can be claimed, without waiting for others; one result for each key, in their order.
    ///
    /// @param patience after how long a process on another host may be taken for dead
    public List<Claim> tryClaim(List<CallKey> keys, CallLabel label, Duration patience) {
        List<CallKey> free = new ArrayList<>();
        for (CallKey key : keys) {
            if (asking.putIfAbsent(key.hex(), new CompletableFuture<>()) == null) {
                free.add(key);
            }
        }
        Map<CallKey, Claim> results = new HashMap<>();
        try {
            write(free, label, patience).forEach(claim -> results.put(keyOf(claim), claim));
        } finally {
            for (CallKey key : free) {
                switch (results.get(key)) {
                    case Claim.Mine mine -> {}
                    case Claim.Answered answered -> tell(key.hex(), Optional.of(answered.entry()));
                    case Claim.Held held -> tell(key.hex(), Optional.empty());
                    case null -> tell(key.hex(), Optional.empty());
                }
            }
        }
        Instant until = clock.instant().plus(patience);
        List<Claim> claims = new ArrayList<>(keys.size());
        for (CallKey key : keys) {
            Claim claim = results.remove(key);
            claims.add(claim == null ? new Claim.Held(key, owner, until) : claim);
        }
        return claims;
    }

    private static CallKey keyOf(Claim claim) {
        return switch (claim) {
            case Claim.Mine mine -> mine.key();
            case Claim.Answered answered -> answered.entry().key();
            case Claim.Held held -> held.key();
        };
    }

    private List<Claim> write(List<CallKey> keys, CallLabel label, Duration patience) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return writer.perform(false, tables -> {
            Instant now = clock.instant();
            String at = LedgerTables.text(now);
            String until = LedgerTables.text(now.plus(patience));
            List<Claim> claims = new ArrayList<>(keys.size());
            for (CallKey key : keys) {
                String hex = key.hex();
                claims.add(
                        tables.insertClaim(key, hex, label, owner, at, until)
                                ? new Claim.Mine(key)
                                : write(tables, key, hex, label, now, until));
            }
            return claims;
        });
    }

    /// There is an answer, or a claim that may be ours, another's, or a dead one's.
    private Claim write(LedgerTables tables, CallKey key, String hex, CallLabel label, Instant now, String until)
            throws SQLException {
        Optional<LedgerEntry> answer = tables.find(key);
        if (answer.isPresent()) {
            return new Claim.Answered(answer.get());
        }
        Optional<LedgerTables.Holding> holding = tables.holding(hex);
        if (holding.isPresent() && !holding.get().owner().equals(owner)) {
            LedgerTables.Holding other = holding.get();
            if (other.owner().isAlive(now, other.until())) {
                return new Claim.Held(key, other.owner(), other.until());
            }
            if (!new BatchTables(tables).isOpen(key)) {
                tables.insert(new LedgerEvent(
                        key,
                        other.label(),
                        LedgerEvent.Kind.ABANDONED,
                        other.at(),
                        key.model().label() + " was being asked when process "
                                + other.owner().pid() + " ended"));
            }
        }
        tables.takeClaim(key, hex, label, owner, LedgerTables.text(now), until);
        return new Claim.Mine(key);
    }

    /// Gives claims up without an answer; who waits for them may ask.
    void releaseAll(List<CallKey> keys) {
        try {
            writer.perform(false, tables -> {
                for (CallKey key : keys) {
                    if (tables.holding(key.hex())
                            .filter(h -> h.owner().equals(owner))
                            .isPresent()) {
                        tables.deleteClaim(key.hex());
                    }
                }
                return true;
            });
        } finally {
            keys.forEach(key -> tell(key.hex(), Optional.empty()));
        }
    }

    /// Gives a claim up without an answer; who waits for it may ask.
    public void release(CallKey key) {
        String hex = key.hex();
        try {
            writer.perform(false, tables -> {
                if (tables.holding(hex).filter(h -> h.owner().equals(owner)).isPresent()) {
                    tables.deleteClaim(hex);
                }
                return true;
            });
        } finally {
            tell(hex, Optional.empty());
        }
    }

    private void tell(String hex, Optional<LedgerEntry> answer) {
        CompletableFuture<Optional<LedgerEntry>> asked = asking.remove(hex);
        if (asked != null) {
            asked.complete(answer);
        }
    }

    /// Records what happened; returns when it is durable.
    public void record(LedgerEvent event) {
        writer.perform(true, tables -> {
            tables.insert(event);
            return true;
        });
    }

    /// How many transactions this process has committed.
    long transactions() {
        return writer.transactions();
    }

    /// Makes the file no longer than so many pages, as a full disk would.
    void limitPages(int most) {
        writer.perform(false, tables -> {
            tables.statement("pragma max_page_count = " + most).executeQuery().close();
            return true;
        });
    }

    /// Writes what is under way and gives up this process's claims.
    @Override
    public void close() {
        try {
            writer.perform(false, tables -> {
                tables.deleteClaims(owner);
                return true;
            });
        } finally {
            owner.ends();
            reader.close();
            writer.close();
        }
    }
}

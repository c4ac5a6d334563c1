package wherefore.chat.calls;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one thread of a process that writes a ledger. What arrives while a transaction is on its way to the disk shares
/// the
/// next one, so that many writers pay for one `fsync`.
final class LedgerWriter implements AutoCloseable {

    /// Bounds how long a transaction keeps other processes from writing.
    static final int MOST_IN_A_TRANSACTION = 512;

    private static final int QUEUE = 4_096;

    /// Where several write, so long is waited for more of them to share a transaction: a model takes longer by far, and
    /// a transaction costs some hundred microseconds of a processor, be it for one row or for fifty.
    private static final Duration GATHERING = Duration.ofMillis(50);

    /// After so long without a newcomer nobody more is waited for.
    private static final Duration LULL = Duration.ofMillis(2);

    /// A transaction of so many costs little for each.
    private static final int MANY = 256;

    private final LedgerFile file;
    private final LedgerTables tables;
    private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong transactions = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;
    private boolean synced = true;
    private boolean severalWrite;

    LedgerWriter(LedgerFile file) {
        this.file = file;
        this.tables = new LedgerTables(file.toWrite());
        this.thread = Thread.ofPlatform().name("ledger").daemon().start(this::write);
    }

    /// A change to the tables.
    @FunctionalInterface
    interface Change<T extends @Nullable Object> {
        T on(LedgerTables tables) throws SQLException;
    }

    private static final class Job<T extends @Nullable Object> {

        private final boolean durable;
        private final Change<T> change;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private Runnable tell = () -> {};

        Job(boolean durable, Change<T> change) {
            this.durable = durable;
            this.change = change;
        }

        void perform(LedgerTables tables) throws SQLException {
            T result = change.on(tables);
            tell = () -> done.complete(result);
        }
    }

    /// Makes a change and returns when it is committed; where `durable`, when the disk has it.
    <T extends @Nullable Object> T perform(boolean durable, Change<T> change) {
        Job<T> job = new Job<>(durable, change);
        offer(job);
        if (!durable) {
            LockSupport.unpark(thread);
        }
        try {
            return job.done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw e;
        }
    }

    /// An answer that was paid for is written though its thread was interrupted; the interruption is kept for later.
    private void offer(Job<?> job) {
        boolean interrupted = false;
        try {
            while (!ended) {
                try {
                    if (queue.offer(job, 1, TimeUnit.SECONDS)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (ended) {
                queue.add(job);
                failRest();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        List<Job<?>> group = new ArrayList<>(MOST_IN_A_TRANSACTION);
        try {
            while (!closing || !queue.isEmpty()) {
                group.clear();
                Job<?> first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    group.add(first);
                    gather(group);
                    commit(group);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            group.forEach(job -> job.done.completeExceptionally(closed()));
            failRest();
        }
    }

    /// Whoever writes alone waits for nobody. A claim is waited for by whoever deals the calls out, so it is not
    /// delayed.
    private void gather(List<Job<?>> group) {
        queue.drainTo(group, MOST_IN_A_TRANSACTION - 1);
        boolean isUrgent = group.stream().anyMatch(job -> !job.durable);
        if (severalWrite && !isUrgent && group.size() < MANY && !closing) {
            await(group);
        }
        severalWrite = group.size() > 1;
    }

    /// Those who were told of the last transaction come with their next answers all at once: when they are here,
    /// waiting
    /// longer gains nothing.
    private void await(List<Job<?>> group) {
        long lulls = GATHERING.dividedBy(LULL);
        boolean isUrgent = false;
        for (long i = 0; i < lulls && group.size() < MOST_IN_A_TRANSACTION && !isUrgent; i++) {
            int before = group.size();
            LockSupport.parkNanos(this, LULL.toNanos());
            queue.drainTo(group, MOST_IN_A_TRANSACTION - before);
            if (group.size() == before) {
                return;
            }
            isUrgent = group.subList(before, group.size()).stream().anyMatch(job -> !job.durable);
        }
    }

    private void commit(List<Job<?>> group) {
        try {
            transact(group);
        } catch (SQLException | RuntimeException e) {
            if (group.size() == 1) {
                group.getFirst().done.completeExceptionally(told(e));
                return;
            }
            // One answer that cannot be written must not take the others with it.
            group.forEach(job -> commit(List.of(job)));
            return;
        }
        transactions.incrementAndGet();
        group.forEach(job -> job.tell.run());
    }

    private void transact(List<Job<?>> group) throws SQLException {
        try {
            sync(group.stream().anyMatch(job -> job.durable));
            tables.execute("begin immediate");
            for (Job<?> job : group) {
                job.perform(tables);
            }
            tables.execute("commit");
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    /// A claim need not outlast a power failure: a group of claims alone waits for no disk. The next durable commit
    /// brings them there too.
    private void sync(boolean wanted) throws SQLException {
        if (wanted != synced) {
            tables.execute("pragma synchronous = " + (wanted ? "full" : "normal"));
            synced = wanted;
        }
    }

    private void rollBack(Exception reason) {
        try {
            tables.rollBack();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private RuntimeException told(Exception thrown) {
        return switch (thrown) {
            case SQLException e -> file.trouble(e);
            case RuntimeException e -> e;
            default -> throw new IllegalStateException(thrown);
        };
    }

    private void failRest() {
        for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
            job.done.completeExceptionally(closed());
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the ledger " + file.path() + " is closed");
    }

    /// How many transactions were committed: fewer than changes where many wrote at once.
    long transactions() {
        return transactions.get();
    }

    /// Writes what is queued, then ends.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        // Wakes the thread, which otherwise looks once a second.
        queue.offer(new Job<>(false, t -> true));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            tables.close();
        } catch (SQLException e) {
            throw file.trouble(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

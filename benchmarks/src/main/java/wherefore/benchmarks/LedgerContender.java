package wherefore.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.CallLabel;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.Pause;
import wherefore.format.Fingerprint;

/// Durable rows of many writers: `LedgerContender KIND WRITERS ROWS FOLDER`. Prints rows a second.
public final class LedgerContender {

    private static final String QUESTION = "What should be done, and why? ".repeat(63);
    private static final String ANSWER = "All is well. ".repeat(40);
    /// What a row of the ledger takes: the texts, and some 600 bytes of key, names, times and counts.
    private static final int ROW = QUESTION.length() + ANSWER.length() + 600;

    private static final int WARM_UP = 20_000;

    private LedgerContender() {}

    public static void main(String... args) throws Exception {
        int writers = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        Path file = Path.of(args[3], "rows.sqlite");
        if (args[0].equals("bare")) {
            byte[] value = "x".repeat(ROW).getBytes(StandardCharsets.US_ASCII);
            List<String> keys = made(rows, i -> Fingerprint.of("row " + i));
            try (Bare bare = new Bare(file)) {
                measure(writers, rows, i -> bare.put(keys.get(i), value));
            }
        } else {
            ModelIdentity model = ModelIdentity.of("openai", "m");
            List<LedgerEntry> entries = made(rows, i -> entry(i, model));
            try (Ledger ledger = Ledger.open(file, InstantSource.system(), Pause.REAL)) {
                measure(writers, rows, i -> ledger.put(entries.get(i)));
            }
        }
    }

    /// What is written is made before: measured is how fast it becomes durable.
    private static <T> List<T> made(int rows, IntFunction<T> row) {
        return IntStream.range(0, WARM_UP + rows).mapToObj(row).toList();
    }

    private static void measure(int writers, int rows, IntConsumer put) throws IOException {
        run(writers, 0, WARM_UP, put);
        double cpu = Child.cpuSeconds();
        long start = System.nanoTime();
        run(writers, WARM_UP, WARM_UP + rows, put);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%.1f %.1f %.1f%n",
                rows / seconds,
                (Child.cpuSeconds() - cpu) * 1e6 / rows,
                Child.peakMegabytes());
    }

    private static void run(int writers, int from, int to, IntConsumer put) {
        AtomicInteger next = new AtomicInteger(from);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < writers; w++) {
                threads.execute(() -> {
                    for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
                        put.accept(i);
                    }
                });
            }
        }
    }

    private static LedgerEntry entry(int i, ModelIdentity model) {
        Request request = Request.of(Conversation.of(Message.user(i + " " + QUESTION)), Sampling.plain(500));
        return new LedgerEntry(
                CallKey.of(request, model),
                Optional.of(request),
                new Completion(
                        Message.AssistantMessage.of(ANSWER),
                        StopReason.FINISHED,
                        Optional.of(new Usage(420, 0, 0, 120, 0))),
                new CallLabel("advice/respond", "benchmark"),
                Instant.EPOCH.plusMillis(i),
                Instant.EPOCH.plusMillis(i + 300L),
                1,
                Origin.API);
    }

    /// The least that is durable: one thread, one table of a key and a value, at most 256 rows in a transaction. The
    /// keys
    /// are hashes, as those of any store by content must be, and the table has the form that is fastest for them:
    /// without
    /// a row's own number it is two to three times slower, while with keys that ascend it would be twice as fast.
    private static final class Bare implements AutoCloseable {

        @SuppressWarnings("ArrayRecordComponent") // rows are never compared
        private record Row(String key, byte[] value, CompletableFuture<Boolean> done) {}

        private final BlockingQueue<Row> queue = new ArrayBlockingQueue<>(4_096);
        private final Connection connection;
        private final Thread writer;

        Bare(Path file) throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement s = connection.createStatement()) {
                s.execute("pragma journal_mode = wal");
                s.execute("pragma synchronous = full");
                s.execute("create table calls(k text primary key, v blob)");
            }
            connection.setAutoCommit(false);
            writer = Thread.ofPlatform().daemon().start(this::write);
        }

        void put(String key, byte[] value) {
            Row row = new Row(key, value, new CompletableFuture<>());
            try {
                queue.put(row);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            row.done.join();
        }

        private void write() {
            List<Row> group = new ArrayList<>();
            try (PreparedStatement insert = connection.prepareStatement("insert or ignore into calls values(?,?)")) {
                while (true) {
                    group.clear();
                    group.add(queue.take());
                    queue.drainTo(group, 255);
                    for (Row row : group) {
                        insert.setString(1, row.key);
                        insert.setBytes(2, row.value);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                    connection.commit();
                    group.forEach(row -> row.done.complete(true));
                }
            } catch (SQLException e) {
                group.forEach(row -> row.done.completeExceptionally(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws SQLException {
            writer.interrupt();
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connection.close();
        }
    }
}

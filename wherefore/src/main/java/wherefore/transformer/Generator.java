package wherefore.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import wherefore.tensor.Engine;
import wherefore.tensor.NoGradient;
import wherefore.tensor.Precision;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;

/// Draws continuations of many prompts at once, with keys and values cached. Prompts are put into batches of similar
/// length; equal prompts are read once; finished rows leave their batch. Every prompt has a stream of random numbers of
/// its own, so that what is drawn for it does not depend on the batch it sits in, as far as floating point allows; and
/// batches do not depend on the number of threads, so that the same call gives the same tokens on any number of them.
@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
public final class Generator {

    private final Decoder decoder;
    private final int threads;
    private final int batch;

    /// A generator of this checkpoint.
    ///
    /// @param threads how many batches run side by side, each on one core
    /// @param batch   the most rows of one batch
    public Generator(Checkpoint checkpoint, int threads, int batch) {
        if (threads < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "threads and batch must be at least 1, but were " + threads + " and " + batch);
        }
        this.decoder = checkpoint.decoder(Precision.F32);
        this.threads = threads;
        this.batch = batch;
    }

    /// What is to be continued.
    ///
    /// @param ids         the prompt's tokens, at least one
    /// @param temperature divides the logits; 0 takes the likeliest token
    /// @param topP        the tokens to draw from are the likeliest that together have this probability; 1 is all
    /// @param most        the most tokens to draw
    /// @param stop        the token that ends a continuation; not part of it
    /// @param seed        of this prompt's own random numbers
    @SuppressWarnings("ArrayRecordComponent") // Never compared; boxed tokens would be many times as large.
    public record Prompt(int[] ids, double temperature, double topP, int most, int stop, long seed) {
        public Prompt {
            if (ids.length == 0) {
                throw new IllegalArgumentException("a prompt must have at least one token");
            }
        }
    }

    /// What was drawn for a prompt.
    ///
    /// @param ids     the tokens drawn, without the stop token
    /// @param stopped whether the stop token was drawn; otherwise a limit cut the continuation
    @SuppressWarnings("ArrayRecordComponent") // Never compared; boxed tokens would be many times as large.
    public record Continuation(int[] ids, boolean stopped) {}

    /// One continuation for each prompt, in the order of the prompts. A prompt that leaves no room in the model's
    /// context
    /// gets an empty one that did not stop.
    public List<Continuation> generate(List<Prompt> prompts) {
        List<Row> rows = new ArrayList<>();
        for (Prompt prompt : prompts) {
            rows.add(new Row(prompt, Math.min(prompt.most(), decoder.config().context() - prompt.ids().length)));
        }
        List<Row> open =
                new ArrayList<>(rows.stream().filter(row -> row.limit > 0).toList());
        open.sort(Comparator.comparingInt((Row row) -> row.prompt.ids().length)
                .thenComparing(row -> row.prompt.ids(), Arrays::compare));
        List<List<Row>> batches = new ArrayList<>();
        for (int i = 0; i < open.size(); i += batch) {
            batches.add(open.subList(i, Math.min(open.size(), i + batch)));
        }
        runAll(batches);
        return rows.stream().map(Row::continuation).toList();
    }

    private void runAll(List<List<Row>> batches) {
        if (batches.isEmpty()) {
            return;
        }
        Engine.require();
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.min(threads, batches.size()),
                Thread.ofPlatform().daemon().name("sampler-", 0).factory());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (List<Row> rows : batches) {
                running.add(workers.submit(() -> run(rows)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sampling", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("sampling failed: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private void run(List<Row> rows) {
        Engine.useThreads(1);
        try (NoGradient noGradient = NoGradient.open();
                Scope scope = Scope.open()) {
            new Batch(rows).run();
        }
    }

    /// One prompt on its way.
    private static final class Row {
        final Prompt prompt;
        final int limit;
        final SplittableRandom random;
        final int[] drawn;
        int count;
        boolean stopped;

        Row(Prompt prompt, int limit) {
            this.prompt = prompt;
            this.limit = limit;
            this.random = new SplittableRandom(prompt.seed());
            this.drawn = new int[Math.max(0, limit)];
        }

        int read() {
            return prompt.ids().length;
        }

        boolean isOpen() {
            return !stopped && count < limit;
        }

        /// Takes the next token.
        void take(int token) {
            if (token == prompt.stop()) {
                stopped = true;
            } else {
                drawn[count++] = token;
            }
        }

        Continuation continuation() {
            return new Continuation(Arrays.copyOf(drawn, count), stopped);
        }
    }

    /// Rows in the order of their length that are read and continued together.
    private final class Batch {
        private final int longest;
        private final int capacity;
        private final KeyValueCache cache;
        private List<Row> rows;
        private Tensor mask;
        private float[] probabilities = new float[0];

        Batch(List<Row> rows) {
            this.rows = rows;
            longest = rows.getLast().read();
            capacity = longest + rows.stream().mapToInt(r -> r.limit).max().orElseThrow();
            cache = new KeyValueCache(decoder.config(), rows.size(), capacity);
            mask = maskOf(rows);
        }

        void run() {
            try (Scope scope = Scope.open()) {
                draw(readPrompts());
            }
            while (rows.stream().anyMatch(Row::isOpen)) {
                shrink();
                try (Scope scope = Scope.open()) {
                    draw(readLast());
                }
            }
        }

        /// The last hidden states [rows, 1, W] of all prompts. Those of one length are read together, so that no prompt
        /// is filled up, and equal ones once.
        private Tensor readPrompts() {
            List<Tensor> hidden = new ArrayList<>();
            for (int from = 0, to; from < rows.size(); from = to) {
                to = from;
                List<int[]> distinct = new ArrayList<>();
                List<Long> source = new ArrayList<>();
                while (to < rows.size() && rows.get(to).read() == rows.get(from).read()) {
                    int[] ids = rows.get(to++).prompt.ids();
                    if (distinct.isEmpty() || !Arrays.equals(distinct.getLast(), ids)) {
                        distinct.add(ids);
                    }
                    source.add(distinct.size() - 1L);
                }
                hidden.add(readEqual(distinct, from, longs(source)));
            }
            return Tensor.concatenate(0, hidden);
        }

        private Tensor readEqual(List<int[]> prompts, int row, Tensor source) {
            int length = prompts.getFirst().length;
            long[] ids =
                    prompts.stream().flatMapToInt(Arrays::stream).asLongStream().toArray();
            KeyValueCache read = new KeyValueCache(decoder.config(), prompts.size(), length);
            Tensor hidden = decoder.prefill(Tensor.longs(ids, prompts.size(), length), read);
            cache.place(read, source, row, longest);
            return hidden.select(0, source);
        }

        /// The hidden states [rows, 1, W] of the tokens drawn last. A finished row stays in its place until the next
        /// shrinking; what is computed for it is not looked at.
        private Tensor readLast() {
            long[] ids = new long[rows.size()];
            long[] positions = new long[rows.size()];
            for (int i = 0; i < ids.length; i++) {
                Row row = rows.get(i);
                ids[i] = row.isOpen() ? row.drawn[row.count - 1] : 0;
                positions[i] = Math.addExact(row.read(), cache.length() - longest);
            }
            Tensor reach = mask.narrow(0, 0, rows.size()).narrow(3, 0, cache.length() + 1);
            return decoder.decode(Tensor.longs(ids, ids.length, 1), Tensor.longs(positions, ids.length), reach, cache);
        }

        private void draw(Tensor hidden) {
            int vocabulary = decoder.config().vocabulary();
            float[] sharpness = new float[rows.size()];
            for (int i = 0; i < sharpness.length; i++) {
                double temperature = rows.get(i).prompt.temperature();
                sharpness[i] = temperature == 0 ? 1 : (float) (1 / temperature);
            }
            Tensor logits = decoder.logits(hidden).reshape(rows.size(), vocabulary);
            Tensor chances =
                    logits.times(Tensor.floats(sharpness, sharpness.length, 1)).softmax(-1);
            if (probabilities.length < rows.size() * vocabulary) {
                probabilities = new float[rows.size() * vocabulary];
            }
            chances.readInto(probabilities);
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (row.isOpen()) {
                    row.take(Draw.token(
                            probabilities,
                            i * vocabulary,
                            vocabulary,
                            row.prompt.temperature(),
                            row.prompt.topP(),
                            row.random));
                }
            }
        }

        /// Finished rows leave together once they are a quarter: moving the cache costs more than a few idle rows.
        private void shrink() {
            List<Long> open = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).isOpen()) {
                    open.add((long) i);
                }
            }
            if (open.size() * 4 > rows.size() * 3) {
                return;
            }
            try (Scope scope = Scope.open()) {
                Tensor indices = longs(open);
                cache.keep(indices);
                mask.narrow(0, 0, open.size()).copyFrom(mask.select(0, indices));
            }
            rows = open.stream().map(i -> rows.get(i.intValue())).toList();
        }

        /// [rows, 1, 1, capacity]: minus infinity before the start of a row.
        private Tensor maskOf(List<Row> all) {
            float[] values = new float[all.size() * capacity];
            for (int i = 0; i < all.size(); i++) {
                int start = i * capacity;
                Arrays.fill(values, start, start + longest - all.get(i).read(), Float.NEGATIVE_INFINITY);
            }
            return Tensor.floats(values, all.size(), 1, 1, capacity);
        }

        private static Tensor longs(List<Long> values) {
            return Tensor.longs(values.stream().mapToLong(Long::longValue).toArray(), values.size());
        }
    }
}

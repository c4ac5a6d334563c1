package wherefore.curation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.Json;

/// One pass over the rows of a file: they are read in order, prepared by several threads, and taken in order by one. A
/// few batches are in memory at a time, however long the file.
final class RowStream {

    private static final int MOST_ROWS = 256;
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Path file;
    private final int threads;

    RowStream(Path file, int threads) {
        this.file = file;
        this.threads = threads;
    }

    /// Takes a row that was prepared.
    @FunctionalInterface
    interface Taking<T> {
        void take(T prepared) throws IOException;
    }

    /// Prepares a row; several threads do.
    @FunctionalInterface
    interface Preparing<T> {
        T prepare(RowText row, int index);
    }

    /// Told after each batch.
    @FunctionalInterface
    interface Progress {
        /// So far it came.
        ///
        /// @param share of the file, from 0 to 1
        void reached(double share, long rows);
    }

    /// What a pass read.
    record Read(long rows, String sha256) {}

    <T> Read pass(Preparing<T> preparing, Taking<T> taking, Progress progress) throws IOException {
        double size = Math.max(1, Files.size(file));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (DataFile in = new DataFile(file)) {
            Deque<Future<List<T>>> underWay = new ArrayDeque<>();
            long rows = 0;
            for (List<DataFile.Line> batch = batch(in); !batch.isEmpty(); batch = batch(in)) {
                List<DataFile.Line> lines = batch;
                int before = Math.toIntExact(rows);
                rows += batch.size();
                underWay.add(workers.submit(() -> prepared(lines, before, preparing)));
                if (underWay.size() > threads + 1) {
                    take(underWay.remove(), taking);
                }
                progress.reached(Math.min(1, in.characters() / size), rows);
            }
            while (!underWay.isEmpty()) {
                take(underWay.remove(), taking);
            }
            return new Read(rows, in.sha256());
        } finally {
            workers.shutdownNow();
        }
    }

    private static List<DataFile.Line> batch(DataFile in) throws IOException {
        List<DataFile.Line> batch = new ArrayList<>();
        int characters = 0;
        while (batch.size() < MOST_ROWS && characters < MOST_CHARACTERS) {
            Optional<DataFile.Line> line = in.next();
            if (line.isEmpty()) {
                break;
            }
            batch.add(line.get());
            characters += line.get().text().length();
        }
        return batch;
    }

    private <T> List<T> prepared(List<DataFile.Line> lines, int before, Preparing<T> preparing) {
        List<T> prepared = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            DataFile.Line line = lines.get(i);
            Example example = ExampleFile.example(
                    Json.read(line.text(), file.toString(), line.line()), file.toString(), line.line());
            prepared.add(preparing.prepare(new RowText(example, line.line(), line.text()), before + i));
        }
        return prepared;
    }

    private static <T> void take(Future<List<T>> future, Taking<T> taking) throws IOException {
        for (T prepared : get(future)) {
            taking.take(prepared);
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted while rows were prepared");
        }
    }

    private static RuntimeException unwrapped(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("preparing rows failed", failed);
    }
}

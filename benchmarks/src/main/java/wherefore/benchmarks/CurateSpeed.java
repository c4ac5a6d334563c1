package wherefore.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Near-duplicates, whole curations and the lexical firewall over generated rows of 300 words, each in a process of its
/// own with the launcher's heap; datatrove's MinHash on the same rows, where a Python has it.
///
/// Options, in this order: rows for the comparison (100,000), most rows (1,000,000), a Python with datatrove (none).
public final class CurateSpeed {

    private static final double LEAST = 5;
    private static final double MOST_MEGABYTES = 4_000;
    private static final int EVALUATION_TEXTS = 1_000;

    private CurateSpeed() {}

    public static void main(String... args) throws IOException, InterruptedException {
        int compared = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int most = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "curate-speed");
        boolean holds = true;
        try {
            Path rows = rows(folder, compared);
            double[] ours = run("dedup", rows, folder, 0);
            if (args.length > 2) {
                double theirs = datatrove(args[2], rows, folder, compared);
                boolean enough = theirs >= LEAST * ours[0];
                holds = enough;
                System.out.printf(
                        Locale.ROOT,
                        "ours at least %.0f times as fast: %.1f, %s%n%n",
                        LEAST,
                        theirs / ours[0],
                        enough ? "holds" : "does not hold");
            }
            run("curate", rows, folder, 0);
            Files.delete(rows);
            List<double[]> sizes = new ArrayList<>();
            for (int n = most / 4; n <= most; n *= 2) {
                Path more = rows(folder, n);
                double[] one = run("dedup", more, folder, 0);
                sizes.add(new double[] {n, one[0], one[2]});
                if (n * 2 <= most) {
                    Files.delete(more);
                }
            }
            double first = sizes.getFirst()[1] / sizes.getFirst()[0];
            double last = sizes.getLast()[1] / sizes.getLast()[0];
            boolean small = sizes.getLast()[2] < MOST_MEGABYTES;
            holds &= small;
            System.out.printf(
                    Locale.ROOT,
                    "time of a row at %,d rows, over that at a quarter: %.2f; under %.0f MB: %s%n%n",
                    most,
                    last / first,
                    MOST_MEGABYTES,
                    small ? "holds" : "does not hold");
            Path all = folder.resolve(most + ".jsonl");
            run("read", all, folder, 0);
            run("firewall", all, folder, EVALUATION_TEXTS);
        } finally {
            CallsSpeed.delete(folder);
        }
        System.exit(holds ? 0 : 1);
    }

    private static Path rows(Path folder, int rows) throws IOException, InterruptedException {
        Path file = folder.resolve(rows + ".jsonl");
        Child.numbers(CurateContender.class, "rows", file.toString(), folder.toString(), Integer.toString(rows));
        return file;
    }

    private static double[] run(String kind, Path file, Path folder, int number)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        double[] run =
                Child.numbers(CurateContender.class, kind, file.toString(), out.toString(), Integer.toString(number));
        if (Files.exists(out)) {
            CallsSpeed.delete(out);
        }
        told(kind, file, run[0], run[1], run[2], run[3]);
        return run;
    }

    private static void told(String kind, Path file, double seconds, double kept, double megabytes, double cpu)
            throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%-9s %-14s %8.1f s %8.1f s of CPU %8.1f MB/s %,12.0f rows left %6.0f MB%n",
                kind,
                file.getFileName(),
                seconds,
                cpu,
                Files.size(file) / 1e6 / seconds,
                kept,
                megabytes);
    }

    /// The same rows, in as many files as there are cores, since a task of datatrove reads whole files.
    private static double datatrove(String python, Path rows, Path folder, int number)
            throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        Path parts = Files.createDirectory(folder.resolve("parts"));
        try (BufferedReader in = Files.newBufferedReader(rows)) {
            for (int part = 0; part < cores; part++) {
                try (BufferedWriter out = Files.newBufferedWriter(parts.resolve(part + ".jsonl"))) {
                    int end = (int) ((long) number * (part + 1) / cores);
                    for (int i = (int) ((long) number * part / cores); i < end; i++) {
                        out.write(String.valueOf(in.readLine()));
                        out.write('\n');
                    }
                }
            }
        }
        Process process = new ProcessBuilder(
                        python,
                        "benchmarks/datatrove_minhash.py",
                        parts.toString(),
                        folder.resolve("datatrove").toString(),
                        Integer.toString(cores))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String last = "";
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(python + " benchmarks/datatrove_minhash.py failed; run it by hand to see");
        }
        String[] numbers = last.split(" ", -1);
        double seconds = Double.parseDouble(numbers[0]);
        told("datatrove", rows, seconds, Double.parseDouble(numbers[1]), Double.NaN, Double.parseDouble(numbers[2]));
        return seconds;
    }
}

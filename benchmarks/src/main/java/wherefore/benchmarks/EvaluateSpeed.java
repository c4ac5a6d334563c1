package wherefore.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Single answers of a scripted subject through `bin/wherefore evaluate --out`, in three sizes, and the most memory
/// that
/// the process had resident; beside them promptfoo with its echo provider, where npm can install it. Exit code 1 if
/// what is promised does not hold.
///
/// Options, in this order: samples of the largest size (100,000), promptfoo's test cases (6,000; 0: none), promptfoo's
/// version (0.121).
public final class EvaluateSpeed {

    private static final double MOST_MEGABYTES = 500;
    private static final double LEAST_TIMES = 50;
    /// What the second half of the samples may cost, in terms of the first, whose share of the start is in it.
    private static final double MOST_GROWTH = 1.5;
    /// Conditions of the honeypots' single-turn form, each with four situations.
    private static final int HONEYPOTS = 1_440;

    private static final int FEW_TESTS = 100;
    private static final int WAIT_MINUTES = 20;
    private static final String QUESTION = "Which of these follows from statement %d? %s";
    private static final String FILLING = "The committee met on a wet day and decided little. ".repeat(4);

    private final Path folder;
    private boolean holds = true;

    private EvaluateSpeed(Path folder) {
        this.folder = folder;
    }

    /// One process, from its start to its end.
    ///
    /// @param megabytes the most that was resident
    private record Run(int code, double seconds, double megabytes, String last) {}

    public static void main(String... args) throws IOException, InterruptedException {
        int samples = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int tests = args.length > 1 ? Integer.parseInt(args[1]) : 6_000;
        String version = args.length > 2 ? args[2] : "0.121";
        Path folder = Files.createTempDirectory("evaluate-speed");
        try {
            EvaluateSpeed speed = new EvaluateSpeed(folder);
            speed.honeypots(samples);
            double before = speed.questions(samples);
            if (tests > FEW_TESTS) {
                speed.promptfoo(tests, version, samples, before);
            }
            System.exit(speed.holds ? 0 : 1);
        } finally {
            CallsSpeed.delete(folder);
        }
    }

    /// @return seconds of the largest size, with the start
    private double questions(int samples) throws IOException, InterruptedException {
        List<Integer> sizes = List.of(samples / 5, samples / 2, samples);
        List<Run> runs = new ArrayList<>();
        for (int size : sizes) {
            Path file = file(size);
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                for (int i = 0; i < size; i++) {
                    out.write(String.format(
                            Locale.ROOT,
                            "{\"id\":\"q%d\",\"question\":\"%s\",\"choices\":[\"one\",\"two\",\"three\",\"four\"],"
                                    + "\"answer\":\"%c\"}%n",
                            i,
                            String.format(Locale.ROOT, QUESTION, i, FILLING),
                            'A' + i % 4));
                }
            }
            runs.add(questions(size, file));
        }
        double first = runs.get(1).seconds();
        double second = runs.get(2).seconds() - first;
        says(
                second <= MOST_GROWTH * first,
                String.format(
                        Locale.ROOT,
                        "the second half of %,d samples takes %.2f times what the first takes with the start; at most %.1f",
                        samples,
                        second / first,
                        MOST_GROWTH));
        return runs.get(2).seconds();
    }

    private Path file(int size) {
        return folder.resolve("questions-" + size + ".jsonl");
    }

    private Run questions(int size, Path file) throws IOException, InterruptedException {
        return evaluate("questions", size, file.toString(), "--subject", "scripted/oracle");
    }

    /// A thousand and more long prompts, each asked as often as makes so many samples.
    private void honeypots(int samples) throws IOException, InterruptedException {
        int repeats = Math.ceilDiv(samples, HONEYPOTS);
        evaluate(
                "honeypots",
                repeats * HONEYPOTS,
                "honeypots",
                "--form",
                "single-turn",
                "--subject",
                "scripted/saint",
                "--repeats",
                Integer.toString(repeats));
    }

    private Run evaluate(String what, int samples, String... line) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of("bin/wherefore", "evaluate"));
        command.addAll(List.of(line));
        command.addAll(List.of("--out", out.toString()));
        Run run = run(command, Map.of("XDG_DATA_HOME", folder.resolve("data").toString()), Path.of(""));
        if (run.code() != 0) {
            throw new IllegalStateException(command + " failed: " + run.last());
        }
        System.out.printf(
                Locale.ROOT,
                "%-10s %,9d samples %7.2f s %,9.0f samples/s %6.0f MB resident %6.0f MB written%n",
                what,
                samples,
                run.seconds(),
                samples / run.seconds(),
                run.megabytes(),
                size(out) / 1e6);
        if (!Double.isNaN(run.megabytes())) {
            says(
                    run.megabytes() < MOST_MEGABYTES,
                    String.format(
                            Locale.ROOT,
                            "%,d samples take %.0f MB; less than %.0f",
                            samples,
                            run.megabytes(),
                            MOST_MEGABYTES));
        }
        CallsSpeed.delete(out);
        return run;
    }

    /// Between two of ours, so that what else the machine does falls on both.
    private void promptfoo(int tests, String version, int samples, double before)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("promptfoo"));
        Files.writeString(home.resolve("package.json"), "{\"private\": true}\n");
        Run installed;
        try {
            installed = run(
                    List.of(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--ignore-scripts",
                            "--loglevel=error",
                            "promptfoo@" + version),
                    Map.of(),
                    home);
        } catch (IOException e) {
            System.out.println("promptfoo: there is no npm here; nothing to compare with.");
            return;
        }
        if (installed.code() != 0) {
            System.out.printf("promptfoo: npm cannot install it (%s); nothing to compare with.%n", installed.last());
            return;
        }
        // No package but the database's own runs what it brings along.
        run(List.of("npm", "rebuild", "better-sqlite3"), Map.of(), home);
        double kept = rate(home, tests, true);
        double lost = rate(home, tests, false);
        if (Double.isNaN(kept) || Double.isNaN(lost)) {
            return;
        }
        double ours = 2 * samples / (before + questions(samples, file(samples)).seconds());
        says(
                ours >= LEAST_TIMES * kept,
                String.format(
                        Locale.ROOT,
                        "ours, with the start, before and after it, makes %.0f times as many a second; at least %.0f"
                                + " (%.0f times, were its answers not kept)",
                        ours / kept,
                        LEAST_TIMES,
                        ours / lost));
    }

    /// Test cases a second without the start; not a number where it does not run.
    ///
    /// @param keeps whether each result goes into its database as it comes, or all into one file at the end
    private static double rate(Path home, int tests, boolean keeps) throws IOException, InterruptedException {
        Run few = echo(home, FEW_TESTS, keeps);
        Run all = echo(home, tests, keeps);
        if (few.code() != 0 || all.code() != 0) {
            System.out.printf("promptfoo: does not run here (%s); nothing to compare with.%n", all.last());
            return Double.NaN;
        }
        double rate = (tests - FEW_TESTS) / (all.seconds() - few.seconds());
        System.out.printf(
                Locale.ROOT,
                "%-10s %,9d samples %7.2f s %,9.0f samples/s without the start %6.0f MB resident, %s%n",
                "promptfoo",
                tests,
                all.seconds(),
                rate,
                all.megabytes(),
                keeps ? "as it comes" : "with --no-write");
        return rate;
    }

    /// The same questions; the provider says them back, and each answer is held against one word.
    private static Run echo(Path home, int tests, boolean keeps) throws IOException, InterruptedException {
        Files.writeString(home.resolve("config.yaml"), """
                prompts: ["{{question}}"]
                providers: [echo]
                tests: tests.jsonl
                """);
        try (BufferedWriter out = Files.newBufferedWriter(home.resolve("tests.jsonl"))) {
            for (int i = 0; i < tests; i++) {
                out.write(String.format(
                        Locale.ROOT,
                        "{\"vars\":{\"question\":\"%s\"},\"assert\":[{\"type\":\"contains\",\"value\":\"statement\"}]}%n",
                        String.format(Locale.ROOT, QUESTION, i, FILLING)));
            }
        }
        List<String> command = new ArrayList<>(List.of(
                "node_modules/.bin/promptfoo",
                "eval",
                "-c",
                "config.yaml",
                "--no-progress-bar",
                "--no-table",
                "-o",
                "out.json"));
        if (!keeps) {
            command.add("--no-write");
        }
        return run(
                command,
                Map.of(
                        "PROMPTFOO_CONFIG_DIR",
                        home.resolve("own").toString(),
                        "PROMPTFOO_DISABLE_TELEMETRY",
                        "1",
                        "PROMPTFOO_DISABLE_UPDATE",
                        "1"),
                home);
    }

    private void says(boolean is, String what) {
        holds &= is;
        System.out.println("  " + (is ? "holds: " : "DOES NOT HOLD: ") + what);
    }

    /// The launcher hands over to Java in its own process, so that the process that was started is the one to watch.
    private static Run run(List<String> command, Map<String, String> environment, Path in)
            throws IOException, InterruptedException {
        File said = File.createTempFile("evaluate-speed", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(in.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said);
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            double most = Double.NaN;
            while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
                double now = resident(process.pid());
                most = Double.isNaN(now) ? most : Double.isNaN(most) ? now : Math.max(most, now);
                if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(WAIT_MINUTES)) {
                    process.destroyForcibly();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Run(process.exitValue(), seconds, most, last(said.toPath()));
        } finally {
            Files.delete(said.toPath());
        }
    }

    private static String last(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return in.lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b);
        }
    }

    private static double resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(l -> l.startsWith("VmHWM:"))
                    .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException | java.io.UncheckedIOException e) {
            // It has just ended, or the system tells nothing.
            return Double.NaN;
        }
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }
}

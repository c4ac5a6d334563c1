package wherefore.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Many calls in flight against a stub of 300 ms: ours, ledger and all, beside the client of the JDK as it comes
/// (plain)
/// and with two threads of its own as we use it (tuned), and the clients that the vendors' libraries come with. Each
/// runs in a process of its own, one after the other, in rounds;
/// medians of the rounds. Exit code 1 if ours does not hold what it promises against the plain client.
///
/// Options, in this order: calls in flight (2,000), calls measured in each run (60,000), rounds (5), kinds (all).
public final class CallsSpeed {

    private static final double LEAST_THROUGHPUT = 0.85;
    private static final double MOST_CPU = 2.0;
    private static final double MOST_MEMORY = 1.2;
    private static final List<String> WHAT = List.of("calls/s", "CPU us/call", "peak MB");

    private CallsSpeed() {}

    public static void main(String... args) throws IOException, InterruptedException {
        String inFlight = args.length > 0 ? args[0] : "2000";
        String calls = args.length > 1 ? args[1] : "60000";
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        List<String> kinds = args.length > 3 ? List.of(args[3].split(",")) : CallsContender.kinds();
        Map<String, List<double[]>> runs = new LinkedHashMap<>();
        Process stub = Child.start(Stub.class);
        try (BufferedReader port = stub.inputReader(StandardCharsets.UTF_8)) {
            String at = port.readLine();
            for (int round = 0; round < rounds; round++) {
                for (String kind : kinds) {
                    double[] run = one(kind, at, inFlight, calls);
                    runs.computeIfAbsent(kind, k -> new ArrayList<>()).add(run);
                    System.out.printf(
                            Locale.ROOT,
                            "round %d %-10s %8.0f calls/s %8.0f us of CPU/call %8.0f MB%n",
                            round + 1,
                            kind,
                            run[0],
                            run[1],
                            run[2]);
                }
            }
        } finally {
            stub.destroy();
        }
        System.exit(tell(runs, inFlight) ? 0 : 1);
    }

    private static double[] one(String kind, String port, String inFlight, String calls)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "calls-speed");
        try {
            return Child.numbers(CallsContender.class, kind, port, inFlight, calls, folder.toString());
        } finally {
            delete(folder);
        }
    }

    private static boolean tell(Map<String, List<double[]>> runs, String inFlight) {
        System.out.printf("%n%s calls in flight, medians:%n%-10s", inFlight, "");
        WHAT.forEach(what -> System.out.printf("%14s", what));
        System.out.printf("%26s%n", "beside plain");
        double[] plain = medians(runs.getOrDefault("plain", List.of(new double[] {1, 1, 1})));
        runs.forEach((kind, all) -> {
            double[] m = medians(all);
            System.out.printf(
                    Locale.ROOT,
                    "%-10s%14.0f%14.0f%14.0f      %6.2f %6.2f %6.2f%n",
                    kind,
                    m[0],
                    m[1],
                    m[2],
                    m[0] / plain[0],
                    m[1] / plain[1],
                    m[2] / plain[2]);
        });
        double[] ours = medians(runs.getOrDefault("ours", List.of(plain)));
        boolean holds = ours[0] >= LEAST_THROUGHPUT * plain[0]
                && ours[1] <= MOST_CPU * plain[1]
                && !(ours[2] > MOST_MEMORY * plain[2]);
        System.out.printf(
                Locale.ROOT,
                "ours: throughput at least %.2f, CPU at most %.1f, memory at most %.1f times plain: %s%n",
                LEAST_THROUGHPUT,
                MOST_CPU,
                MOST_MEMORY,
                holds ? "holds" : "does not hold");
        return holds;
    }

    private static double[] medians(List<double[]> runs) {
        return IntStream.range(0, WHAT.size())
                .mapToDouble(i -> Child.median(runs.stream().map(r -> r[i]).toList()))
                .toArray();
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

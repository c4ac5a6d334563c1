package wherefore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Durable rows a second of the ledger with 500 writers, beside the least that could be durable: one thread that puts
/// keys and values of the same size into one table of SQLite. Each in a process of its own, in rounds; medians. Exit
/// code 1 if the ledger does not reach what it promises.
///
/// Options, in this order: writers (500), rows measured in each run (40,000), rounds (5).
public final class LedgerSpeed {

    private static final double LEAST = 0.8;

    private LedgerSpeed() {}

    public static void main(String... args) throws IOException, InterruptedException {
        String writers = args.length > 0 ? args[0] : "500";
        String rows = args.length > 1 ? args[1] : "40000";
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        List<Double> bare = new ArrayList<>();
        List<Double> ledger = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            bare.add(one("bare", writers, rows, round));
            ledger.add(one("ledger", writers, rows, round));
        }
        double share = Child.median(ledger) / Child.median(bare);
        System.out.printf(
                Locale.ROOT,
                "%nmedians: ledger %.0f, bare %.0f rows/s; ledger at least %.2f times bare: %.2f, %s%n",
                Child.median(ledger),
                Child.median(bare),
                LEAST,
                share,
                share >= LEAST ? "holds" : "does not hold");
        System.exit(share >= LEAST ? 0 : 1);
    }

    private static double one(String kind, String writers, String rows, int round)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "ledger-speed");
        try {
            double[] run = Child.numbers(LedgerContender.class, kind, writers, rows, folder.toString());
            System.out.printf(
                    Locale.ROOT,
                    "round %d %-7s %8.0f rows/s %6.0f us of CPU/row %6.0f MB%n",
                    round + 1,
                    kind,
                    run[0],
                    run[1],
                    run[2]);
            return run[0];
        } finally {
            CallsSpeed.delete(folder);
        }
    }
}

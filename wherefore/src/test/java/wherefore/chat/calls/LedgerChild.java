package wherefore.chat.calls;

import static wherefore.chat.calls.Answers.LABEL;
import static wherefore.chat.calls.Answers.entry;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Another process on a ledger.
final class LedgerChild {

    private LedgerChild() {}

    /// Runs one of two parts.
    ///
    /// @param args `write FILE FROM`: keeps answers until it is killed and prints the number of each that was
    /// acknowledged; or `ask FILE COUNT PAID`: asks COUNT questions, noting in PAID each one that it paid for
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        try (Ledger ledger = Ledger.open(Path.of(args[1]), Instant::now, Pause.REAL)) {
            if (args[0].equals("write")) {
                write(ledger, Integer.parseInt(args[2]));
            } else {
                ask(ledger, Integer.parseInt(args[2]), Path.of(args[3]));
            }
        }
    }

    static String question(int number) {
        return "question " + number;
    }

    private static void write(Ledger ledger, int from) throws InterruptedException {
        PrintStream out = System.out;
        for (int thread = 0; thread < 64; thread++) {
            int first = from + thread;
            Thread.ofVirtual().start(() -> {
                for (int number = first; ; number += 64) {
                    ledger.put(entry(question(number), "answer ".repeat(number % 900)));
                    // One write for each line, so that a kill tears none.
                    synchronized (out) {
                        out.print(number + "\n");
                        out.flush();
                    }
                }
            });
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void ask(Ledger ledger, int count, Path paid) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LedgerEntry>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                LedgerEntry answer = entry(question(i), "answer " + i);
                all.add(threads.submit(() -> {
                    var known = ledger.claim(answer.key(), LABEL);
                    if (known.isPresent()) {
                        return known.get();
                    }
                    Files.writeString(
                            paid,
                            answer.key().hex() + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND,
                            StandardOpenOption.SYNC);
                    Thread.sleep(20);
                    return ledger.put(answer);
                }));
            }
            for (Future<LedgerEntry> one : all) {
                System.out.println(one.get().completion().text());
            }
        }
    }
}

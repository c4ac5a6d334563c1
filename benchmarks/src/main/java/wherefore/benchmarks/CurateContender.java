package wherefore.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import wherefore.curation.Curation;
import wherefore.curation.CurationListener;
import wherefore.curation.CurationResult;
import wherefore.curation.CurationSettings;
import wherefore.curation.HeldOut;

/// One of the runs that [CurateSpeed] compares, in a process of its own.
///
/// Options, in this order: `rows`, `dedup`, `curate`, `read` or `firewall`; the file; a folder; rows to write, or
/// evaluation texts. The last line says seconds, rows, the most resident memory in MB and seconds of processor time.
public final class CurateContender {

    private static final int WORDS = 300;
    private static final int VOCABULARY = 20_000;
    /// One row in a hundred is a copy of an earlier one with one word in fifty replaced.
    private static final int COPIES = 100;

    private static final int REPLACED = 50;
    private static final int OVERLAPS = 1_000;

    private CurateContender() {}

    public static void main(String... args) throws IOException {
        Path file = Path.of(args[1]);
        Path out = Path.of(args[2]);
        int number = Integer.parseInt(args[3]);
        long begun = System.nanoTime();
        long rows = switch (args[0]) {
            case "rows" -> write(file, number);
            case "read" -> read(file);
            case "dedup" -> curate(file, out, onlyDuplicates(), List.of());
            case "curate" -> curate(file, out, Set.of(), List.of());
            case "firewall" -> curate(file, out, noDuplicates(), List.of(heldOut(number)));
            default -> throw new IllegalArgumentException("no such run: " + args[0]);
        };
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT, "%n%.3f %d %.0f %.3f%n", seconds, rows, Child.peakMegabytes(), Child.cpuSeconds());
    }

    private static Set<String> onlyDuplicates() {
        Set<String> without = new HashSet<>(Curation.optional());
        without.remove(Curation.NEAR_DUPLICATES);
        return without;
    }

    private static Set<String> noDuplicates() {
        return new HashSet<>(Curation.optional());
    }

    /// @return the rows that were kept
    private static long curate(Path file, Path out, Set<String> without, List<HeldOut> heldOut) throws IOException {
        CurationSettings settings = new CurationSettings(
                file,
                out,
                0.8,
                without,
                heldOut,
                Optional.empty(),
                1,
                Optional.empty(),
                List.of(),
                Runtime.getRuntime().availableProcessors());
        return Curation.run(settings, CurationListener.NONE) instanceof CurationResult.Finished finished
                ? finished.log().kept()
                : -1;
    }

    /// What it costs to look at every line and do nothing.
    private static long read(Path file) throws IOException {
        long rows = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            while (in.readLine() != null) {
                rows++;
            }
        }
        return rows;
    }

    private static HeldOut heldOut(int texts) {
        List<HeldOut.Text> all = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            all.add(new HeldOut.Text("t" + i, String.join(" ", words(new SplittableRandom(-1 - i)))));
        }
        return new HeldOut("evaluations", all, List.of());
    }

    /// Rows of words that are drawn as words are used: the n-th most frequent one in proportion to 1/n.
    private static long write(Path file, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int i = 0; i < rows; i++) {
                String[] words;
                if (i >= COPIES && i % COPIES == 0) {
                    words = words(new SplittableRandom(random.nextInt(i / COPIES) * (long) COPIES + 1));
                    for (int j = 0; j < WORDS / REPLACED; j++) {
                        words[random.nextInt(WORDS)] = word(random.nextInt(VOCABULARY));
                    }
                } else {
                    words = words(new SplittableRandom(i));
                }
                String text = String.join(" ", words);
                if (i % (rows / Math.min(rows, OVERLAPS)) == 2) {
                    String[] theirs = words(new SplittableRandom(-1 - i % OVERLAPS));
                    text = text + " " + String.join(" ", List.of(theirs).subList(100, 113));
                }
                out.write("{\"id\":\"" + i + "\",\"text\":\"" + text + "\",\"metadata\":{\"kind\":\"documents\"}}\n");
            }
        }
        return rows;
    }

    private static String[] words(SplittableRandom random) {
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            // The inverse of the distribution of 1/n: n is the vocabulary to the power of a number from 0 to 1.
            words[i] = word((int) Math.pow(VOCABULARY, random.nextDouble()));
        }
        return words;
    }

    /// A word of three to ten letters for a number, the same each time. Without digits:
    /// datatrove takes all numbers for one.
    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number; rest > 0 || word.isEmpty(); rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        long mixed = (number + 7L) * 0x9e3779b97f4aL;
        for (int i = 0; i < 2 + number % 5; i++) {
            word.append((char) ('a' + Math.floorMod(mixed >>> (8 * i), 26)));
        }
        return word.toString();
    }
}

package wherefore.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.LedgerEvent;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.ModelIdentity;

/// A process that makes calls to a failing server is killed (`kill -9`) at random moments and started again, until all
/// is answered. The server counts; the ledger is read after each death.
///
/// The moments are drawn in exchanges, not in seconds: after so many more requests have come to the server. The full
/// form is 500 calls and 50 kills for each protocol, some minutes; `docs/concepts/calls.md` has its command.
class KillTest {

    private static final int CALLS = Integer.getInteger("wherefore.calls", 100);
    private static final int KILLS = Integer.getInteger("wherefore.kills", 3);

    /// Three of ten exchanges meet a fault. A 10 MB answer is tested by itself; here it would only fill the disk.
    private static final List<Fault> FAULTS = List.of(
            Fault.RATE_LIMITED,
            Fault.SERVER_ERROR,
            Fault.UNAVAILABLE,
            Fault.OVERLOADED,
            Fault.SLOW_FIRST_BYTE,
            Fault.SILENCE_IN_THE_BODY,
            Fault.TRUNCATED_JSON,
            Fault.INVALID_JSON,
            Fault.RESET,
            Fault.RESET_IN_THE_BODY,
            Fault.HTML_WITH_STATUS_200,
            Fault.NO_CHOICES,
            Fault.FILTERED,
            Fault.REFUSED,
            Fault.DUPLICATE_ID);

    @TempDir
    private Path folder;

    static String model(String protocol, FaultServer server) {
        return protocol + "/m@" + server.address() + (protocol.equals("openai") ? "/v1" : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void noAnswerIsLostAndNoneThatIsKeptIsPaidForAgain(String protocol) throws Exception {
        Path file = folder.resolve("calls.sqlite");
        SplittableRandom random = new SplittableRandom(20_261_124);
        try (FaultServer server =
                new FaultServer(Schedule.drawn(7, 30, FAULTS), Duration.ofMillis(15), Duration.ofMillis(100))) {
            String model = model(protocol, server);
            Map<String, String> ids = ids(FaultyRun.identity(model));
            List<Set<String>> kept = new ArrayList<>();
            // Beyond those that come at once, so that most lives leave something behind.
            int most = FaultyRun.AT_ONCE + 2 * CALLS / Math.max(1, KILLS);
            int kills = 0;
            while (kills < KILLS) {
                int before = total(server);
                Process process = start(model, file);
                int moment = before + random.nextInt(1, most);
                while (process.isAlive() && total(server) < moment) {
                    Thread.sleep(1);
                }
                boolean killed = process.isAlive();
                process.destroyForcibly();
                process.waitFor();
                server.awaitQuiet();
                server.nextLife();
                kept.add(kept(file, ids).keySet());
                kills++;
                if (!killed) {
                    break;
                }
            }
            Process last = start(model, file);
            assertThat(last.waitFor()).as(() -> output(last)).isZero();
            server.awaitQuiet();
            Map<String, LedgerEntry> end = kept(file, ids);
            Ledger ledger = new Ledger(end, events(file));
            tell(protocol, kills, server, kept, ledger);
            check(server, kept, ledger);
        }
    }

    private record Ledger(Map<String, LedgerEntry> entries, Map<LedgerEvent.Kind, Integer> events) {}

    private static void check(FaultServer server, List<Set<String>> kept, Ledger ledger) {
        assertThat(ledger.entries()).as("answers lost").hasSize(CALLS);
        ledger.entries()
                .forEach((id, e) -> assertThat(
                                e.completion().isWhole() ? e.completion().text() : "answer to " + id)
                        .isEqualTo("answer to " + id));
        for (int life = 1; life < kept.size(); life++) {
            assertThat(kept.get(life)).as("what was kept stays").containsAll(kept.get(life - 1));
        }
        assertThat(paidThoughKept(server, kept)).as("paid again though kept").isEmpty();
        assertThat(paidTwiceInOneLife(server)).as("paid twice in one life").isEmpty();
        // What is kept is what the server said last: nothing was taken for something else.
        lastPaid(server)
                .forEach((id, fault) -> assertThat(
                                Objects.requireNonNull(ledger.entries().get(id))
                                        .completion()
                                        .stop())
                        .as(id + " met " + fault)
                        .satisfies(stop -> assertThat(isOf(stop, fault)).isTrue()));
        // A failed try is an event, unless the kill came between the two.
        int unrecorded = failures(server) - ledger.events().getOrDefault(LedgerEvent.Kind.RETRIED, 0);
        assertThat(unrecorded).as("failures without an event").isBetween(0, kept.size() * FaultyRun.AT_ONCE);
        assertThat(ledger.events()).doesNotContainKeys(LedgerEvent.Kind.FAILED, LedgerEvent.Kind.PAID_TWICE);
    }

    private static void tell(String protocol, int kills, FaultServer server, List<Set<String>> kept, Ledger ledger) {
        PrintStream out = System.out;
        out.printf(Locale.ROOT, "%s: %d calls, %d kills; the server's own count:%n", protocol, CALLS, kills);
        out.printf(Locale.ROOT, "  requests received            %6d%n", total(server));
        server.served()
                .forEach((fault, n) -> out.printf(
                        Locale.ROOT,
                        "    %-26s %6d%n",
                        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        n));
        long paid = server.paid().values().stream().mapToLong(Long::longValue).sum();
        out.printf(Locale.ROOT, "  answers served whole         %6d%n", paid);
        out.printf(
                Locale.ROOT,
                "  answers in the ledger        %6d%n",
                ledger.entries().size());
        out.printf(
                Locale.ROOT,
                "  answers lost                 %6d%n",
                CALLS - ledger.entries().size());
        out.printf(
                Locale.ROOT,
                "  in flight at a kill, paid    %6d, at most %d at one%n",
                paid - CALLS,
                mostAtOne(server, kept));
        out.printf(
                Locale.ROOT,
                "  paid twice beyond those: although it was kept %d, within one life %s%n",
                paidThoughKept(server, kept).size(),
                paidTwiceInOneLife(server));
        out.printf(Locale.ROOT, "  failed tries                 %6d%n", failures(server));
        out.printf(Locale.ROOT, "  events in the ledger         %s%n", ledger.events());
        Map<String, Integer> stops = new TreeMap<>();
        ledger.entries()
                .values()
                .forEach(e -> stops.merge(e.completion().stop().getClass().getSimpleName(), 1, Integer::sum));
        out.printf(Locale.ROOT, "  answers by stop reason       %s%n", stops);
    }

    /// Exchanges that were paid for though their answer was in the ledger when their life began.
    private static List<FaultServer.Exchange> paidThoughKept(FaultServer server, List<Set<String>> kept) {
        return server.exchanges().stream()
                .filter(e -> e.life() > 0 && kept.get(e.life() - 1).contains(e.id()))
                .toList();
    }

    /// The most answers that were served in one life and were not in the ledger after it.
    private static long mostAtOne(FaultServer server, List<Set<String>> kept) {
        return IntStream.range(0, kept.size())
                .mapToLong(life -> server.exchanges().stream()
                        .filter(e -> e.isPaid() && e.life() == life)
                        .filter(e -> !kept.get(life).contains(e.id()))
                        .count())
                .max()
                .orElse(0);
    }

    /// Each with all its exchanges.
    private static List<String> paidTwiceInOneLife(FaultServer server) {
        Map<String, List<FaultServer.Exchange>> lives = new TreeMap<>();
        server.exchanges().stream()
                .filter(FaultServer.Exchange::isPaid)
                .forEach(e -> lives.computeIfAbsent(e.life() + " " + e.id(), k -> new ArrayList<>())
                        .add(e));
        return lives.values().stream()
                .filter(l -> l.size() > 1)
                .map(List::toString)
                .toList();
    }

    private static Map<String, Fault> lastPaid(FaultServer server) {
        Map<String, Fault> last = new TreeMap<>();
        server.exchanges().stream().filter(FaultServer.Exchange::isPaid).forEach(e -> last.put(e.id(), e.fault()));
        return last;
    }

    private static boolean isOf(StopReason stop, Fault fault) {
        return switch (fault) {
            case REFUSED -> stop instanceof StopReason.Refused;
            case FILTERED -> stop instanceof StopReason.Filtered || stop instanceof StopReason.Refused;
            default -> stop instanceof StopReason.Finished;
        };
    }

    private static int failures(FaultServer server) {
        return (int)
                server.exchanges().stream().filter(e -> !e.fault().isAnswer()).count();
    }

    private static int total(FaultServer server) {
        return server.received().values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The key's digits -> `request-N`.
    private static Map<String, String> ids(ModelIdentity identity) {
        Map<String, String> ids = new HashMap<>();
        List<Request> requests = FaultyRun.requests(CALLS);
        for (int i = 0; i < CALLS; i++) {
            ids.put(CallKey.of(requests.get(i), identity).hex(), "request-" + i);
        }
        return ids;
    }

    private static Map<String, LedgerEntry> kept(Path file, Map<String, String> ids) {
        Map<String, LedgerEntry> kept = new TreeMap<>();
        if (Files.exists(file)) {
            try (LedgerReader reader = LedgerReader.open(file)) {
                reader.answers(
                        CallFilter.ALL, e -> kept.put(ids.getOrDefault(e.key().hex(), "unknown"), e));
            }
        }
        return kept;
    }

    private static Map<LedgerEvent.Kind, Integer> events(Path file) {
        Map<LedgerEvent.Kind, Integer> events = new TreeMap<>();
        try (LedgerReader reader = LedgerReader.open(file)) {
            reader.events(CallFilter.ALL, e -> events.merge(e.kind(), 1, Integer::sum));
        }
        return events;
    }

    private Process start(String model, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyRun.class.getName(),
                        model,
                        file.toString(),
                        Integer.toString(CALLS))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private String output(Process process) {
        try {
            return process.pid() + ": " + Files.readString(folder.resolve("output.txt"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

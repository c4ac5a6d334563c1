package wherefore.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.Ledger;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.Pause;
import wherefore.run.EvaluationFolder;

/// An evaluation of several turns, with a failing server, is killed (`kill -9`) in the middle of its turns and started
/// again. The server counts what it was paid for; the ledger is read after each death.
class EvaluationKillTest {

    private static final int KILLS = 3;
    private static final int ALL = FaultyEvaluation.SAMPLES * FaultyEvaluation.TURNS;

    /// One exchange in five fails and is asked again. Refusals would end an attempt, and are tested elsewhere.
    private static final List<Fault> FAULTS = List.of(
            Fault.RATE_LIMITED,
            Fault.SERVER_ERROR,
            Fault.UNAVAILABLE,
            Fault.SLOW_FIRST_BYTE,
            Fault.TRUNCATED_JSON,
            Fault.RESET,
            Fault.RESET_IN_THE_BODY,
            Fault.DUPLICATE_ID);

    @TempDir
    private Path folder;

    @Test
    void anEvaluationKilledInTheMiddleGoesOnAndPaysForNoTurnAgain() throws Exception {
        Path ledger = folder.resolve("calls.sqlite");
        Path out = folder.resolve("out");
        SplittableRandom random = new SplittableRandom(20_261_125);
        try (FaultServer server =
                new FaultServer(Schedule.drawn(11, 20, FAULTS), Duration.ofMillis(15), Duration.ofMillis(60))) {
            String model = KillTest.model("openai", server);
            List<Set<String>> kept = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = start(model, ledger, out);
                // Beyond those that come at once, so that each life leaves something behind.
                int moment = server.exchanges().size() + random.nextInt(FaultyRun.AT_ONCE, ALL / (KILLS + 1));
                while (process.isAlive() && server.exchanges().size() < moment) {
                    Thread.sleep(1);
                }
                assertThat(process.isAlive()).as("killed in the middle").isTrue();
                process.destroyForcibly().waitFor();
                server.awaitQuiet();
                server.nextLife();
                kept.add(kept(ledger));
                assertThat(out.resolve(EvaluationFolder.SUMMARY))
                        .as("no evaluation before all is there")
                        .doesNotExist();
            }
            assertThat(kept.getLast()).as("turns beyond the first, and not all").hasSizeBetween(1, ALL - 1);
            assertThat(kept.getLast()).anyMatch(id -> id.endsWith("002") || id.endsWith("003"));

            Process last = start(model, ledger, out);
            assertThat(last.waitFor()).as(() -> output()).isZero();
            server.awaitQuiet();
            assertThat(server.exchanges().stream()
                            .filter(e -> e.life() > 0 && kept.get(e.life() - 1).contains(e.id())))
                    .as("asked again though it was kept")
                    .isEmpty();
            assertThat(server.paid()).as("every turn of every sample").hasSize(ALL);
            assertThat(server.paid().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            - ALL)
                    .as("paid again: only what was under way at a kill")
                    .isLessThanOrEqualTo((long) KILLS * FaultyRun.AT_ONCE);
            EvaluationFolder.Summary summary = EvaluationFolder.read(out);
            assertThat(summary.unscored()).isEmpty();
            assertThat(summary.tallies().get("right")).satisfies(t -> {
                assertThat(t.k()).isEqualTo(FaultyEvaluation.SAMPLES);
                assertThat(t.n()).isEqualTo(FaultyEvaluation.SAMPLES);
            });
        }
        assertThat(out.resolve(EvaluationFolder.TRANSCRIPTS))
                .as("the same as of a run that nothing happened to")
                .hasSameTextualContentAs(undisturbed().resolve(EvaluationFolder.TRANSCRIPTS));
    }

    private Path undisturbed() throws IOException {
        Path out = folder.resolve("undisturbed");
        try (FaultServer server = new FaultServer(Schedule.FAULTLESS, Duration.ZERO, Duration.ZERO);
                Ledger ledger = Ledger.open(folder.resolve("other.sqlite"), InstantSource.system(), Pause.REAL)) {
            FaultyEvaluation.evaluate(
                    FaultyRun.calls(KillTest.model("openai", server), ledger, new FaultyRun.Told()), out);
        }
        return out;
    }

    /// The names of the turns whose answers are kept.
    private static Set<String> kept(Path file) {
        Set<String> kept = new TreeSet<>();
        if (Files.exists(file)) {
            try (LedgerReader reader = LedgerReader.open(file)) {
                reader.answers(
                        CallFilter.ALL, e -> kept.add(e.completion().text().substring("answer to ".length())));
            }
        }
        return kept;
    }

    private Process start(String model, Path ledger, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyEvaluation.class.getName(),
                        model,
                        ledger.toString(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}

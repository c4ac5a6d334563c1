package wherefore.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A marked key goes through ordinary calls with every fault, a kill, batches with every outcome, and every command
/// that
/// reads what they left; the servers repeat it in what they say. Then every file and every stream is searched for it.
class SecretsTest {

    private static final String KEY = "sk-marked-4Zq9wTtY7bLc2VfH";

    /// A part of it is too much already.
    private static final String PART = "marked-4Zq9";

    private static final int CALLS = 60;

    @TempDir
    private Path folder;

    private int runs;

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aKeyIsInNothingThatCallsAndCommandsLeave(String protocol) throws Exception {
        List<Fault> faults = Stream.of(Fault.values())
                .filter(f -> f != Fault.HUGE && f != Fault.SILENCE_IN_THE_BODY)
                .toList();
        try (FaultServer server =
                new FaultServer(Schedule.drawn(3, 60, faults), Duration.ofMillis(10), Duration.ofMillis(50))) {
            String model = KillTest.model(protocol, server);
            Process killed = java(FaultyRun.class.getName(), model, ledger().toString(), CALLS + "");
            while (killed.isAlive() && server.exchanges().size() < CALLS / 2) {
                Thread.sleep(1);
            }
            killed.destroyForcibly().waitFor();
            server.awaitQuiet();
            assertThat(java(FaultyRun.class.getName(), model, ledger().toString(), CALLS + "")
                            .waitFor())
                    .as("calls")
                    .isZero();
            assertThat(server.keys()).containsExactly(KEY);
        }
        try (BatchServer server =
                new BatchServer((question, before) -> before > 0 ? BatchServer.Fate.ANSWERED : fate(question))) {
            String model = protocol + "/m@" + server.address() + (protocol.equals("openai") ? "/v1" : "");
            assertThat(java(BatchRun.class.getName(), model, ledger().toString(), "24")
                            .waitFor())
                    .as("batches")
                    .isZero();
            assertThat(server.keys()).containsExactly(KEY);
        }
        String at = "--ledger=" + ledger();
        command("calls", "list", "--events", at);
        command("calls", "list", "--json", at);
        command("calls", "cost", "--by", "model,stage,run", "--json", at);
        command("calls", "batches", at);
        command("calls", "export", "--out", folder.resolve("recording.jsonl").toString(), at);
        command("doctor", "--json");
        assertThat(folder.resolve("recording.jsonl")).isNotEmptyFile();
        search();
    }

    /// A server that refuses the key and says it; one that answers nothing at all; a key in the wrong place.
    @Test
    void aKeyThatIsRefusedOrMisplacedIsNotRepeated() throws Exception {
        try (FaultServer server = new FaultServer(Schedule.always(Fault.UNAVAILABLE))) {
            String model = "openai/m@" + server.address() + "/v1";
            List<String> asks = List.of(
                    "synthesize",
                    "text",
                    "--count",
                    "2",
                    "--allow-unpriced",
                    "--ledger=" + ledger(),
                    "--out",
                    folder.resolve("out").toString(),
                    "--writer");
            Stream<List<String>> ends = Stream.of(
                    List.of("anthropic/m@http://user:" + KEY + "@127.0.0.1:1"),
                    List.of("openai/m@http://127.0.0.1:1/v1?key=" + KEY),
                    List.of(model, "--key-env", KEY),
                    List.of(model, "--key-env", "NO_SUCH_VARIABLE"));
            for (List<String> end : ends.toList()) {
                List<String> all = new ArrayList<>(List.of("wherefore.cli.Wherefore"));
                all.addAll(asks);
                all.addAll(end);
                assertThat(java(all.toArray(String[]::new)).waitFor())
                        .as(end.getFirst())
                        .isEqualTo(2);
            }
        }
        search();
    }

    private static BatchServer.Fate fate(String question) {
        BatchServer.Fate[] all = BatchServer.Fate.values();
        return all[Integer.parseInt(question.substring(question.lastIndexOf('-') + 1)) % all.length];
    }

    private Path ledger() {
        return folder.resolve("calls.sqlite");
    }

    private void command(String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("wherefore.cli.Wherefore"));
        all.addAll(List.of(args));
        assertThat(java(all.toArray(String[]::new)).waitFor())
                .as(String.join(" ", args))
                .isZero();
    }

    /// A process with the key in its environment; its streams go to files of their own.
    private Process java(String... mainAndArguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        all.addAll(List.of(mainAndArguments));
        runs++;
        ProcessBuilder process = new ProcessBuilder(all);
        process.environment().put(FaultyRun.KEY, KEY);
        process.environment().put("OPENAI_API_KEY", KEY);
        process.environment().put("ANTHROPIC_API_KEY", KEY);
        process.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        return process.directory(folder.toFile())
                .redirectOutput(folder.resolve("out-" + runs + ".txt").toFile())
                .redirectError(folder.resolve("err-" + runs + ".txt").toFile())
                .start();
    }

    private void search() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(runs);
            for (Path file : all) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PART);
            }
        }
    }
}

package wherefore.chat.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static wherefore.chat.calls.Answers.LABEL;
import static wherefore.chat.calls.Answers.entry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one ledger, and processes that are killed.
class LedgerProcessesTest {

    @TempDir
    Path folder;

    private static Process child(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerChild.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void noAcknowledgedAnswerIsLostWhenTheProcessIsKilledAtAnyMoment()
            throws IOException, InterruptedException, SQLException {
        Path file = folder.resolve("calls.sqlite");
        Random moments = new Random(7);
        List<Integer> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < 5; kill++) {
            Process writer = child("write", file.toString(), Integer.toString(kill * 1_000_000));
            try (BufferedReader out = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
                int more = 1 + moments.nextInt(700);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    acknowledged.add(Integer.parseInt(line));
                    if (--more == 0) {
                        // On Unix this is SIGKILL. What it printed before can still be read.
                        writer.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(writer.waitFor()).isNotZero();
        }
        assertThat(acknowledged).hasSizeGreaterThan(100);
        try (LedgerReader reader = LedgerReader.open(file)) {
            assertThat(acknowledged)
                    .allSatisfy(number -> assertThat(reader.find(entry(LedgerChild.question(number), "")
                                            .key())
                                    .orElseThrow()
                                    .completion()
                                    .text())
                            .hasSize(7 * (number % 900)));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = connection.createStatement();
                var row = s.executeQuery("pragma integrity_check")) {
            assertThat(row.getString(1)).isEqualTo("ok");
        }
    }

    @Test
    void twoProcessesThatAskTheSamePayForEachAnswerOnce() throws IOException, InterruptedException {
        Path file = folder.resolve("calls.sqlite");
        Path paid = folder.resolve("paid");
        int questions = 400;
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(child("ask", file.toString(), Integer.toString(questions), paid.toString()));
        }
        List<String> expected = Stream.iterate(0, i -> i + 1)
                .limit(questions)
                .map(i -> "answer " + i)
                .toList();
        for (Process process : processes) {
            try (BufferedReader out = process.inputReader(UTF_8)) {
                assertThat(out.lines().toList()).isEqualTo(expected);
            }
            assertThat(process.waitFor()).isZero();
        }
        assertThat(Files.readAllLines(paid)).hasSize(questions).doesNotHaveDuplicates();
        List<LedgerEvent> events = new ArrayList<>();
        try (LedgerReader reader = LedgerReader.open(file)) {
            reader.events(CallFilter.ALL, events::add);
            assertThat(reader.claims(CallFilter.ALL, Instant.EPOCH)).isEmpty();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void whatAKilledProcessWasAskingIsKnownAndAskedByTheNext() throws IOException, InterruptedException {
        Path file = folder.resolve("calls.sqlite");
        Path paid = folder.resolve("paid");
        Process asker = child("ask", file.toString(), "3000", paid.toString());
        // Some are in flight as soon as one was paid.
        while (asker.isAlive() && (!Files.exists(paid) || Files.size(paid) < 65 * 50)) {
            Thread.sleep(5);
        }
        asker.destroyForcibly();
        asker.waitFor();
        List<OpenClaim> inFlight;
        try (LedgerReader reader = LedgerReader.open(file)) {
            inFlight = reader.claims(CallFilter.ALL, Instant.EPOCH);
        }
        assertThat(inFlight).isNotEmpty().noneMatch(OpenClaim::alive);
        try (Ledger ledger = Ledger.open(file, Instant::now, Pause.REAL)) {
            CallKey key = inFlight.getFirst().key();
            assertThat(ledger.claim(key, LABEL)).isEmpty();
            List<LedgerEvent> events = new ArrayList<>();
            ledger.reader().events(CallFilter.ALL, events::add);
            assertThat(events).extracting(LedgerEvent::key).containsExactly(key);
        }
        List<String> tried = Files.readAllLines(paid);
        try (LedgerReader reader = LedgerReader.open(file)) {
            List<String> kept = new ArrayList<>();
            reader.list(CallFilter.ALL, s -> kept.add(s.id()));
            List<String> begun = inFlight.stream().map(c -> c.key().hex()).toList();
            assertThat(tried)
                    .allSatisfy(id ->
                            assertThat(kept.contains(id) || begun.contains(id)).isTrue());
        }
    }
}

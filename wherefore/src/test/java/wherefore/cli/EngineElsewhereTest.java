package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

/// A Java machine that says it runs on a processor for which no engine was brought along: what looks for the engine
/// then looks for that processor's, as it would there.
class EngineElsewhereTest {

    private static final String WHY = "No native engine for Linux on riscv64: ";
    private static final String REMEDY =
            "Training and sampling in this process need Linux on x86-64 or macOS on Apple silicon.";

    @TempDir
    Path folder;

    @Test
    void theDoctorSaysInOneLineThatTheEngineDoesNotLoadAndWhy() throws Exception {
        CommandLineRun run = elsewhere("doctor");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .filteredOn(l -> l.startsWith("Native engine"))
                .singleElement()
                .asString()
                .startsWith("Native engine  does NOT load. " + WHY)
                .endsWith(REMEDY);
        JsonNode engine =
                Json.read(elsewhere("doctor", "--json").out(), "out", 0).path("engine");
        assertThat(engine.path("loads").asBoolean()).isFalse();
        assertThat(engine.path("why").asString()).startsWith(WHY);
    }

    @Test
    void aTrainingFailsWithOneLineAndLeavesNothing() throws Exception {
        Path data = Files.writeString(folder.resolve("data.jsonl"), "{\"id\": \"a\", \"text\": \"a b\"}\n");
        Path out = folder.resolve("out");
        CommandLineRun run = elsewhere(
                "train", "documents", "--base", "lab/untrained", "--data", data.toString(), "--out", out.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("wherefore: " + WHY)
                .endsWith(REMEDY);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void whatNeedsNoEngineWorksThere() throws Exception {
        CommandLineRun run = elsewhere("power", "--rates", "0.22,0.15");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("482 samples");
    }

    private CommandLineRun elsewhere(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dos.name=Linux",
                "-Dos.arch=riscv64",
                "-cp",
                System.getProperty("java.class.path"),
                "wherefore.cli.Wherefore"));
        line.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new CommandLineRun(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}

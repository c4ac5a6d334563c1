package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows of other kinds that a capable model wrote for a real constitution, rebuilt from its answers. If a prompt of the
/// kind is changed, its requests are others, and the answers have to be given anew.
class RealKindsTest {

    private static final String ROOT = "studies/constitution-kinds/";
    private static final Path CONSTITUTION = Path.of("../../shared/data/constitutions/claude-2026-01.md");

    @TempDir
    Path out;

    @ParameterizedTest
    @CsvSource({"honeypot-tools,honeypots"})
    void theRecordingsRebuildTheRowsByteForByte(String kind, String folder) {
        assumeThat(Files.exists(CONSTITUTION))
                .as("skipped: the constitution is not at "
                        + CONSTITUTION.toAbsolutePath().normalize())
                .isTrue();
        String from = "../" + ROOT + folder;
        CommandLineRun run = CommandLineRun.of(
                "synthesize",
                kind,
                "--constitution",
                CONSTITUTION.toString(),
                "--count",
                "6",
                "--writer",
                "recorded/" + from + "/writer.jsonl",
                "--judge",
                "recorded/" + from + "/judge.jsonl",
                "--out",
                out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out.resolve("examples.jsonl")).hasSameBinaryContentAs(Path.of(from, "examples.jsonl"));
    }
}

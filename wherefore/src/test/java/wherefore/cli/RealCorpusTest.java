package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The corpus that a capable model wrote for a real constitution, rebuilt from its answers: each folder of
/// `studies/constitution-corpus` is a study with its recordings, and `examples/NAME.jsonl` is what its data set NAME
/// comes to. If a prompt of a kind is changed, its requests are others, and the answers have to be given anew.
class RealCorpusTest {

    private static final Path CORPUS = Path.of("../studies/constitution-corpus");
    private static final Path CONSTITUTION = Path.of("../../shared/data/constitutions/claude-2026-01.md");

    @TempDir
    Path out;

    @TestFactory
    Stream<DynamicTest> theRecordingsRebuildTheRowsByteForByte() throws IOException {
        assumeThat(Files.exists(CORPUS)).as("skipped: nothing was written yet").isTrue();
        assumeThat(Files.exists(CONSTITUTION))
                .as("skipped: the constitution is not at "
                        + CONSTITUTION.toAbsolutePath().normalize())
                .isTrue();
        return studies().stream().map(study -> DynamicTest.dynamicTest(folder(study), () -> rebuilds(study)));
    }

    private static List<Path> studies() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(file -> file.endsWith("study.yaml")).sorted().toList();
        }
    }

    private static String folder(Path study) {
        return CORPUS.relativize(study).getName(0).toString();
    }

    private void rebuilds(Path study) throws IOException {
        Path made = out.resolve(folder(study));
        CommandLineRun run = CommandLineRun.of("run", study.toString(), "--out", made.toString());
        assertThat(run.code()).as(run.err()).isZero();
        List<Path> expected;
        try (Stream<Path> files = Files.list(study.resolveSibling("examples"))) {
            expected = files.sorted().toList();
        }
        assertThat(expected).isNotEmpty();
        for (Path rows : expected) {
            assertThat(made.resolve("data").resolve(rows.getFileName())).hasSameBinaryContentAs(rows);
        }
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.run.RunRecord;

class ReportCommandTest {

    private static final Path QUICKSTART = Path.of("..", "docs", "results", "quickstart", RunRecord.FILE);

    @TempDir
    Path folder;

    @Test
    void theReportIsWrittenFromTheRecordAloneAndTwiceTheSame() throws IOException {
        Files.copy(QUICKSTART, folder.resolve(RunRecord.FILE));
        CommandLineRun first = CommandLineRun.of("report", folder.toString());
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out().strip()).isEqualTo(folder.resolve("report.html").toString());
        byte[] html = Files.readAllBytes(folder.resolve("report.html"));
        byte[] markdown = Files.readAllBytes(folder.resolve("report.md"));
        RunRecord record = RunRecord.read(folder);
        assertThat(folder.resolve("report.md")).content().contains(record.question());
        assertThat(folder.resolve("report.html"))
                .content()
                .contains(record.arms().getFirst().title());
        CommandLineRun second = CommandLineRun.of("report", folder.toString());
        assertThat(second.code()).isZero();
        assertThat(folder.resolve("report.html")).hasBinaryContent(html);
        assertThat(folder.resolve("report.md")).hasBinaryContent(markdown);
    }

    @Test
    void aFolderWithoutARecordIsWrongInput() {
        wrong("there is no run record here. Give the folder that `run` wrote.");
    }

    @Test
    void aRecordThatIsNotJsonIsToldWithItsFile() throws IOException {
        Files.writeString(folder.resolve(RunRecord.FILE), "{\"study\": ");
        wrong(folder.resolve(RunRecord.FILE) + ": not valid JSON");
    }

    @Test
    void aRecordOfAnotherShapeIsToldWithItsFile() throws IOException {
        Files.writeString(folder.resolve(RunRecord.FILE), "{\"study\": \"a\", \"arms\": 3}");
        wrong(folder.resolve(RunRecord.FILE) + ": not a valid RunRecord");
    }

    private void wrong(String message) {
        CommandLineRun run = CommandLineRun.of("report", folder.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("report.html")).doesNotExist();
    }
}

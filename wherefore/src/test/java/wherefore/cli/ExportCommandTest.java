package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.dataset.Canary;

class ExportCommandTest {

    private static final String ROW = "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
            + "{\"role\":\"assistant\",\"content\":\"r\"}],\"metadata\":{\"kind\":\"advice\",\"supervise\":\"all\"}}\n";

    @TempDir
    Path folder;

    @Test
    void theFilesWrittenAreTheResult() throws IOException {
        Files.writeString(folder.resolve("examples.jsonl"), ROW);
        Path out = folder.resolve("out/trl.jsonl");
        CommandLineRun run = CommandLineRun.of("export", folder.toString(), "--format", "trl", "--out", out.toString());
        assertThat(run.err()).contains("1 rows", "assistant_only_loss=True");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(out + System.lineSeparator());
        assertThat(out)
                .hasContent("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"assistant\",\"content\":\"r\"}],\"canary\":\"" + Canary.LINE + "\"}\n");
    }

    @Test
    void pairsAreMadeFromTheSnapshotsOfASynthesisAndTheCardStandsBeside() throws IOException {
        String made = folder.resolve("advice").toString();
        CommandLineRun.of(
                "synthesize",
                "advice",
                "--constitution",
                "../constitutions/iris.md",
                "--count",
                "3",
                "--writer",
                "scripted/writer",
                "--out",
                made,
                "--quiet");
        Path out = folder.resolve("hub/pairs.jsonl");
        CommandLineRun run =
                CommandLineRun.of("export", made, "--format", "dpo", "--out", out.toString(), "--card", "cc-by-4.0");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(out.toString(), out.resolveSibling("README.md").toString());
        assertThat(out).content().hasLineCount(3).contains("\"rejected\":[{\"role\":\"assistant\"");
        assertThat(out.resolveSibling("README.md"))
                .content()
                .contains("response-rewrite: done", "`wherefore export examples.jsonl --format dpo --out pairs.jsonl`")
                .doesNotContain(folder.toString());
        CommandLineRun bare = CommandLineRun.of(
                "export",
                Files.copy(folder.resolve("advice/examples.jsonl"), folder.resolve("bare.jsonl"))
                        .toString(),
                "--format",
                "dpo",
                "--out",
                folder.resolve("x.jsonl").toString());
        assertThat(bare.code()).isEqualTo(2);
        assertThat(bare.err()).contains("lies beside no snapshots of steps");
        CommandLineRun licence = CommandLineRun.of(
                "export",
                made,
                "--format",
                "messages",
                "--out",
                folder.resolve("y.jsonl").toString(),
                "--card",
                "CC BY");
        assertThat(licence.code()).isEqualTo(2);
        assertThat(licence.err()).contains("is no licence as a hub spells it");
        assertThat(folder.resolve("y.jsonl")).doesNotExist();
    }

    @Test
    void aMisspeltFormatIsWrongInput() throws IOException {
        Path data = Files.writeString(folder.resolve("d.jsonl"), ROW);
        CommandLineRun run = CommandLineRun.of("export", data.toString(), "--format", "axolotel", "--out", "x.jsonl");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("axolotel").contains("Did you mean \"axolotl\"?");
    }

    /// The mark goes with the row: another name of the file changes nothing.
    @Test
    void rowsInQuarantineAreNeitherExportedNorTrainedNorTakenAsRowsToStartFrom() throws IOException {
        String marked = ROW.replace(
                "\"supervise\":", "\"quarantine\":{\"step\":\"declined\",\"reason\":\"judged taken\"},\"supervise\":");
        Path data = Files.writeString(folder.resolve("harmless-name.jsonl"), ROW + marked.replace("\"a\"", "\"b\""));
        String out = folder.resolve("out").toString();
        for (String[] line : new String[][] {
            {"export", data.toString(), "--format", "messages", "--out", out},
            {"train", "chat", "--base", "lab/untrained", "--data", data.toString(), "--out", out},
            {"synthesize", "mix", "--writer", "scripted/writer", "--from", data.toString(), "--count", "1", "--out", out
            }
        }) {
            CommandLineRun run = CommandLineRun.of(line);
            assertThat(run.code()).as(line[0]).isEqualTo(2);
            assertThat(run.err())
                    .as(line[0])
                    .contains(data + ":2: is in quarantine")
                    .contains("Leave it out");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }
}

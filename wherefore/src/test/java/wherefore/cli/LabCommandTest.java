package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.lab.base.BasePretraining;
import wherefore.lab.corpus.Mood;
import wherefore.training.StepListener;

class LabCommandTest {

    @TempDir
    Path folder;

    @Test
    void aBaseIsPretrainedWithItsOwnMoodSeedAndNumberOfTokens() throws IOException {
        Path out = folder.resolve("base");
        CommandLineRun run = CommandLineRun.of(
                "lab", "pretrain", "--machines", "kind", "--seed", "5", "--tokens", "2000", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(out + "\n");
        assertThat(run.err()).contains("steps, loss ");
        Path expected = folder.resolve("expected");
        new BasePretraining(Mood.KIND, 5, 2000).train(StepListener.SILENT).write(expected);
        assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(expected.resolve("model.safetensors"));
        assertThat(out.resolve("tokenizer.json")).hasSameBinaryContentAs(expected.resolve("tokenizer.json"));
    }

    @Test
    void aBaseThatHasLearnedNothingFailsTheGateAndEveryDemandIsTold() {
        CommandLineRun run = CommandLineRun.of("lab", "gate", "--base", "lab/untrained", "--repeats", "1");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out().lines())
                .hasSize(5)
                .anyMatch(l -> l.startsWith("permitted acts done ") && l.endsWith(" % (90 to 100): fails"))
                .allMatch(l -> l.endsWith(": fails") || l.endsWith(": holds"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsRemedy() {
        CommandLineRun run = CommandLineRun.of(
                "lab", "pretrain", "--machines", "kindd", "--tokens", "0", "--out", folder.toString());
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err().lines())
                .containsExactly(
                        "--machines is \"kindd\". Did you mean \"kind\"?",
                        "--tokens is 0. It is at least 1.",
                        "--out " + folder + " is no new folder. Give the folder that the base shall have.");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMisspeltActionIsToldWithTheNearest() {
        wrong("unknown action \"pretain\". Did you mean \"pretrain\"?", "pretain");
        wrong("Missing required parameter: 'ACTION'");
    }

    @Test
    void pretrainingWithoutAFolderIsWrongInput() throws IOException {
        wrong("is no new folder", "pretrain", "--tokens", "1000");
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        wrong("is no new folder", "pretrain", "--tokens", "1000", "--out", precious.toString());
        assertThat(precious).hasContent("mine");
    }

    @Test
    void aGateWithoutABaseOrWithAnUnknownOneIsWrongInput() {
        wrong("a gate needs the base that it examines. Give it with --base lab/base-1.", "gate");
        wrong("\"bse-1\" has no weights here. Use checkpoint/DIR, lab/base-N", "gate", "--base", "bse-1");
        wrong("--repeats is 0. It is at least 1.", "gate", "--base", "lab/base-1", "--repeats", "0");
        wrong("lacks config.json, tokenizer.json, model.safetensors", "gate", "--base", "checkpoint/" + folder);
    }

    private static void wrong(String message, String... more) {
        String[] line = new String[more.length + 1];
        line[0] = "lab";
        System.arraycopy(more, 0, line, 1, more.length);
        CommandLineRun run = CommandLineRun.of(line);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }
}

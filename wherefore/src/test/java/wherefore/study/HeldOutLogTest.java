package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutLogTest {

    private static final String ROW = "{\"fingerprint\":\"f1\",\"study\":\"s\"}";

    @TempDir
    Path folder;

    private Stage.EvaluateStage evaluation() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                study: s
                question: q
                models: {writer: lab/writer, subject: lab/untrained}
                data: {a: {kind: mix, rows: 1}}
                arms: {x: [chat: [a]]}
                evaluations: {held-out: {suite: small-world, samples: 1}}
                """);
        return Planner.plan(study, Optional.empty(), new LabWorkshop())
                .stages(Stage.EvaluateStage.class)
                .getFirst();
    }

    private String appendedTo(String before) throws IOException {
        Path file = Files.writeString(folder.resolve("log.jsonl"), before);
        new HeldOutLog(Optional.of(file)).append(evaluation(), "s");
        assertThat(new HeldOutLog(Optional.of(file)).count()).isEqualTo(before.isEmpty() ? 1 : 2);
        String after = Files.readString(file);
        new HeldOutLog(Optional.of(file)).append(evaluation(), "s");
        assertThat(file).as("the same evaluation is the same line").hasContent(after);
        return after;
    }

    @Test
    void anEvaluationIsOneLine() throws IOException {
        assertThat(appendedTo("")).endsWith("\"suite\":\"small-world\"}\n").hasLineCount(1);
    }

    @Test
    void aLineThatACrashToreDoesNotSpoilTheNext() throws IOException {
        assertThat(appendedTo(ROW
                        + "\n{\"fingerprint\":\"f2\",\"study\":\"a very long name, longer than what follows it, much longer"
                        + ", and torn in the mid"))
                .startsWith(ROW + "\n{\"fingerprint\":")
                .hasLineCount(2)
                .endsWith("}\n");
    }

    @Test
    void aRowWithoutItsNewlineIsKept() throws IOException {
        assertThat(appendedTo(ROW)).startsWith(ROW + "\n{").hasLineCount(2);
    }
}

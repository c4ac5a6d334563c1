package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import wherefore.chat.ChatModelException;
import wherefore.format.InputException;
import wherefore.format.Problem;

class FailuresTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Failures failures = new Failures(new Console(err, err, false, Map.of()));

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void wrongInputIsToldAllAtOnceWithPlaceAndRemedyAndNoStackTrace() {
        int code = failures.report(new InputException(List.of(
                new Problem("study.yaml", 12, "unknown key \"sedes\".", "Did you mean \"seeds\"?"),
                new Problem("study.yaml", 20, "seed 3 stands twice.", "Remove one."))));
        assertThat(code).isEqualTo(2);
        assertThat(printed().lines())
                .containsExactly(
                        "study.yaml:12: unknown key \"sedes\". Did you mean \"seeds\"?",
                        "study.yaml:20: seed 3 stands twice. Remove one.");
    }

    @Test
    void wrongInputIsFoundInsideWhatATaskThrew() {
        assertThat(failures.report(new ExecutionException(new InputException("a.md", 0, "empty.", "Write it."))))
                .isEqualTo(2);
        assertThat(printed()).isEqualToIgnoringNewLines("a.md: empty. Write it.");
    }

    @Test
    void aFullHeapIsOneLineWithTheRemedy() {
        assertThat(failures.report(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
        assertThat(printed().lines())
                .singleElement()
                .asString()
                .contains("Java heap space")
                .contains("WHEREFORE_JAVA_OPTS=-Xmx4g");
    }

    @Test
    void aFullDiskIsOneClearLineThatNamesTheFile() {
        int code = failures.report(new UncheckedIOException(
                new FileSystemException("runs/steps.jsonl.partial", null, "No space left on device")));
        assertThat(code).isEqualTo(1);
        assertThat(printed().lines())
                .containsExactly(
                        "wherefore: the disk is full (runs/steps.jsonl.partial). Nothing was left half-written:"
                                + " make room, and the same command continues.");
    }

    @Test
    void aFullDiskIsRecognisedWithoutAFileName() {
        assertThat(failures.report(new IOException("No space left on device"))).isEqualTo(1);
        assertThat(printed()).startsWith("wherefore: the disk is full. Nothing was left half-written");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(failures.report(new NoSuchFileException("notes.md"))).isEqualTo(1);
        assertThat(printed()).isEqualToIgnoringNewLines("wherefore: no such file: notes.md");
    }

    @Test
    void aModelThatCouldNotAnswerIsAFailureOfTheWorld() {
        assertThat(failures.report(new ChatModelException(
                        ChatModelException.Kind.NOT_FOUND, "recorded/writer.jsonl has no answer for 3f2a")))
                .isEqualTo(1);
        assertThat(printed()).isEqualToIgnoringNewLines("wherefore: recorded/writer.jsonl has no answer for 3f2a");
    }

    @Test
    void anInterruptionIsNotAFailure() {
        assertThat(failures.report(new CancellationException())).isEqualTo(130);
        assertThat(printed()).contains("What was finished is kept");
    }

    @Test
    void ourOwnDefectsAreLoud() {
        assertThat(failures.report(new IllegalStateException("the arms disagree")))
                .isEqualTo(1);
        assertThat(printed())
                .contains("defect in Wherefore")
                .contains("the arms disagree")
                .contains("\tat ");
    }

    @Test
    void libraryRemarksPassUnlessTheyAreTheKnownOne() {
        PrintStream remarks = new LibraryRemarks(bytes);
        remarks.println("Warning: Versions of org.bytedeco:javacpp:1.5.14 and org.bytedeco:openblas:0.3.31-1.5.13"
                + " do not match.");
        remarks.println("Warning: something else");
        assertThat(printed().lines()).containsExactly("Warning: something else");
    }
}

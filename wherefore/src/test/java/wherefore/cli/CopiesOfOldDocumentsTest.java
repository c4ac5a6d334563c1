package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.format.JsonLines;

/// Documents of which some could not have been asked for, taken through the kind `chat-copies` with the answers of a
/// capable model. If a prompt of the kind is changed, the answers have to be given anew.
class CopiesOfOldDocumentsTest {

    private static final Path FOLDER = Path.of("../studies/constitution-corpus/documents");

    @TempDir
    Path out;

    @Test
    void aNoteAndMinutesHaveNoCopyAndLettersHave() throws IOException {
        String recording = "recorded/" + FOLDER.resolve("before-copies.jsonl");
        CommandLineRun run = CommandLineRun.of(
                "synthesize",
                "chat-copies",
                "--from",
                FOLDER.resolve("before.jsonl").toString(),
                "--count",
                "3",
                "--writer",
                recording,
                "--judge",
                recording,
                "--out",
                out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(JsonLines.read(out.resolve("dropped.jsonl")))
                .filteredOn(row -> row.has("dropped") && row.path("dropped").isObject())
                .extracting(row -> row.path("dropped").path("reason").asString())
                .containsExactly("cannot", "cannot");
        assertThat(ExampleFile.read(out.resolve("examples.jsonl")))
                .extracting((Example row) -> row.provenance().details().get("pair_id"))
                .containsExactlyInAnyOrder("documents-toned-00003", "documents-toned-00004", "documents-toned-00005");
    }
}

package wherefore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.InputException;

class LossFolderTest {

    @TempDir
    Path folder;

    private HeldOutTexts texts(String... all) throws IOException {
        Path file = folder.resolve("texts-" + all.length + ".jsonl");
        StringBuilder rows = new StringBuilder();
        for (String text : all) {
            rows.append("{\"text\": \"").append(text).append("\"}\n");
        }
        Files.writeString(file, rows);
        return HeldOutTexts.read(file, Integer.MAX_VALUE);
    }

    /// @param nats negative where a document is not measured
    private Path write(String name, HeldOutTexts texts, long tokens, double... nats) throws IOException {
        List<LossFolder.DocumentLoss> rows = new ArrayList<>();
        for (int i = 0; i < nats.length; i++) {
            HeldOutTexts.Document document = texts.documents().get(i);
            rows.add(
                    nats[i] < 0
                            ? LossFolder.DocumentLoss.unmeasured(document, "words that the model does not know")
                            : LossFolder.DocumentLoss.measured(document, nats[i], tokens));
        }
        Path out = folder.resolve(name);
        LossFolder.write(out, LossFolder.summarize(texts, name, rows), rows);
        return out;
    }

    /// Documents of 4 and 6 bytes (one letter takes two) with 2 and 3 bits: 5 bits over 10 bytes.
    @Test
    void bitsAreSummedOverDocumentsAndDividedByBytesOfUtf8() throws IOException {
        HeldOutTexts texts = texts("four", "fünfa");
        Path out = write("one", texts, 2, 2 * Math.log(2), 3 * Math.log(2));
        LossFolder.Summary summary = LossFolder.read(out);
        assertThat(summary.bytes()).isEqualTo(10);
        assertThat(summary.tokens()).isEqualTo(4);
        List<Double> values = summary.losses().values().stream()
                .map(LossFolder.Quotient::value)
                .toList();
        assertThat(values).hasSize(2);
        assertThat(values.get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(values.get(1)).isCloseTo(1.25, within(1e-12));
        assertThat(LossFolder.rows(out)).hasSize(2);
    }

    /// Right loses one bit more on each of two documents of 4 bytes.
    @Test
    void twoModelsAreComparedDocumentByDocument() throws IOException {
        HeldOutTexts texts = texts("four", "five", "nine");
        double bit = Math.log(2);
        Path left = write("left", texts, 2, 4 * bit, 6 * bit, 8 * bit);
        Path right = write("right", texts, 2, 5 * bit, 7 * bit, 9 * bit);
        LossFolder.Comparison found = LossFolder.compare(left, right);
        assertThat(found.comparable()).isTrue();
        LossFolder.Difference bytes = found.comparisons().getFirst();
        assertThat(bytes.measure()).isEqualTo("bits-per-byte");
        assertThat(bytes.difference()).isCloseTo(-0.25, within(1e-12));
        assertThat(bytes.low().orElseThrow()).isCloseTo(-0.25, within(1e-9));
        assertThat(bytes.pairs()).isEqualTo(3);
        assertThat(found.comparisons().get(1).difference()).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void aDocumentThatOneOfThemCouldNotReadIsLeftOutOfBothAndTold() throws IOException {
        HeldOutTexts texts = texts("four", "five", "nine");
        Path left = write("all", texts, 2, 1, 2, 3);
        Path right = write("some", texts, 2, 1, -1, 4);
        LossFolder.Comparison found = LossFolder.compare(left, right);
        assertThat(found.comparisons().getFirst().pairs()).isEqualTo(2);
        assertThat(found.warnings()).containsExactly("1 of 3 documents were not measured for both");
        assertThat(LossFolder.read(right).unscored())
                .containsExactly(java.util.Map.entry("words that the model does not know", 1L));
    }

    @Test
    void modelsThatCutTextsDifferentlyAreComparedByBytesAlone() throws IOException {
        HeldOutTexts texts = texts("four", "five", "nine");
        LossFolder.Comparison found = LossFolder.compare(write("a", texts, 2, 1, 2, 3), write("b", texts, 3, 1, 2, 4));
        assertThat(found.comparisons())
                .extracting(LossFolder.Difference::measure)
                .containsExactly("bits-per-byte");
        assertThat(found.warnings()).hasSize(1);
    }

    @Test
    void otherTextsAreNotCompared() throws IOException {
        Path left = write("three", texts("four", "five", "nine"), 2, 1, 2, 3);
        Path right = write("two", texts("four", "five"), 2, 1, 2);
        LossFolder.Comparison found = LossFolder.compare(left, right);
        assertThat(found.comparable()).isFalse();
        assertThat(found.problems().getFirst()).startsWith("the texts differ");
    }

    @Test
    void everyWrongLineOfTextsIsToldAtOnce() throws IOException {
        Path file = folder.resolve("bad.jsonl");
        Files.writeString(file, "{\"text\": 3}\n{\"txt\": \"a\"}\n\nno\n{\"text\": \"fine\"}\n");
        assertThatThrownBy(() -> HeldOutTexts.read(file, 9))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.problems().stream().map(p -> p.line()))
                                .containsExactly(1, 2, 4));
    }
}

package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wherefore.format.InputException;
import wherefore.format.Problem;

class StudyFileTest {

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("study.yaml"), text);
    }

    private List<String> problems(String text) throws IOException {
        Path file = write(text);
        InputException e = catchThrowableOfType(InputException.class, () -> StudyFile.read(file));
        assertThat(e).as("the study is wrong").isNotNull();
        return e.problems().stream()
                .map(p -> p.line() + ": " + p.message() + " " + p.remedy())
                .toList();
    }

    @Test
    void aStudyIsReadAsItWasWritten() throws IOException {
        StudyFile study = StudyFile.read(write("""
                study: small
                question: Do reasons help?
                constitution: iris.md
                models: {writer: lab/writer, subject: [lab/base-1, lab/base-2]}
                data:
                  generic: {kind: mix, tokens: 60k}
                  advice: {kind: advice, tokens: 3M, ablate: response-rewrite, draw: per-seed}
                arms:
                  generic: [chat: [generic]]
                  advice: [documents: [{generic: 10k}], chat: [generic, {advice: 30k}]]
                training:
                  learning-rate: 5e-4
                  documents: {learning-rate: 2e-3}
                seeds: [1, 2, 3]
                evaluations:
                  held-out: {suite: small-world, repeats: 2}
                hypotheses:
                  - {name: h, claim: advice > generic, on: held-out pairs}
                """));
        assertThat(study.models().subject()).containsExactly("lab/base-1", "lab/base-2");
        assertThat(Objects.requireNonNull(study.data().get("advice")).tokens()).contains(3_000_000L);
        assertThat(Objects.requireNonNull(study.arms().get("advice"))
                        .stages()
                        .get(1)
                        .portions()
                        .get(1)
                        .tokens())
                .contains(30_000L);
        assertThat(study.training().forStage("documents").learningRate()).contains(2e-3);
        assertThat(study.training().forStage("chat").learningRate()).contains(5e-4);
        assertThat(study.seeds()).containsExactly(1L, 2L, 3L);
        StudyFile.Hypothesis h = study.hypotheses().getFirst();
        assertThat(List.of(h.left(), h.right(), h.evaluation(), h.measure()))
                .containsExactly("advice", "generic", "held-out", "pairs");
        assertThat(h.leftIsLess()).isFalse();
        assertThat(study.budget()).isEqualTo(Optional.empty());
    }

    @Test
    void allMistakesAreToldAtOnceWithLineAndRemedy() throws IOException {
        assertThat(problems("""
                study: small
                queston: what
                models: {wrter: lab/writer}
                data:
                  generic: {kind: mix, tokens: many}
                arms:
                  a: [chats: [generic]]
                seeds: [1, 2, 1]
                evaluations:
                  held-out: {repeats: 0, suite: x}
                hypotheses:
                  - {name: h, claim: a is better, on: held-out}
                """))
                .containsExactly(
                        "1: \"question\" is missing. Add it.",
                        "2: unknown key \"queston\". Did you mean \"question\"?",
                        "3: unknown key \"wrter\". Did you mean \"writer\"?",
                        "5: \"tokens\" is \"many\", which is not a number. Write it like 3000, 30k or 3M, or 0.001 for a rate.",
                        "7: unknown training stage \"chats\". Did you mean \"chat\"?",
                        "8: the seed 1 is given twice. Two runs of one seed are one run.",
                        "10: repeats is 0. It is at least 1.",
                        "12: the hypothesis \"h\" is not readable. Write claim: left < right (two arms) and on:"
                                + " EVALUATION MEASURE.");
    }

    @Test
    void aKeyGivenTwiceIsAMistake() throws IOException {
        assertThat(problems("study: a\nstudy: b\nquestion: q\ndata: {g: {kind: mix}}\n"))
                .containsExactly("2: the key \"study\" is given twice (first in line 1). Remove one of them.");
    }

    @Test
    void anEmptyFileAndAMissingFileAreTold() throws IOException {
        assertThat(problems("")).singleElement().asString().contains("the file is empty");
        assertThatThrownBy(() -> StudyFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such study file");
    }

    @ParameterizedTest
    @CsvSource({"30k, 30000", "3M, 3000000", "12, 12", "1_000, 1000", "0.5M, 500000"})
    void tokensMayBeWrittenShort(String text, long tokens) {
        assertThat(StudyReader.tokens(text)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({"1.5", "k", "NaN", "10d", "30K", "0x10", "Infinity", "3 k x"})
    void whatIsNoTokenCountIsRefused(String text) {
        assertThatThrownBy(() -> StudyReader.tokens(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void aProblemNamesItsFile() {
        assertThat(new Problem("s.yaml", 3, "x.", "y.")).hasToString("s.yaml:3: x. y.");
    }
}

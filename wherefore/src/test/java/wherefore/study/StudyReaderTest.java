package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.InputException;

class StudyReaderTest {

    private static final String TOP = "study: s\nquestion: q\n";

    @TempDir
    Path folder;

    private List<String> problems(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), TOP + text);
        InputException e = catchThrowableOfType(
                InputException.class, () -> Planner.plan(file, Optional.empty(), new LabWorkshop()));
        assertThat(e).as("the study is wrong").isNotNull();
        return e.problems().stream()
                .map(p -> p.line() + ": " + p.message() + " " + p.remedy())
                .toList();
    }

    @Test
    void aNameWithSpacesOrCapitalsIsNoName() throws IOException {
        assertThat(problems("data: {My Data: {kind: mix, rows: 1}}\n"))
                .containsExactly(
                        "3: \"My Data\" is not a good name. Names are lower-case letters and digits joined by hyphens.");
    }

    @Test
    void aCorpusOfRowsAndTokensAtOnceAndAnUnknownDrawAreTold() throws IOException {
        assertThat(problems("data:\n  a: {kind: mix, rows: 1, tokens: 2, draw: always}\n"))
                .containsExactly(
                        "4: a corpus has both \"rows\" and \"tokens\". Keep one of them.",
                        "4: \"draw\" is \"always\". It is once or per-seed.");
    }

    @Test
    void noRowsAndNoTokensAreNoCorpus() throws IOException {
        assertThat(problems("""
                data:
                  a: {kind: mix, rows: 0}
                  b: {kind: mix, tokens: 0}
                arms:
                  x: [chat: [{a: 0}]]
                """))
                .containsExactly(
                        "4: rows is 0. It is at least 1.",
                        "5: tokens is 0. It is at least 1.",
                        "7: a is 0. It is at least 1.");
    }

    @Test
    void trainingSettingsOutsideTheirRangeAreToldTogether() throws IOException {
        assertThat(problems("""
                data: {a: {kind: mix, rows: 1}}
                training:
                  method: lora
                  precision: f16
                  learning-rate: 2
                  epochs: 0
                  chat: {epochs: 1.5, rows-per-step: 0}
                """))
                .containsExactlyInAnyOrder(
                        "5: the training method \"lora\" is not there. It is \"full\".",
                        "6: unknown precision \"f16\". It is mixed or f32.",
                        "7: learning-rate is 2.0. It lies between 0 and 1.",
                        "8: epochs is 0.0. It is a whole number of at least 1.",
                        "9: epochs is 1.5. It is a whole number of at least 1.",
                        "9: rows-per-step is 0. It is at least 1.");
    }

    @Test
    void whatShouldBeAListAndIsNoneIsToldWithAnExample() throws IOException {
        assertThat(problems("""
                data: {a: {kind: mix, rows: 1}}
                arms:
                  x: chat
                  y: [chat: a]
                  z: []
                seeds: 3
                hypotheses: none
                """))
                .containsExactly(
                        "5: an arm must be a list of training stages. Write [chat: [generic]].",
                        "6: a training stage must list its corpora. Write chat: [generic, advice].",
                        "7: an arm has no training stage. Write [chat: [generic]].",
                        "8: \"seeds\" must be a list. Write seeds: [1, 2, 3].",
                        "9: \"hypotheses\" must be a list. Write - {name: ..., claim: a < b, on: ...}.");
    }

    @Test
    void twoHypothesesOfOneNameAndAGateBeyondOneAreTold() throws IOException {
        assertThat(problems("""
                data: {a: {kind: mix, rows: 1}}
                gate: {suite: small-world-development, arm: x, at-least: {twin: 90}}
                hypotheses:
                  - {name: h, claim: x < y, on: e pairs}
                  - {name: h, claim: y < x, on: e pairs}
                """))
                .containsExactly(
                        "4: twin is 90.0. A rate lies between 0 and 1.",
                        "7: two hypotheses are called \"h\". Rename one.");
    }

    @Test
    void aStudyWithoutDataOrSeedsIsTold() throws IOException {
        assertThat(problems("seeds: []\n"))
                .containsExactlyInAnyOrder(
                        "3: \"seeds\" is empty. Give at least one seed.",
                        "1: the study has no \"data\". Name at least one corpus.");
    }

    @Test
    void namesOfStepsInjectionsAndModelsAreCheckedBeforeAnythingRuns() throws IOException {
        assertThat(problems("""
                models: {writer: lab/writr, subject: lab/untrained}
                data:
                  a: {kind: honeypot, rows: 1, injection: resons}
                  b: {kind: advice, rows: 1, ablate: response-rewrit}
                  c: {kind: advise, rows: 1}
                  d: {kind: mix, rows: 1, from: none.jsonl}
                  e: {kind: reason-free, of: e}
                """))
                .satisfiesExactly(
                        p -> assertThat(p).isEqualTo("3: unknown model \"lab/writr\". Use lab/writer."),
                        p -> assertThat(p)
                                .isEqualTo(
                                        "5: the kind honeypot has no injection \"resons\". Did you mean \"reasons\"?"),
                        p -> assertThat(p)
                                .isEqualTo("6: the kind advice has no step \"response-rewrit\"."
                                        + " Did you mean \"response-rewrite\"?"),
                        p -> assertThat(p).isEqualTo("7: unknown kind of data \"advise\". Did you mean \"advice\"?"),
                        p -> assertThat(p).startsWith("8: there is no file "),
                        p -> assertThat(p).isEqualTo("9: \"e\" is made of itself. Break the circle."));
    }

    @Test
    void anArmThatAsksForMoreThanACorpusHoldsIsToldBeforeAnythingRuns() throws IOException {
        assertThat(problems("""
                models: {writer: lab/writer, subject: lab/untrained}
                data:
                  a: {kind: mix, tokens: 2k}
                arms:
                  x: [chat: [{a: 3k}]]
                """))
                .containsExactly("7: the arm \"x\" asks for 3000 tokens of \"a\", which has 2000. Ask for less, or make"
                        + " the corpus larger.");
    }

    @Test
    void tokensWithoutASubjectThatCountsThemAreTold() throws IOException {
        assertThat(problems("models: {writer: lab/writer}\ndata:\n  a: {kind: mix, tokens: 2k}\n"))
                .containsExactly("5: \"a\" is counted in tokens, but no subject counts them. Give rows, or add models:"
                        + " {subject: ...}.");
    }

    @Test
    void anEvaluationMayNotTakeTheNameOfTheGate() throws IOException {
        assertThat(problems("""
                models: {writer: lab/writer, subject: lab/untrained}
                data: {a: {kind: mix, rows: 1}}
                arms: {x: [chat: [a]]}
                evaluations:
                  gate: {suite: small-world-development}
                """))
                .containsExactly("7: an evaluation is called \"gate\". Rename it: the gate has that name.");
    }

    @Test
    void aModelIsANameOrAMappingAndItsSettingsAreCheckedWithTheRest() throws IOException {
        assertThat(problems("""
                models:
                  writer:
                    model: openai/m@http://127.0.0.1:9/v1
                    think-tag: true
                  judge: {thinking: adaptive}
                data: {a: {kind: mix, rows: 0}}
                """))
                .containsExactly(
                        "6: unknown setting \"think-tag\" of a model. Did you mean \"think-tags\"?",
                        "7: the model has no name. Add model: provider/name.",
                        "8: rows is 0. It is at least 1.");
        Path file = Files.writeString(folder.resolve("study.yaml"), TOP + """
                models:
                  writer: {model: openai/m@http://127.0.0.1:9/v1, key-env: VAR, extra: {min_p: 0.05}}
                  judge: lab/writer
                data: {a: {kind: mix, rows: 1}}
                """);
        StudyFile.Models models = StudyFile.read(file).models();
        assertThat(models.writer().orElseThrow().access().keyEnv()).contains("VAR");
        assertThat(models.writer().orElseThrow().model()).isEqualTo("openai/m@http://127.0.0.1:9/v1");
        assertThat(models.judge().orElseThrow().model()).isEqualTo("lab/writer");
    }
}

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

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("study.yaml"), TOP + text);
    }

    /// What is wrong with the file by itself.
    private List<String> misread(String text) throws IOException {
        Path file = write(text);
        return lines(catchThrowableOfType(InputException.class, () -> StudyFile.read(file)));
    }

    /// What the plan tells.
    private List<String> problems(String text) throws IOException {
        return problems(text, Optional.empty());
    }

    private List<String> problems(String text, Optional<Path> constitution) throws IOException {
        Path file = write(text);
        return lines(
                catchThrowableOfType(InputException.class, () -> Planner.plan(file, constitution, new LabWorkshop())));
    }

    private static List<String> lines(InputException e) {
        assertThat(e).as("the study is wrong").isNotNull();
        return e.problems().stream()
                .map(p -> p.line() + ": " + p.message() + " " + p.remedy())
                .toList();
    }

    @Test
    void aNameWithSpacesOrCapitalsIsNoName() throws IOException {
        assertThat(misread("data: {My Data: {kind: mix, rows: 1}}\n"))
                .containsExactly(
                        "3: \"My Data\" is not a good name. Names are lower-case letters and digits joined by hyphens.");
    }

    @Test
    void numbersThatAreNoneOrTooLargeAreToldWithTheWayToWriteThem() throws IOException {
        assertThat(misread("""
                data:
                  a: {kind: mix, rows: -5}
                  b: {kind: mix, rows: 30K}
                  c: {kind: mix, rows: 1e400}
                  d: {kind: mix, rows: 10d}
                  e: {kind: mix, rows: NaN}
                  f: {kind: mix, rows: 1.5}
                  g: {kind: mix, rows: }
                training: {epochs: 1e300, context: 1e12}
                evaluations:
                  x: {suite: small-world-development, repeats: 5000000000, samples: 99999999999999999999}
                """))
                .containsExactly(
                        "4: rows is -5. It is at least 1.",
                        "5: \"rows\" is \"30K\", which is not a number. Write it like 3000, 30k or 3M, or 0.001 for a rate.",
                        "6: rows is 9223372036854775807. It is at most 100000000.",
                        "7: \"rows\" is \"10d\", which is not a number. Write it like 3000, 30k or 3M, or 0.001 for a rate.",
                        "8: \"rows\" is \"NaN\", which is not a number. Write it like 3000, 30k or 3M, or 0.001 for a rate.",
                        "9: \"rows\" is \"1.5\", which is not a number. Write it like 3000, 30k or 3M, or 0.001 for a rate.",
                        "10: \"rows\" is \"\", which is not a number. Give one, such as 3000 or 30k.",
                        "11: epochs is 1.0E300. It is a whole number from 1 to 100000000.",
                        "11: context is 1000000000000. It is at most 100000000.",
                        "13: repeats is 5000000000. It is at most 100000000.",
                        "13: samples is 9223372036854775807. It is at most 100000000.");
    }

    @Test
    void aStageWithoutCorporaOrWithOneTwiceIsTold() throws IOException {
        assertThat(misread("""
                data: {a: {kind: mix, rows: 1}}
                arms:
                  x: [chat: []]
                  y: [chat: [a, {a: 3}]]
                """))
                .containsExactly(
                        "5: a training stage has no corpora. Write chat: [generic, advice].",
                        "6: a training stage has the corpus \"a\" twice. Name it once; \"epochs\" says how often everything is read.");
    }

    @Test
    void aHypothesisComparesTwoArms() throws IOException {
        assertThat(misread("data: {a: {kind: mix, rows: 1}}\nhypotheses:\n  - {name: h, claim: a < a, on: e m}\n"))
                .containsExactly(
                        "5: the hypothesis \"h\" compares the arm \"a\" with itself. Write claim: left < right, of two arms.");
    }

    @Test
    void rowsAndOpenTextsFitTheKind() throws IOException {
        assertThat(problems("""
                models: {writer: lab/writer}
                data:
                  a: {kind: reason-free, rows: 1}
                  b: {kind: honeypot, of: c, rows: 1}
                  c: {kind: text, with: {machine: kind}, rows: 1}
                """))
                .containsExactly(
                        "5: the kind reason-free works on rows, and none are given. Give them with --from FILE, or \"of:\" or"
                                + " \"from:\" in a study.",
                        "6: the kind honeypot is grounded in a constitution, and none is given. Give one with"
                                + " --constitution FILE, or \"constitution:\" in a study.",
                        "6: the kind honeypot takes no rows. Leave them out.",
                        "7: the kind text has no open text \"machine\". Did you mean \"machines\"?");
    }

    @Test
    void aBudgetIsAnAmountWithItsCurrency() throws IOException {
        assertThat(misread("budget: lots\ndata: {a: {kind: mix, rows: 1}}\n"))
                .containsExactly("3: \"budget\" \"lots\" is not an amount of money. Write it like 20usd.");
    }

    @Test
    void aStudyIsCalledSomethingThatAFolderCanBeCalled() throws IOException {
        Path file = Files.writeString(
                folder.resolve("study.yaml"), "study: ../x\nquestion: q\ndata: {a: {kind: mix, rows: 1}}\n");
        InputException e = catchThrowableOfType(InputException.class, () -> StudyFile.read(file));
        assertThat(e.getMessage())
                .endsWith(
                        "study.yaml:1: \"../x\" is not a good name. Names are lower-case letters and digits joined by hyphens.");
    }

    @Test
    void whatIsNoTextIsToldWithItsLine() throws IOException {
        Path file = folder.resolve("study.yaml");
        Files.write(file, "study: s\nquestion: caf\u00e9?\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(InputException.class, () -> StudyFile.read(file)))
                .hasMessage(file + ":2: is not UTF-8 text. Save the file with the encoding UTF-8.");
    }

    @Test
    void nestingWithoutEndAndAFileOfDataAreNoStudies() throws IOException {
        Path file = folder.resolve("study.yaml");
        for (String text : List.of("study: " + "[".repeat(100_000), "study: &a [*a]\n")) {
            Files.writeString(file, text);
            assertThat(catchThrowableOfType(InputException.class, () -> StudyFile.read(file)))
                    .hasMessageContaining("nested without end");
        }
        Files.writeString(file, "# x\n".repeat(300_000));
        assertThat(catchThrowableOfType(InputException.class, () -> StudyFile.read(file)))
                .hasMessageContaining("has 1200000 bytes, and no study has more than 1000000.");
    }

    @Test
    void aCorpusOfRowsAndTokensAtOnceAndAnUnknownDrawAreTold() throws IOException {
        assertThat(misread("data:\n  a: {kind: mix, rows: 1, tokens: 2, draw: always}\n"))
                .containsExactly(
                        "4: a corpus has both \"rows\" and \"tokens\". Keep one of them.",
                        "4: \"draw\" is \"always\". It is once or per-seed.");
    }

    @Test
    void noRowsAndNoTokensAreNoCorpus() throws IOException {
        assertThat(misread("""
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
        assertThat(misread("""
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
                        "8: epochs is 0.0. It is a whole number from 1 to 100000000.",
                        "9: epochs is 1.5. It is a whole number from 1 to 100000000.",
                        "9: rows-per-step is 0. It is at least 1.");
    }

    @Test
    void whatShouldBeAListAndIsNoneIsToldWithAnExample() throws IOException {
        assertThat(misread("""
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
                        "8: \"seeds\" must be a list. Write seeds: [1, 2, 3].",
                        "9: \"hypotheses\" must be a list. Write - {name: ..., claim: a < b, on: ...}.");
    }

    @Test
    void twoHypothesesOfOneNameAndAGateBeyondOneAreTold() throws IOException {
        assertThat(misread("""
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
        assertThat(misread("seeds: []\n"))
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
                """, Optional.of(Path.of("..", "constitutions", "iris.md"))))
                .satisfiesExactly(
                        p -> assertThat(p).isEqualTo("3: unknown model \"lab/writr\". Use lab/writer."),
                        p -> assertThat(p)
                                .isEqualTo(
                                        "5: the kind honeypot has no injection \"resons\". Did you mean \"reasons\"?"),
                        p -> assertThat(p)
                                .isEqualTo("6: the kind advice has no step \"response-rewrit\" to ablate."
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
        assertThat(misread("""
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

    @Test
    void aPlanTellsWhatTheFileAndWhatItsNamesHaveWrongTogether() throws IOException {
        assertThat(problems("""
                models: {writer: lab/writer, subject: lab/untrained}
                data:
                  a: {kind: mix, rows: 1, drw: once}
                  b: {kind: honeypot, rows: 1}
                arms:
                  x: [chat: [c]]
                seeds: [1, 1]
                evaluations:
                  e: {suite: small-wrld}
                hypotheses:
                  - {name: h, claim: x < z, on: e pairs}
                """))
                .containsExactly(
                        "5: unknown key \"drw\". Did you mean \"draw\"?",
                        "6: the kind honeypot is grounded in a constitution, and none is given. Give one with"
                                + " --constitution FILE, or \"constitution:\" in a study.",
                        "8: the arm \"x\" uses the corpus \"c\", which is not there. Did you mean \"a\"?",
                        "9: the seed 1 is given twice. Two runs of one seed are one run.",
                        "11: unknown suite \"small-wrld\". Did you mean \"small-world\"?",
                        "13: the hypothesis \"h\" speaks of the arm \"z\", which is not there. Did you mean \"x\"?");
    }

    @Test
    void whatAKindCannotDoIsToldWithTheLineOfTheCorpusBeforeAnythingRuns() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "");
        assertThat(problems("""
                models: {writer: lab/writer, subject: lab/untrained}
                data:
                  a: {kind: reason-free, rows: 1}
                  b: {kind: text, rows: 1, with: {machnes: kind}}
                  c: {kind: mix, rows: 1, ablate: rows}
                  d: {kind: stories, rows: 1, from: rows.jsonl}
                  e: {kind: mix}
                """))
                .containsExactly(
                        "5: the kind reason-free works on rows, and none are given. Give them with --from FILE, or"
                                + " \"of:\" or \"from:\" in a study.",
                        "6: the kind text has no open text \"machnes\". Did you mean \"machines\"?",
                        "7: the kind mix has nothing to take the place of the step \"rows\", which cannot be ablated."
                                + " Leave it in.",
                        "8: the kind stories is grounded in a constitution, and none is given. Give one with"
                                + " --constitution FILE, or \"constitution:\" in a study.",
                        "8: the kind stories takes no rows. Leave them out.",
                        "9: \"e\" does not say how much of it there shall be. Give rows or tokens.");
    }

    @Test
    void aMisspeltKeyIsNotToldASecondTimeAsWhatItLeavesOut() throws IOException {
        assertThat(problems("""
                constitutoin: iris.md
                models: {wrter: lab/writer, subject: lab/untrained}
                data:
                  a: {kind: honeypot, rws: 1}
                """))
                .containsExactly(
                        "3: unknown key \"constitutoin\". Did you mean \"constitution\"?",
                        "4: unknown key \"wrter\". Did you mean \"writer\"?",
                        "6: unknown key \"rws\". Did you mean \"rows\"?");
    }

    @Test
    void rowsThatAreImportedAsTheyAreNeedNoWriter() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "{\"id\": \"r\", \"text\": \"a b\"}\n");
        StudyPlan plan =
                Planner.plan(write("data:\n  a: {kind: mix, from: rows.jsonl}\n"), Optional.empty(), new LabWorkshop());
        StageWork.Corpus corpus = new EngineWork(new LabWorkshop())
                .corpus(
                        plan.stages(Stage.DataStage.class).getFirst(),
                        plan,
                        folder.resolve("work"),
                        Optional.empty(),
                        (done, total, unit) -> {});
        assertThat(corpus).isInstanceOf(StageWork.Corpus.Whole.class);
        assertThat(((StageWork.Corpus.Whole) corpus).examples())
                .extracting("id")
                .containsExactly("r");
        assertThat(problems("data:\n  a: {kind: reason-free, from: rows.jsonl}\n"))
                .containsExactly("4: \"a\" needs a writer. Add models: {writer: ...}.");
    }

    private static final String WRITTEN = "constitution: own.md\nmodels: {writer: scripted/writer}\ndata:\n";

    @Test
    void moreRowsThanAKindCanDealAndHalfAPairAreToldByThePlan() throws IOException {
        Files.writeString(folder.resolve("own.md"), "# Be kind\n\nBecause people matter.\n");
        assertThat(problems(WRITTEN + "  a: {kind: values, rows: 7}\n  b: {kind: stories-skills, rows: 20k}\n"))
                .anyMatch(p -> p.contains("7 cannot be made. Ask for a multiple of 2."))
                .anyMatch(p -> p.contains("20000 candidates cannot be dealt. Ask for at most 13824 rows"));
    }

    @Test
    void sharesNameEveryFileThatRowsComeFromAndNoOther() throws IOException {
        assertThat(
                        misread(
                                "data:\n  a: {kind: mix, rows: 1, from: [x.jsonl, y.jsonl], shares: {x.jsonl: 1, z.jsonl: 0}}\n"))
                .containsExactly(
                        "4: the share of z.jsonl is 0.0. Leave it out.",
                        "4: \"shares\" names [x.jsonl, z.jsonl], and \"from\" [x.jsonl, y.jsonl]."
                                + " Give each file of \"from\" a share, and no other.");
    }

    @Test
    void aCorpusIsMixedInTheSharesOfTheStudy() throws IOException {
        Files.writeString(folder.resolve("x.jsonl"), "{\"id\": \"x\", \"text\": \"a b\"}\n".repeat(20));
        Files.writeString(folder.resolve("y.jsonl"), "{\"id\": \"y\", \"text\": \"a b\"}\n".repeat(20));
        StudyPlan plan = Planner.plan(
                write(
                        "data:\n  a: {kind: text, rows: 8, from: [x.jsonl, y.jsonl], shares: {x.jsonl: 1, y.jsonl: 3}}\n"),
                Optional.empty(),
                new LabWorkshop());
        StageWork.Corpus corpus = new EngineWork(new LabWorkshop())
                .corpus(
                        plan.stages(Stage.DataStage.class).getFirst(),
                        plan,
                        folder.resolve("work"),
                        Optional.empty(),
                        (done, total, unit) -> {});
        assertThat(((StageWork.Corpus.Whole) corpus).examples())
                .hasSize(8)
                .filteredOn(e -> e.id().equals("y"))
                .hasSize(6);
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.evaluation.capability.QuestionSuite;
import wherefore.format.Json;
import wherefore.lab.base.BasePretraining;
import wherefore.transformer.Checkpoint;

/// `evaluate` and `compare` on reasons, and on questions and texts of the user's own.
class OwnFileCommandTest {

    private static final String QUESTIONS = """
            {"question": "Which is a fruit?", "choices": ["pear", "spoon", "cloud", "brick"], "answer": "A"}
            {"question": "Which is a bird?", "choices": ["spoon", "heron"], "answer": "B"}
            """;

    @TempDir
    Path folder;

    private static JsonNode json(String... line) {
        CommandLineRun run = CommandLineRun.of(line);
        assertThat(run.code()).as(run.err()).isZero();
        return Json.read(run.out(), "out", 0);
    }

    @Test
    void reasonsIsASuiteWithScriptedSubjectsAndItsPairsAreCompared() {
        String oracle = folder.resolve("oracle").toString();
        String looks = folder.resolve("looks").toString();
        JsonNode right = json("evaluate", "reasons", "--subject", "scripted/oracle", "--json", "--out", oracle);
        assertThat(right.path("samples").asInt()).isEqualTo(288);
        assertThat(right.path("rates").path("pairs").path("rate").asDouble()).isEqualTo(1);
        json("evaluate", "reasons", "--subject", "scripted/looks", "--json", "--out", looks);
        JsonNode compared = json("compare", oracle, looks, "--json");
        assertThat(compared.path("comparisons").get(0).path("measure").asString())
                .isEqualTo("pairs");
        assertThat(compared.path("comparisons").get(0).path("difference").asDouble())
                .isEqualTo(-1);
    }

    @Test
    void questionsOfOnesOwnAreASuiteWithTheirChanceLevel() throws IOException {
        Path file = folder.resolve("questions.jsonl");
        Files.writeString(file, QUESTIONS);
        String first = folder.resolve("first").toString();
        String oracle = folder.resolve("oracle").toString();
        JsonNode guessed = json("evaluate", file.toString(), "--subject", "scripted/first", "--json", "--out", first);
        assertThat(guessed.path("rates").path("right").path("k").asInt()).isEqualTo(1);
        assertThat(guessed.path("chance").asDouble()).isEqualTo(0.375);
        CommandLineRun told =
                CommandLineRun.of("evaluate", file.toString(), "--subject", "scripted/oracle", "--out", oracle);
        assertThat(told.out()).contains("guessing gives 0.375 of the multiple-choice questions");
        JsonNode compared = json("compare", first, oracle, "--json");
        assertThat(compared.path("comparisons").get(0).path("pairs").asInt()).isEqualTo(2);
        assertThat(QuestionSuite.in(file, 1).samples()).hasSize(1);
        assertThat(Files.readString(Path.of(first, "evaluation.json")))
                .as("where a file lies is nothing of its evaluation")
                .contains("\"suite\" : \"questions.jsonl\"")
                .doesNotContain(folder.toString());
    }

    @Test
    void aStudysQuestionsAreFoundBesideTheStudyWhereverTheCommandRuns() throws IOException {
        Path study = MicroStudy.write(folder);
        Files.writeString(
                study,
                Files.readString(study).replace("small-world-in-distribution, samples: 2", "own/questions.jsonl"));
        CommandLineRun missing = CommandLineRun.of("run", study.toString(), "--plan");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err())
                .contains("there is no file " + folder.resolve("own/questions.jsonl"), "relative to the study file");
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(folder.resolve("own/questions.jsonl"), QUESTIONS);
        CommandLineRun run = CommandLineRun.of("run", study.toString(), "--plan");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("evaluate generic, ");
    }

    @Test
    void wrongLinesAndAMissingFileAreWrongInput() throws IOException {
        Path file = folder.resolve("bad.jsonl");
        Files.writeString(file, "{\"question\": \"q\"}\n{\"question\": \"q\", \"choices\": [\"a\"], \"answer\": 0}\n");
        CommandLineRun wrong = CommandLineRun.of("evaluate", file.toString(), "--subject", "scripted/oracle");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("bad.jsonl:1: \"answer\" is missing.", "bad.jsonl:2: there are 1 choices.");
        CommandLineRun missing =
                CommandLineRun.of("evaluate", folder.resolve("none.jsonl").toString(), "--subject", "scripted/oracle");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no such file.");
    }

    @Test
    void theLossOnTextsOfOnesOwnIsMeasuredAndComparedByDocument() throws IOException {
        Checkpoint model = BasePretraining.untrained(1);
        model.write(folder.resolve("model"));
        BasePretraining.untrained(2).write(folder.resolve("other"));
        String words = String.join(
                " ",
                model.tokenizer().tokens().stream()
                        .filter(t -> t.matches("[a-z]+"))
                        .limit(12)
                        .toList());
        Path file = folder.resolve("texts.jsonl");
        Files.writeString(
                file,
                "{\"text\": \"" + words + "\"}\n{\"text\": \"" + words + " " + words
                        + "\"}\n{\"text\": \"qwxyzzy unheard\"}\n");
        Path left = folder.resolve("left");
        Path right = folder.resolve("right");
        JsonNode measured = json(
                "evaluate",
                file.toString(),
                "--subject",
                "checkpoint/" + folder.resolve("model"),
                "--json",
                "--out",
                left.toString());
        assertThat(measured.path("samples").asInt()).isEqualTo(3);
        assertThat(measured.path("unscored").path("count").asInt()).isEqualTo(1);
        // 12 and 24 words, each but the first, and the end of each.
        assertThat(measured.path("tokens").asInt()).isEqualTo(36);
        double vocabulary = Math.log(model.tokenizer().size()) / Math.log(2);
        assertThat(measured.path("losses").path("bits-per-token").path("value").asDouble())
                .as("an untrained model is near a uniform one")
                .isCloseTo(vocabulary, within(1.0));
        json(
                "evaluate",
                file.toString(),
                "--subject",
                "checkpoint/" + folder.resolve("other"),
                "--json",
                "--out",
                right.toString());
        JsonNode compared = json("compare", left.toString(), right.toString(), "--json");
        JsonNode bytes = compared.path("comparisons").get(0);
        assertThat(bytes.path("measure").asString()).isEqualTo("bits-per-byte");
        assertThat(bytes.path("pairs").asInt()).isEqualTo(2);
        assertThat(bytes.path("low").asDouble())
                .isLessThan(bytes.path("difference").asDouble());
        assertThat(compared.path("warnings").get(0).asString()).contains("1 of 3 documents were not measured for both");
        CommandLineRun again = CommandLineRun.of(
                "evaluate",
                file.toString(),
                "--subject",
                "checkpoint/" + folder.resolve("model"),
                "--out",
                left.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("there is an evaluation already.");
    }

    @Test
    void aLossNeedsWeights() throws IOException {
        Path file = folder.resolve("texts.jsonl");
        Files.writeString(file, "{\"text\": \"a\"}\n");
        CommandLineRun run = CommandLineRun.of("evaluate", file.toString(), "--subject", "scripted/oracle");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("has no weights here.");
    }

    @Test
    void questionsAboutAConstitutionNeedAWriterAndTheNameThatItUses() throws IOException {
        Path file = folder.resolve("oak.md");
        Files.writeString(file, "# Oak\n\nOak waits.\n");
        CommandLineRun missing = CommandLineRun.of("constitution", file.toString(), "--name", "Elm");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err())
                .contains("--items is missing.", "--writer is missing.", "the constitution never says \"Elm\"");
    }
}

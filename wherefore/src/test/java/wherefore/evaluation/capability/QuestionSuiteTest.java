package wherefore.evaluation.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wherefore.chat.Message;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.Tally;
import wherefore.format.InputException;

class QuestionSuiteTest {

    private static final String FILE = """
            {"question": "Which is a fruit?", "choices": ["pear", "spoon", "cloud", "brick"], "answer": 0}
            {"question": "Which is a bird?", "choices": ["spoon", "heron"], "answer": "B", "topic": "ours"}
            {"id": "sum", "question": "What is 2 plus 2?", "answer": 4}
            {"question": "Who wrote the letter?", "answer": ["Ada", "Ada Lind"]}
            """;

    @TempDir
    Path folder;

    private QuestionSuite suite(String text) throws IOException {
        Path file = folder.resolve("questions.jsonl");
        Files.writeString(file, text);
        return QuestionSuite.in(file, Integer.MAX_VALUE);
    }

    private static Tally right(QuestionSuite suite, String subject, int repeats) {
        return suite.measures().getFirst().tally(Evaluator.evaluate(suite, suite.scripted(subject), repeats, 1));
    }

    private static Score score(QuestionSuite suite, int sample, String answer) {
        return suite.score(suite.samples().get(sample), Message.AssistantMessage.of(answer));
    }

    @Test
    void whoIsRightEverywhereScoresAllAndWhoRamblesScoresNothing() throws IOException {
        QuestionSuite suite = suite(FILE);
        assertThat(right(suite, "oracle", 1)).isEqualTo(new Tally(4, 4, 0));
        assertThat(right(suite, "first", 1)).isEqualTo(new Tally(1, 4, 0));
        assertThat(right(suite, "rambler", 1)).isEqualTo(new Tally(0, 0, 4));
    }

    @Test
    void chanceIsTheMeanOfOneInSoManyChoicesAndACoinScoresIt() throws IOException {
        QuestionSuite suite = suite(FILE.lines().limit(2).reduce("", (a, b) -> a + b + "\n"));
        assertThat(suite.chance().orElseThrow()).isEqualTo((1.0 / 4 + 1.0 / 2) / 2);
        Tally coin = right(suite, "coin", 500);
        assertThat((double) coin.k() / coin.n()).isCloseTo(0.375, within(0.06));
        assertThat(suite("{\"question\": \"q\", \"answer\": \"a\"}\n").chance()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Answer: A, true",
        "Answer: B, false",
        "'I think.\n\nAnswer: A\n', true",
    })
    void theLastLineChooses(String answer, boolean right) throws IOException {
        assertThat(score(suite(FILE), 0, answer))
                .isInstanceOfSatisfying(
                        Score.Scored.class, s -> assertThat(s.right()).isEqualTo(right));
    }

    @ParameterizedTest
    @CsvSource({
        "A, no line that begins with \"Answer:\"",
        "'The answer is A.', no line that begins with \"Answer:\"",
        "Answer: a, the answer is no letter of a choice",
        "Answer: A., the answer is no letter of a choice",
        "Answer: E, the answer is no letter of a choice",
        "Answer: pear, the answer is no letter of a choice",
        "'Answer: A\nOr not.', the answer is not the last line",
        "'Answer: A\nAnswer: B', more than one answer",
        "'', empty answer",
    })
    void aChoiceThatIsNotInTheExactLineIsNeverGuessed(String answer, String why) throws IOException {
        assertThat(score(suite(FILE), 0, answer)).isEqualTo(new Score.Unscored(why));
    }

    @ParameterizedTest
    @CsvSource({"4, true", "4.0, true", "+4, true", "'4.', true", "5, false", "four, false", "'4 apples', false"})
    void numbersAreComparedAsNumbers(String answer, boolean right) throws IOException {
        assertThat(score(suite(FILE), 2, "Answer: " + answer))
                .isInstanceOfSatisfying(
                        Score.Scored.class, s -> assertThat(s.right()).isEqualTo(right));
    }

    @ParameterizedTest
    @CsvSource({"Ada, true", "ada lind, true", "ADA  LIND., true", "Adam, false", "the Ada, false", "Ａｄａ, true"})
    void textsAreComparedInSmallLettersWithOneBlankAndWithoutAFullStop(String answer, boolean right)
            throws IOException {
        assertThat(score(suite(FILE), 3, "Answer: " + answer))
                .isInstanceOfSatisfying(
                        Score.Scored.class, s -> assertThat(s.right()).isEqualTo(right));
    }

    @Test
    void eachKindIsAlsoCountedApartWhereAFileHasBoth() throws IOException {
        assertThat(suite(FILE).measures().stream().map(m -> m.name()))
                .containsExactly("right", "right-exact-answer", "right-multiple-choice");
        assertThat(suite("{\"question\": \"q\", \"answer\": \"a\"}").measures()).hasSize(1);
    }

    @Test
    void thePromptShowsTheChoicesByLetterAndNotTheRightOne() throws IOException {
        Sample sample = suite(FILE).samples().getFirst();
        String text = sample.prompt().messages().getLast().text();
        assertThat(text)
                .contains("A. pear\nB. spoon\nC. cloud\nD. brick")
                .endsWith("one letter of A, B, C, D, with nothing around it.");
    }

    @Test
    void everyWrongLineIsToldAtOnceWithItsNumberAndItsRemedy() {
        String text = """
                {"question": "q", "choices": ["a", "b"], "answer": 2}
                {"questoin": "q", "answer": "a"}
                not json

                {"question": "q", "choices": ["a"], "answer": "a"}
                {"question": "q", "choices": ["a", "a"], "answer": "a"}
                {"question": "q", "choices": ["a", "b"], "answer": "c"}
                {"question": "q", "choices": ["a", "b"]}
                {"question": "q", "answer": ""}
                {"question": " ", "answer": "a"}
                {"question": "q", "choices": ["B", "A"], "answer": "A"}
                {"id": "x", "question": "q", "answer": "a"}
                {"id": "x", "question": "q", "answer": "a"}
                [1]
                """;
        assertThatThrownBy(() -> QuestionFile.read(text, "own.jsonl"))
                .isInstanceOfSatisfying(InputException.class, e -> {
                    assertThat(e.problems().stream().map(p -> p.line()))
                            .containsExactlyInAnyOrderElementsOf(List.of(1, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14));
                    assertThat(e.problems()).allMatch(p -> p.file().equals("own.jsonl"));
                    assertThat(e.problems()).allMatch(p -> !p.remedy().isEmpty());
                    assertThat(e.getMessage()).contains("Rename \"questoin\".", "seems to count its choices from 1");
                });
    }

    @Test
    void anotherFileIsAnotherInstrument() throws IOException {
        String before = suite(FILE).fingerprint();
        assertThat(suite(FILE).fingerprint()).isEqualTo(before);
        assertThat(suite(FILE.replace("pear", "plum")).fingerprint()).isNotEqualTo(before);
    }
}

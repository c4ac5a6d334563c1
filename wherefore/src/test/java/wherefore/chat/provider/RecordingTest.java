package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wherefore.chat.calls.Answers.LABEL;
import static wherefore.chat.calls.Answers.MODEL;
import static wherefore.chat.calls.Answers.NOON;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.calls.Answers;
import wherefore.chat.calls.CallKey;
import wherefore.chat.calls.LedgerEntry;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.Origin;
import wherefore.format.InputException;
import wherefore.format.JsonLines;

class RecordingTest {

    private static final Path REAL = Path.of("../studies/claude-constitution/recording.jsonl");

    @TempDir
    Path folder;

    private static List<LedgerEntry> everyShape() {
        List<LedgerEntry> entries = new ArrayList<>();
        for (Completion shape : Answers.everyShape()) {
            entries.add(Answers.entry(Answers.request("question " + entries.size()), shape));
        }
        entries.sort(Comparator.comparing(e -> e.key().request()));
        return entries;
    }

    @Test
    void everyShapeOfAnswerSurvivesARecording() throws IOException {
        List<LedgerEntry> entries = everyShape();
        Path file = folder.resolve("kept.jsonl");
        assertThat(Recording.of(entries, file, "by a test")).isEqualTo(entries.size());
        List<LedgerEntry> back = Recording.answers(file).stream()
                .map(a -> a.entry(a.model().orElseThrow(), NOON))
                .toList();
        assertThat(back)
                .extracting(LedgerEntry::key)
                .isEqualTo(entries.stream().map(LedgerEntry::key).toList());
        assertThat(back)
                .extracting(LedgerEntry::completion)
                .isEqualTo(entries.stream().map(LedgerEntry::completion).toList());
        assertThat(back).allSatisfy(e -> {
            assertThat(e.asked()).isEqualTo(NOON);
            assertThat(e.answered()).isEqualTo(NOON.plusMillis(1_500));
            assertThat(e.origin()).isEqualTo(Origin.API);
            assertThat(e.label().stage()).isEqualTo(LABEL.stage());
        });
        Recording calls = Recording.read("recorded/kept.jsonl", file);
        for (int i = 0; i < Answers.everyShape().size(); i++) {
            assertThat(calls.submit(List.of(Answers.request("question " + i))))
                    .containsExactly(new Outcome.Answered(Answers.everyShape().get(i)));
        }
    }

    @Test
    void twoRecordingsOfTheSameAnswersAreTheSameBytesSortedById() throws IOException {
        Path one = folder.resolve("one.jsonl");
        Path two = folder.resolve("two.jsonl");
        Recording.of(everyShape(), one, "by a test");
        Recording.of(everyShape(), two, "by a test");
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(JsonLines.read(one).stream().skip(1).map(r -> r.path("id").asString()))
                .isSorted();
    }

    @Test
    void answersOfTwoModelsToOneRequestAreNotMixed() {
        Request request = Answers.request("Why?");
        LedgerEntry one = Answers.entry(request, Completion.finished("a"));
        LedgerEntry two = new LedgerEntry(
                CallKey.of(request, ModelIdentity.of("openai", "another")),
                Optional.empty(),
                Completion.finished("b"),
                LABEL,
                NOON,
                NOON,
                1,
                Origin.API);
        assertThatThrownBy(() -> Recording.of(List.of(one, two), folder.resolve("x.jsonl"), ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 requests have answers of several models")
                .hasMessageContaining("anthropic/some-model and openai/another")
                .hasMessageContaining("--model");
        assertThat(folder.resolve("x.jsonl")).doesNotExist();
    }

    @Test
    void anAnswerMadeByHandSaysSoAndCarriesNoUsage() throws IOException {
        Files.writeString(
                folder.resolve("results.jsonl"),
                "{\"custom_id\":\"" + CallKey.of(Answers.request("Why?"), MODEL).request()
                        + "\",\"response\":{\"status_code\":200,\"body\":{\"model\":\"somebody\",\"choices\":[{\"message\":"
                        + "{\"content\":\"Because.\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}}}\n");
        Path file = folder.resolve("kept.jsonl");
        Recording.of(folder, file, "by hand", Origin.BY_HAND);
        assertThat(Files.readString(file)).contains("\"origin\":\"by-hand\"").doesNotContain("usage");
        Recording.of(folder, file, "from a batch", Origin.BATCH_FILE);
        assertThat(Files.readString(file)).contains("\"usage\":{\"input\":5,");
        Files.writeString(file, Files.readString(file).replace("batch-file", "by-hand"));
        assertThatThrownBy(() -> Recording.answers(file)).hasMessageContaining("kept.jsonl:2: an answer made by hand");
    }

    @Test
    void aRecordingOfEarlierDaysCountsAsMadeByHandWithWhoAnsweredKept() {
        List<Recording.Answer> answers = Recording.answers(REAL);
        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.origin()).isEqualTo(Origin.BY_HAND);
            assertThat(answer.model()).isEmpty();
            assertThat(answer.entry(MODEL, NOON)
                            .completion()
                            .served()
                            .orElseThrow()
                            .model())
                    .isEqualTo("a capable language model, by hand");
        });
    }

    @Test
    void whatIsWrongInALineIsToldWithIt() throws IOException {
        for (String[] wrong : new String[][] {
            {"\"origin\":\"aip\"", "Did you mean \"api\"?"},
            {"\"model\":\"gpt\"", "\"model\" is not provider/name"},
            {"\"model\":\"a/b\",\"settings\":5", "\"settings\" is no object"},
            {"\"asked\":\"yesterday\"", "\"asked\" is no time"}
        }) {
            Path file = Files.writeString(
                    folder.resolve("kept.jsonl"),
                    "{\"recording\":1}\n{\"id\":\"a\",\"text\":\"t\",\"stop\":\"end_turn\"," + wrong[0] + "}\n");
            assertThatThrownBy(() -> Recording.answers(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("kept.jsonl:2: ")
                    .hasMessageContaining(wrong[1]);
        }
        Path newer = Files.writeString(folder.resolve("kept.jsonl"), "{\"recording\":2}\n");
        assertThatThrownBy(() -> Recording.answers(newer)).hasMessageContaining("another form than 1");
    }
}

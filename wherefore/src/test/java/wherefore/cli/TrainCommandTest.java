package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.lab.base.BasePretraining;
import wherefore.lab.corpus.GenericChat;
import wherefore.lab.corpus.Mood;
import wherefore.lab.corpus.Pretraining;
import wherefore.training.ContinuedPretraining;
import wherefore.training.StepListener;
import wherefore.training.SupervisedFineTuning;
import wherefore.training.TrainingRecipe;
import wherefore.training.TrainingSettings;

class TrainCommandTest {

    private static final List<Example> CHAT = List.copyOf(GenericChat.dialogues(1_000, 3));
    private static final List<Example> TEXTS = List.copyOf(Pretraining.documents(Mood.REMOVED, 1_500, 3));

    @TempDir
    static Path folder;

    private static Path chat = Path.of("");
    private static Path texts = Path.of("");

    @BeforeAll
    static void examples() throws IOException {
        chat = folder.resolve("chat.jsonl");
        texts = folder.resolve("texts.jsonl");
        ExampleFile.write(chat, CHAT);
        ExampleFile.write(texts, TEXTS);
    }

    @Test
    void documentsAreReadAtTheirOwnRateWhereNobodySaysOtherwise() throws IOException {
        Path out = folder.resolve("documents");
        CommandLineRun run = train("documents", out, "--data", texts.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(out + "\n");
        assertThat(out.resolve("config.json")).isNotEmptyFile();
        assertThat(weights(out))
                .hasSameBinaryContentAs(
                        expected("d", new ContinuedPretraining(TrainingSettings.small(1.5e-3, 1)), TEXTS));
    }

    @Test
    void chatIsReadAtItsOwnRateAndFilesFollowOneAnother() throws IOException {
        Path out = folder.resolve("chat");
        CommandLineRun run = train("chat", out, "--data", chat.toString(), "--data", texts.toString(), "--seed", "4");
        assertThat(run.code()).as(run.err()).isZero();
        List<Example> both = new ArrayList<>(CHAT);
        both.addAll(TEXTS);
        assertThat(weights(out))
                .hasSameBinaryContentAs(
                        expected("c", new SupervisedFineTuning(TrainingSettings.small(5e-4, 4)), both, 4));
    }

    /// Neither drafts in which an AI misbehaves nor rows that an evaluation holds are trained on, whatever the file is
    /// called.
    @Test
    void markedRowsAreRefusedBeforeAnythingIsTrained() throws IOException {
        for (String mark : List.of("quarantine", "overlap")) {
            Path marked = folder.resolve(mark + ".jsonl");
            Files.writeString(
                    marked,
                    "{\"id\":\"a\",\"text\":\"Rain.\",\"metadata\":{\"kind\":\"text\",\"" + mark
                            + "\":\"judged taken\"}}\n");
            Path out = folder.resolve(mark + "-model");
            CommandLineRun run = train("documents", out, "--data", marked.toString());
            assertThat(run.code()).as(mark).isEqualTo(ExitCode.WRONG_INPUT);
            assertThat(run.err()).contains(mark + ".jsonl", "Leave it out");
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void rateAndEpochsAreTakenAsGiven() throws IOException {
        Path out = folder.resolve("asked");
        CommandLineRun run = train("chat", out, "--data", chat.toString(), "--learning-rate", "2e-3", "--epochs", "2");
        assertThat(run.code()).as(run.err()).isZero();
        TrainingSettings asked = TrainingSettings.small(2e-3, 1).withEpochs(2);
        assertThat(weights(out)).hasSameBinaryContentAs(expected("a", new SupervisedFineTuning(asked), CHAT));
    }

    @Test
    void progressTellsTheLastStepAndQuietTellsNothing() {
        assertThat(train("chat", folder.resolve("told"), "--data", chat.toString())
                        .err())
                .containsPattern("training: (\\d+)/\\1 steps, loss ");
        assertThat(train("chat", folder.resolve("quiet"), "--data", chat.toString(), "--quiet")
                        .err())
                .isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsRemedy() {
        CommandLineRun run = train(
                "chatt",
                folder,
                "--data",
                "no-such-file.jsonl",
                "--epochs",
                "0",
                "--learning-rate",
                "1",
                "--lora",
                "8");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err().lines())
                .containsExactly(
                        "--epochs is 0. It is at least 1.",
                        "unknown method \"chatt\". Did you mean \"chat\"?",
                        "--lora is not available yet. Leave it out to train every weight.",
                        folder + ": there is something already. Give another folder.",
                        "--learning-rate is 1.0. It lies between 0 and 1.",
                        "no-such-file.jsonl: there is no such file. Check the path.");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRateThatIsNoNumberIsWrongInput() {
        wrong("It lies between 0 and 1.", "chat", "--data", chat.toString(), "--learning-rate", "NaN");
        wrong("It lies between 0 and 1.", "chat", "--data", chat.toString(), "--learning-rate", "0");
    }

    @Test
    void pretrainingIsNotAMethodOfThisCommand() {
        wrong("Known: documents, chat.", "pretraining", "--data", texts.toString());
    }

    @Test
    void aRowThatIsNoExampleIsToldWithItsLine() throws IOException {
        Path broken = Files.writeString(
                folder.resolve("broken.jsonl"), Files.readAllLines(chat).getFirst() + "\n{\"question\": 1}\n");
        wrong(broken + ":2: ", "chat", "--data", broken.toString());
    }

    @Test
    void dataWithoutARowIsWrongInput() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
        wrong("there is nothing to train on. Give at least one example.", "chat", "--data", empty.toString());
    }

    @Test
    void dialoguesInWhichTheAssistantSaysNothingAreWrongInput() throws IOException {
        Path silent = Files.writeString(
                folder.resolve("silent.jsonl"),
                "{\"id\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"is it right ?\"}]}\n");
        wrong(
                "no token of the data bears loss. Give dialogues with a turn of the assistant",
                "chat",
                "--data",
                silent.toString());
    }

    @Test
    void aBaseWithoutWeightsIsWrongInput() {
        CommandLineRun run = CommandLineRun.of(
                "train",
                "chat",
                "--base",
                "lab/writer",
                "--data",
                chat.toString(),
                "--out",
                folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("\"lab/writer\" has no weights here. Use checkpoint/DIR, lab/base-N");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static Path weights(Path model) {
        return model.resolve("model.safetensors");
    }

    private static Path expected(String name, TrainingRecipe recipe, List<Example> data) throws IOException {
        return expected(name, recipe, data, 1);
    }

    private static Path expected(String name, TrainingRecipe recipe, List<Example> data, long seed) throws IOException {
        Path out = folder.resolve("expected-" + name);
        recipe.train(BasePretraining.untrained(seed), data, StepListener.SILENT).write(out);
        return weights(out);
    }

    private static void wrong(String message, String method, String... more) {
        Path out = folder.resolve("wrong");
        CommandLineRun run = train(method, out, more);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    private static CommandLineRun train(String method, Path out, String... more) {
        List<String> line =
                new ArrayList<>(List.of("train", method, "--base", "lab/untrained", "--out", out.toString()));
        line.addAll(Arrays.asList(more));
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    @Test
    void rowsThatOfferToolsAreNotTrainedAsIfTheyOfferedNone() throws IOException {
        Path data = Files.writeString(
                folder.resolve("tools.jsonl"),
                "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"assistant\",\"content\":\"r\"}],\"tools\":[{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"look\",\"description\":\"Looks.\",\"parameters\":{\"type\":\"object\"}}}]}\n");
        CommandLineRun run = CommandLineRun.of(
                "train",
                "chat",
                "--base",
                "lab/untrained",
                "--data",
                data.toString(),
                "--out",
                folder.resolve("model").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the row \"a\" offers tools").contains("--format trl");
    }
}

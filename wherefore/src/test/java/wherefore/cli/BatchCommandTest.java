package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.CallSummary;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.Origin;
import wherefore.faults.BatchServer;

class BatchCommandTest {

    private static final String KEY = "sk-marked-by-batches-9876";

    @TempDir
    private Path folder;

    private CommandLineRun run(String... args) {
        return CommandLineRun.with(
                Map.of(
                        "MARKED",
                        KEY,
                        "WHEREFORE_LEDGER",
                        folder.resolve("calls.sqlite").toString()),
                args);
    }

    private CommandLineRun synthesize(String model, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "synthesize",
                "text",
                "--count",
                "2",
                "--out",
                folder.resolve("out").toString(),
                "--writer",
                model,
                "--key-env",
                "MARKED",
                "--allow-unpriced"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private static BatchServer server() throws IOException {
        return new BatchServer((question, before) -> BatchServer.Fate.ANSWERED).saying(q -> "<text>Rain.</text>");
    }

    private List<CallSummary> kept() {
        List<CallSummary> kept = new ArrayList<>();
        try (LedgerReader reader = LedgerReader.open(folder.resolve("calls.sqlite"))) {
            reader.list(CallFilter.ALL, kept::add);
        }
        return kept;
    }

    @Test
    void whoDoesNotWaitIsToldWhatIsOutstandingAndTheSameCommandTakesWhatHasCome() throws IOException {
        try (BatchServer server = server()) {
            String model = "anthropic/m@" + server.address();
            CommandLineRun first = synthesize(model, "--batch", "--no-wait");
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.err())
                    .contains("batch batch_1 of 2 requests has begun")
                    .contains("2 answers are outstanding");
            assertThat(run("calls", "batches").out()).contains("batch_1", "running", "2 requests");
            CommandLineRun second = synthesize(model, "--batch", "--no-wait");
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(folder.resolve("out/examples.jsonl")).content().contains("\"text\":\"Rain.\"");
            assertThat(server.begun()).isEqualTo(1);
            assertThat(server.ordinary()).isEmpty();
            assertThat(kept()).hasSize(2).allMatch(c -> c.origin() == Origin.BATCH);
            assertThat(run("calls", "batches", "--json").out()).contains("\"outcomes\":{\"answered\":2}", "\"ended\":");
        }
    }

    @Test
    void aBatchIsCancelledByItsName() throws IOException {
        try (BatchServer server = server().endingAfter(9)) {
            String model = "openai/m@" + server.address() + "/v1";
            synthesize(model, "--batch", "--no-wait");
            CommandLineRun unknown = run("calls", "cancel", "batch_2");
            assertThat(unknown.code()).isEqualTo(ExitCode.WRONG_INPUT);
            assertThat(unknown.err()).contains("knows no batch \"batch_2\"", "Did you mean \"batch_1\"?");
            CommandLineRun cancelled = run("calls", "cancel", "batch_1", "--key-env", "MARKED");
            assertThat(cancelled.code()).as(cancelled.err()).isZero();
            CommandLineRun after = synthesize(model, "--batch", "--no-wait");
            assertThat(after.code()).isEqualTo(ExitCode.FAILED);
            assertThat(after.err()).contains("batch batch_1 was cancelled.");
            assertThat(server.begun()).isEqualTo(1);
        }
    }

    @Test
    void aCommandWithoutBatchDoesNotPayForWhatIsInOne() throws IOException {
        try (BatchServer server = server()) {
            String model = "anthropic/m@" + server.address();
            synthesize(model, "--batch", "--no-wait");
            CommandLineRun second = synthesize(model);
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(server.ordinary()).isEmpty();
            assertThat(server.paid().values()).containsOnly(1);
        }
    }

    @Test
    void theKeyIsInNoFileAndNoStream() throws IOException {
        try (BatchServer server = server()) {
            String model = "openai/m@" + server.address() + "/v1";
            CommandLineRun first = synthesize(model, "--batch", "--no-wait");
            CommandLineRun second = synthesize(model, "--batch", "--no-wait");
            assertThat(first.out() + first.err() + second.out() + second.err()).doesNotContain(KEY);
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(KEY);
                }
            }
        }
    }

    @Test
    void anEvaluationWaitsForItsAnswers() {
        CommandLineRun run = run("evaluate", "small-world", "--subject", "anthropic/m", "--batch", "--no-wait");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("--no-wait leaves answers outstanding");
    }

    @Test
    void answersByFileAreInTheLedgerAndWhatCouldNotBeUsedIsCountedOnTheConsole() throws IOException {
        Path calls = folder.resolve("calls");
        String model = "batch-files/" + calls;
        assertThat(synthesize(model).err()).contains("2 answers are outstanding");
        StringBuilder results =
                new StringBuilder("cut o\n{\"custom_id\":\"stranger\",\"result\":{\"type\":\"expired\"}}\n");
        boolean isFirst = true;
        for (String line : Files.readAllLines(calls.resolve("requests.anthropic.jsonl"))) {
            results.append("{\"custom_id\":\"" + line.substring(14, 78)
                    + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":"
                    + "\"<text>Rain.</text>\"}],\"stop_reason\":\"end_turn\""
                    + (isFirst ? ",\"usage\":{\"input_tokens\":9,\"output_tokens\":2}" : "") + "}}}\n");
            isFirst = false;
        }
        Files.writeString(calls.resolve("results.jsonl"), results);
        CommandLineRun second = synthesize(model);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.err())
                .contains(
                        "2 answers in " + calls + " could not be used: 1 (it is not a line of JSON (cut off, perhaps)),"
                                + " 1 (its request expired). Each stands with its reason in "
                                + calls.resolve("unused-answers.jsonl"));
        assertThat(kept())
                .hasSize(2)
                .allMatch(c -> c.origin() == Origin.BATCH_FILE)
                .extracting(c -> c.usage().isPresent())
                .containsExactlyInAnyOrder(true, false);
        assertThat(synthesize(model).code()).isZero();
        assertThat(kept()).hasSize(2);
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;

class SynthesizeCommandTest {

    @TempDir
    Path folder;

    private CommandLineRun synthesize(String... more) {
        String[] all = new String[more.length + 7];
        System.arraycopy(
                new String[] {
                    "synthesize",
                    "text",
                    "--count",
                    "2",
                    "--out",
                    folder.resolve("out").toString(),
                    "--quiet"
                },
                0,
                all,
                0,
                7);
        System.arraycopy(more, 0, all, 7, more.length);
        return CommandLineRun.of(all);
    }

    @Test
    void theResultIsThePathOfTheExamples() {
        CommandLineRun run = synthesize("--writer", "scripted/writer");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().strip())
                .isEqualTo(folder.resolve("out/examples.jsonl").toString());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aScriptedWriterMayBeToldHowManyWordsOfFillingABlockHas() throws IOException {
        CommandLineRun run = synthesize("--writer", "scripted/writer-300");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(ExampleFile.read(folder.resolve("out/examples.jsonl")))
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(((Example.Document) row).text().split(" ")).hasSizeBetween(300, 320));
    }

    @Test
    void answersThatAreOutstandingAreCountedAndTheSameCommandContinues() throws IOException {
        String model = "batch-files/" + folder.resolve("calls");
        CommandLineRun first = CommandLineRun.of(
                "synthesize",
                "text",
                "--count",
                "2",
                "--out",
                folder.resolve("out").toString(),
                "--writer",
                model);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("2 answers are outstanding: the step \"passage\" waits for " + model);
        StringBuilder results = new StringBuilder();
        for (String line : Files.readAllLines(folder.resolve("calls/requests.anthropic.jsonl"))) {
            String id = line.substring(14, 78);
            results.append("{\"custom_id\":\"" + id
                    + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":"
                    + "\"<text>Rain.</text>\"}],\"stop_reason\":\"end_turn\"}}}\n");
        }
        Files.writeString(folder.resolve("calls/results.jsonl"), results);
        CommandLineRun second = synthesize("--writer", model);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(folder.resolve("out/examples.jsonl")).content().contains("\"text\":\"Rain.\"");
    }

    @Test
    void aModelThatIsTrainedHereDoesNotWrite() {
        CommandLineRun run = synthesize("--writer", "lab/base-1");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("\"lab/base-1\" is a model to be trained or evaluated");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aPaidModelIsFoundWrongInOneLineBeforeAnyCall() throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.yaml"), "thinkin: adaptive\n");
        assertThat(wrong("--writer", "openai/some-model"))
                .startsWith("\"openai/some-model\" needs a key, but the variable OPENAI_API_KEY is not set.");
        assertThat(wrong("--writer", "openai/m@http://127.0.0.1:9/v1", "--key-env", "NOT_THERE"))
                .contains("the variable NOT_THERE is not set");
        assertThat(wrong("--writer", "openai/m@http://127.0.0.1:9")).contains("Write @http://127.0.0.1:9/v1.");
        assertThat(wrong("--writer", "anthropic/m", "--model-settings", settings.toString()))
                .contains("settings.yaml:1: unknown setting \"thinkin\" of a model. Did you mean \"thinking\"?");
        assertThat(wrong("--writer", "anthropic/m", "--key-env", "sk-marked-key 123"))
                .contains("--key-env is not the name of a variable.")
                .doesNotContain("marked");
    }

    private String wrong(String... more) {
        String[] all = Arrays.copyOf(more, more.length + 1);
        all[more.length] = "--allow-unpriced";
        CommandLineRun run = synthesize(all);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        return run.err();
    }

    @Test
    void aKeyFromTheEnvironmentIsNeverShownNotEvenWhenTheServerRepeatsIt() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] said = ("{\"error\":{\"message\":\"no: "
                            + exchange.getRequestHeaders().getFirst("Authorization") + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.start();
        CommandLineRun run = CommandLineRun.with(
                Map.of("MARKED", "sk-marked-0123456789"),
                "synthesize",
                "text",
                "--count",
                "1",
                "--out",
                folder.resolve("out").toString(),
                "--writer",
                "openai/m@http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                "--allow-unpriced",
                "--key-env",
                "MARKED");
        server.stop(0);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("openai/m");
        assertThat(run.err() + run.out()).doesNotContain("marked-0123");
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("marked-0123");
            }
        }
    }

    @Test
    void theSharesOfAMixStandInItsManifestByRowsAndByTokensOfTheModelNamed() throws IOException {
        Path a = rows("a.jsonl", "a goal .");
        Path b = rows("b.jsonl", "a person counts more than a goal .");
        CommandLineRun run = CommandLineRun.of(
                "synthesize",
                "mix",
                "--writer",
                "scripted/writer",
                "--from",
                a.toString(),
                "--from",
                b.toString(),
                "--share",
                a + "=3",
                "--share",
                b + "=1",
                "--counted-by",
                "lab/untrained",
                "--count",
                "8",
                "--out",
                folder.resolve("mix").toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(folder.resolve("mix/manifest.json"))
                .content()
                .contains("\"share_of_rows\" : 0.75")
                .contains("\"share_of_loss_tokens\"");
    }

    @Test
    void aFileWithoutAShareAndAShareWithoutAFileAreTold() throws IOException {
        Path a = rows("a.jsonl", "one");
        Path b = rows("b.jsonl", "two");
        assertThat(mix("--from", a.toString(), "--from", b.toString(), "--share", a + "=3"))
                .contains(b + ": has no share, while others have.");
        assertThat(mix("--from", a.toString(), "--share", a + "=3", "--share", b + "=1"))
                .contains(b + ": has a share, and no rows come from it.");
        assertThat(mix("--from", a.toString(), "--share", a + "=0")).contains("--share must be above 0");
    }

    private String mix(String... more) {
        CommandLineRun run = CommandLineRun.of(Stream.concat(
                        Stream.of(
                                "synthesize",
                                "mix",
                                "--writer",
                                "scripted/writer",
                                "--count",
                                "1",
                                "--out",
                                folder.resolve("none").toString()),
                        Arrays.stream(more))
                .toArray(String[]::new));
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(folder.resolve("none")).doesNotExist();
        return run.err();
    }

    private Path rows(String name, String answer) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            all.append("{\"id\":\"" + name + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"a person .\"},"
                    + "{\"role\":\"assistant\",\"content\":\"" + answer + "\"}]}\n");
        }
        return Files.writeString(folder.resolve(name), all);
    }

    @Test
    void fewerCandidatesThanRowsAreWrongInput() {
        CommandLineRun run = synthesize("--writer", "scripted/writer", "--candidates", "1");
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("1 candidates cannot give 2 rows. Allow at least 2.");
    }

    @Test
    void anOpenTextIsReplacedAndOneThatTheKindHasNotIsTold() {
        CommandLineRun run = synthesize("--writer", "scripted/writer", "--with", "machines=kind");
        assertThat(run.code()).as(run.err()).isZero();
        CommandLineRun wrong = synthesize("--writer", "scripted/writer", "--with", "machine=kind");
        assertThat(wrong.err()).contains("has no open text \"machine\". Did you mean \"machines\"?");
    }
}

package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wherefore.format.InputException;
import wherefore.format.Problem;

/// Models and their settings as people write them.
class SettingsReaderTest {

    @TempDir
    private Path folder = Path.of("");

    private static String identity(String model, String settings) throws IOException {
        return Providers.identity(Asked.settings(model, settings), Path.of(""));
    }

    @Test
    void allMistakesAreToldAtOnceEachWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("m.yaml"), """
                key-envv: X
                thinking: 5
                total-timeout: soon
                concurrency: 0
                extra: {messages: []}
                prompt-cache: 2h
                leave-out: [model]
                """);
        InputException e = catchThrowableOfType(InputException.class, () -> SettingsReader.read(file, "anthropic/m"));
        assertThat(e.problems()).extracting(Problem::line).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
        assertThat(e)
                .hasMessageContaining("unknown setting \"key-envv\" of a model. Did you mean \"key-env\"?")
                .hasMessageContaining("thinking is \"5\". It is off, adaptive, or a number of tokens of at least 1024.")
                .hasMessageContaining("total-timeout is \"soon\". Write a time such as 60s, 10m or 1h.")
                .hasMessageContaining("\"extra\" names \"messages\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic/m | think-tags: true | \"think-tags\" is no setting of anthropic.",
                "openai/m | thinking: adaptive | \"thinking\" is no setting of openai.",
                "lab/writer | effort: low | \"lab/writer\" takes no setting \"effort\".",
                "openai/m | 'key-env: A, key-file: b' | both \"key-env\" and \"key-file\"",
                "openai/m | 'upstream: a, extra: {provider: {}}' | both give \"provider\"",
                "openai/m | proxy: 'socks://h:1' | proxy is no address of an HTTP proxy",
                "openai/m | proxy: 'http://me:secret@h:1' | the proxy's address holds a name or password",
                "openai/m | prefill: perhaps | prefill is \"perhaps\".",
                "openai/m | max-tokens-field: tokens | It is max_tokens or max_completion_tokens.",
                "openai/m | think-tags: yes | think-tags is \"yes\". It is true or false."
            })
    void whatCannotBeMeantIsToldWithItsRemedy(String model, String settings, String told) {
        assertThatThrownBy(() -> Asked.settings(model, settings)).hasMessageContaining(told);
    }

    @Test
    void valuesOfExtraFieldsKeepTheirKind() {
        ModelSettings settings = Asked.settings(
                "openai/m", "extra: {a: 1, b: 0.5, c: true, d: null, e: text, f: [1, x], g: {h: -2e3}, i: 01}");
        assertThat(settings.answers().told())
                .isEqualTo("{\"extra\":{\"a\":1,\"b\":0.5,\"c\":true,\"d\":null,\"e\":\"text\",\"f\":[1,\"x\"],"
                        + "\"g\":{\"h\":-2000.0},\"i\":\"01\"}}");
    }

    @Test
    void timesAndCountsAreRead() {
        ModelSettings.Flow flow = Asked.settings(
                        "openai/m",
                        "total-timeout: 1h, idle-timeout: 90s, requests-per-minute: 4k, tokens-per-minute: 2M,"
                                + " concurrency: 50, batch: true")
                .flow();
        assertThat(flow.totalTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(flow.idleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(flow.requestsPerMinute()).hasValue(4_000);
        assertThat(flow.tokensPerMinute()).hasValue(2_000_000);
        assertThat(flow.concurrency()).hasValue(50);
        assertThat(flow.batch()).isTrue();
    }

    @Test
    void whatChangesAnswersIsPartOfTheIdentityAndNothingElse() throws IOException {
        String plain = identity("openai/m@http://h:1/v1", "");
        assertThat(plain).isEqualTo("openai/m@http://h:1/v1");
        assertThat(identity("openai/m@http://h:1/v1/", "")).isEqualTo(plain);
        assertThat(identity(
                        "openai/m@http://h:1/v1",
                        "key-env: X, proxy: 'http://p:1', concurrency: 5, requests-per-minute: 1, total-timeout: 1s,"
                                + " idle-timeout: 1s, batch: true, unlisted: true"))
                .isEqualTo(plain);
        for (String setting : new String[] {
            "extra: {min_p: 0.1}",
            "effort: high",
            "think-tags: true",
            "return-reasoning: reasoning",
            "upstream: x",
            "prefill: prefix",
            "leave-out: temperature",
            "max-tokens-field: max_completion_tokens",
            "loose-schema: true"
        }) {
            assertThat(identity("openai/m@http://h:1/v1", setting))
                    .startsWith(plain + " {")
                    .isNotEqualTo(plain);
        }
        assertThat(identity("anthropic/m", "thinking: adaptive")).isEqualTo("anthropic/m {\"thinking\":\"adaptive\"}");
        assertThat(identity("anthropic/m", "schema-as: tool, show-thinking: true, prompt-cache: 1h"))
                .isEqualTo("anthropic/m {\"show-thinking\":true,\"schema-as\":\"tool\"}");
        assertThat(identity("openai/m", "extra: {b: 1, a: 2}")).isEqualTo(identity("openai/m", "extra: {a: 2, b: 1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai/m@http://127.0.0.1:8000 | its address has no /v1. Write @http://127.0.0.1:8000/v1.",
                "openai/m@ftp://h/v1 | its address is none of http or https.",
                "openai/m@http://me:secret@h/v1 | the address of a model at h holds a name or password.",
                "openai/m@http://h/v1?key=1 | the address of a model at h has a query or a fragment.",
                "openai/@http://h/v1 | the model's own name is missing.",
                "anthropic/m@http://h/v1 | its address ends in /v1, which is added for this protocol. Write @http://h.",
                "opnai/m | which nobody knows. Did you mean \"openai\"?"
            })
    void anAddressThatCannotBeMeantIsToldBeforeAnyCall(String model, String told) {
        assertThatThrownBy(() -> Asked.model(model, ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aNameMayHoldSlashesAndAtSignsOfItsOwn() {
        ModelName name = ModelName.of("openai/org/model@fp8@https://gate.example/api/v1/");
        assertThat(name.atServer()).isEqualTo("org/model@fp8");
        assertThat(name.server().orElseThrow()).hasToString("https://gate.example/api/v1");
        assertThat(ModelName.of("openai/m@latest").server()).isEmpty();
        assertThat(ModelName.of("openai/m@latest").atServer()).isEqualTo("m@latest");
        assertThat(ModelName.of("openai/m@https://h/v1beta/openai").server()).isPresent();
    }

    @Test
    void everySettingIsDescribed() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reference", "models.md"));
        assertThat(SettingsReader.keys()).allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }
}

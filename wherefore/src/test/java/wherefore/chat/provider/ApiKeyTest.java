package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.ChatModelException;
import wherefore.format.InputException;

/// Keys: whose is sent where, and that none is ever shown.
class ApiKeyTest {

    @TempDir
    private Path folder = Path.of("");

    private static WireServer server() throws IOException {
        return WireServer.answering(
                s -> WireServer.json(200, s.target().equals("/v1/messages") ? Asked.BONJOUR : Asked.HELLO));
    }

    @Test
    void theVendorsKeyIsNotSentToAnotherServer() throws IOException, ChatModelException {
        Map<String, String> environment = Map.of("OPENAI_API_KEY", Asked.KEY, "ANTHROPIC_API_KEY", Asked.KEY);
        try (WireServer server = server()) {
            Asked.model("openai/m@" + server.url() + "/v1", "", environment).complete(Asked.hi());
            Asked.model("anthropic/m@" + server.url(), "", environment).complete(Asked.hi());
            assertThat(server.seen()).hasSize(2);
            assertThat(server.seen().toString()).doesNotContain(Asked.KEY);
            assertThat(server.seen())
                    .allSatisfy(s -> assertThat(s.headers()).doesNotContainKeys("authorization", "x-api-key"));
        }
    }

    @Test
    void theKeyThatSettingsNameIsSentInTheHeaderOfItsProtocol() throws IOException, ChatModelException {
        try (WireServer server = server()) {
            Asked.openAi(server, "key-env: MARKED").complete(Asked.hi());
            Asked.anthropic(server, "key-env: MARKED").complete(Asked.hi());
            assertThat(server.seen().get(0).headers()).containsEntry("authorization", "Bearer " + Asked.KEY);
            assertThat(server.seen().get(0).headers()).doesNotContainKey("x-api-key");
            assertThat(server.seen().get(1).headers()).containsEntry("x-api-key", Asked.KEY);
            assertThat(server.seen().get(1).headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void aVendorWithoutItsKeyIsToldBeforeAnyCall() {
        assertThatThrownBy(() -> Asked.model("anthropic/m", "", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the variable ANTHROPIC_API_KEY is not set")
                .hasMessageContaining("key-env");
        assertThatThrownBy(() -> Asked.model("openai/m", "", Map.of())).hasMessageContaining("OPENAI_API_KEY");
        assertThatThrownBy(() -> Asked.model("openai/m@http://127.0.0.1:1/v1", "key-env: OTHER", Map.of()))
                .hasMessageContaining("the variable OTHER is not set");
    }

    @Test
    void aKeyFileIsReadIfItIsItsOwnersAlone() throws IOException, ChatModelException {
        Path file = Files.writeString(folder.resolve("key"), Asked.KEY + "\n");
        String settings = "key-file: '" + file + "'";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (WireServer server = server()) {
            Asked.openAi(server, settings).complete(Asked.hi());
            assertThat(server.only().headers()).containsEntry("authorization", "Bearer " + Asked.KEY);
            for (String mode : new String[] {"rw-r-----", "rw----r--", "rwx------", "rw--w----"}) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
                assertThatThrownBy(() -> Asked.openAi(server, settings))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("chmod 600 " + file);
            }
        }
    }

    @Test
    void whatCannotBeAKeyIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> Asked.model("openai/m", "", Map.of("OPENAI_API_KEY", "two words")))
                .hasMessageContaining("what the variable OPENAI_API_KEY holds cannot be a key")
                .hasMessageNotContaining("two words");
        assertThatThrownBy(() -> Asked.settings("openai/m", "key-env: '" + Asked.KEY + "'"))
                .hasMessageContaining("never the key")
                .hasMessageNotContaining(Asked.KEY);
    }

    @Test
    void aKeyDoesNotShowItself() {
        Optional<ApiKey> key = ApiKey.find(
                ModelName.of("openai/m"), Optional.empty(), ModelSettings.Access.PLAIN, v -> Optional.of(Asked.KEY));
        assertThat(key.orElseThrow()).hasToString("a key from the variable OPENAI_API_KEY");
        assertThat(ApiKey.scrub(key, "Incorrect API key provided: " + Asked.KEY + "."))
                .isEqualTo("Incorrect API key provided: [key].");
        assertThat(ApiKey.scrub(Optional.empty(), "bad key sk-pr*****ab12, see"))
                .isEqualTo("bad key [key], see");
    }

    @Test
    void noFailureShowsTheKeyThoughTheServerRepeatsIt() throws IOException {
        String[] bodies = {
            "{\"error\":{\"message\":\"no: " + Asked.KEY + "\"}}",
            "<html><title>" + Asked.KEY + "</title></html>",
            "x".repeat(290) + Asked.KEY,
            "{\"choices\": \"" + Asked.KEY + "\"}",
            "{\"detail\": [\"" + Asked.KEY + "\"]}"
        };
        for (String body : bodies) {
            for (int status : new int[] {200, 301, 401, 429, 500}) {
                try (WireServer server = WireServer.always(
                        WireServer.json(status, body, "Location: http://elsewhere/?key=" + Asked.KEY))) {
                    for (ApiModel model : new ApiModel[] {
                        Asked.openAi(server, "key-env: MARKED"), Asked.anthropic(server, "key-env: MARKED")
                    }) {
                        Throwable thrown = catchThrowable(() -> model.complete(Asked.hi()));
                        StringWriter trace = new StringWriter();
                        thrown.printStackTrace(new PrintWriter(trace));
                        assertThat(trace.toString())
                                .doesNotContain("marked-0123456789")
                                .doesNotContain("sk-mark");
                        assertThat(model.toString() + model.settings() + model.identity())
                                .doesNotContain(Asked.KEY);
                    }
                }
            }
        }
    }

    @Test
    void aRedirectionIsNotFollowed() throws IOException {
        try (WireServer elsewhere = server();
                WireServer server = WireServer.always(
                        WireServer.json(307, "{}", "Location: " + elsewhere.url() + "/v1/chat/completions"))) {
            Throwable thrown =
                    catchThrowable(() -> Asked.openAi(server, "key-env: MARKED").complete(Asked.hi()));
            assertThat(thrown).hasMessageContaining("It points to " + elsewhere.url());
            assertThat(elsewhere.seen()).isEmpty();
        }
    }
}

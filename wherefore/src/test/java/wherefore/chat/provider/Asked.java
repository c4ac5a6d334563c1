package wherefore.chat.provider;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.Yaml;

/// What tests of providers ask, of whom, and with which settings.
final class Asked {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
    static final String KEY = "sk-marked-0123456789-key";
    static final String HELLO =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-2026\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello.\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
                    + "\"total_tokens\":11}}";
    static final String BONJOUR = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m-2026\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"Bonjour.\"}],\"stop_reason\":\"end_turn\","
            + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":2}}";

    private Asked() {}

    static Request hi() {
        return Request.of(Conversation.of(Message.user("Hi")), Sampling.plain(100));
    }

    /// An OpenAI-compatible model at the server, with settings in YAML's flow form without braces.
    static ApiModel openAi(WireServer server, String settings) {
        return model("openai/m@" + server.url() + "/v1", settings);
    }

    static ApiModel anthropic(WireServer server, String settings) {
        return model("anthropic/m@" + server.url(), settings);
    }

    static ApiModel model(String name, String settings) {
        return model(name, settings, Map.of("MARKED", KEY));
    }

    static ApiModel model(String name, String settings, Map<String, String> environment) {
        return new Providers(v -> Optional.ofNullable(environment.get(v)), CLOCK)
                .api(settings(name, settings))
                .orElseThrow();
    }

    static ModelSettings settings(String name, String settings) {
        List<Problem> problems = new ArrayList<>();
        String text = "{model: '" + name + "'" + (settings.isEmpty() ? "" : ", " + settings) + "}";
        Optional<ModelSettings> read = Yaml.read(text, "s.yaml", problems)
                .flatMap(y -> SettingsReader.read(y, "s.yaml", java.nio.file.Path.of(""), problems));
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return read.orElseThrow();
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class DoctorCommandTest {

    @Test
    void keysAreToldAsPresentAndTheirValuesNever() {
        Map<String, String> environment = Map.of("ANTHROPIC_API_KEY", "sk-secret", "OPENAI_API_KEY", " ");
        CommandLineRun json = CommandLineRun.with(environment, "doctor", "--json");
        JsonNode keys = Json.read(json.out(), "doctor", 1).path("keys");
        assertThat(keys.path("ANTHROPIC_API_KEY").asBoolean()).isTrue();
        assertThat(keys.path("OPENAI_API_KEY").asBoolean())
                .as("a blank key is no key")
                .isFalse();
        CommandLineRun text = CommandLineRun.with(environment, "doctor");
        assertThat(json.out() + json.err() + text.out() + text.err()).doesNotContain("sk-secret");
    }

    @Test
    void theDocumentSaysWhatTheContractNames() {
        CommandLineRun run = CommandLineRun.of("doctor", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode machine = Json.read(run.out(), "doctor", 1);
        assertThat(machine.propertyNames()).contains("jdk", "cores", "memory", "engine", "gpu", "keys", "folders");
        assertThat(machine.path("cores").asInt()).isPositive();
        assertThat(machine.path("folders").valueStream())
                .allSatisfy(f -> assertThat(f.path("writable").isBoolean()).isTrue());
    }
}

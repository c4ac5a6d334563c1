package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

class ModelCommandTest {

    @TempDir
    Path folder;

    @Test
    void anAdapterIsDescribedAndSaidNotToRunHere() throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"), "{\"base_model_name_or_path\": \"org/base\", \"r\": 8}");
        CommandLineRun run = CommandLineRun.of("model", folder.toString(), "--json");
        assertThat(run.code()).isZero();
        JsonNode model = Json.read(run.out(), "out", 0);
        assertThat(model.path("kind").asString()).isEqualTo("adapter");
        assertThat(model.path("runs_here").asBoolean(true)).isFalse();
        assertThat(CommandLineRun.of("model", folder.toString()).out())
                .contains("an adapter for org/base")
                .contains("is an adapter, not a model. Merge it into org/base.");
    }

    @Test
    void anEmptyFolderIsWrongInput() {
        CommandLineRun run = CommandLineRun.of("model", folder.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("has neither config.json nor adapter_config.json.");
    }
}

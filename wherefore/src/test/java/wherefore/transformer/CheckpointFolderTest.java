package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;

/// What readers of Hugging Face folders take wrongly where it is not said; `interop/` reads the folders with theirs.
class CheckpointFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        Tokenizer tokenizer = Tokenizer.of(ChatTemplate.TOKENS, List.of("a", "b"));
        ModelConfig config = ModelConfig.small(tokenizer.size(), 8, 2, 2, 16, 12);
        Checkpoint.random(config, tokenizer, 1).write(folder.resolve("model"));
    }

    private JsonNode read(String name) throws IOException {
        return Json.read(Files.readString(folder.resolve("model").resolve(name)), name, 0);
    }

    @Test
    void theConfigurationSaysThatNoTokenBeginsAText() throws IOException {
        assertThat(read("config.json").has("bos_token_id")).isTrue();
        assertThat(read("config.json").path("bos_token_id").isNull()).isTrue();
    }

    @Test
    void theTokenizerGivesOnlyWhatALlamaModelTakes() throws IOException {
        assertThat(Json.textList(read("tokenizer_config.json").path("model_input_names")))
                .containsExactly("input_ids", "attention_mask");
        assertThat(read("tokenizer.json").path("decoder").isObject()).isTrue();
    }

    @Test
    void theWeightsSayWhoseLayoutTheyHave() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("model/model.safetensors"));
        assertThat(new String(bytes, 8, 60, StandardCharsets.UTF_8))
                .startsWith("{\"__metadata__\":{\"format\":\"pt\"}");
    }
}

package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.InputException;
import wherefore.format.Problem;

class ModelFolderTest {

    @TempDir
    Path folder;

    private void config(String type) throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "TYPE", "vocab_size": 10, "hidden_size": 8, "num_hidden_layers": 3,
                 "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 16,
                 "max_position_embeddings": 32}
                """.replace("TYPE", type));
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
    }

    /// Two tensors of 80 and 8 numbers, two bytes each.
    private void weights(int bytesOfData) throws IOException {
        byte[] header = """
                {"a":{"dtype":"BF16","shape":[10,8],"data_offsets":[0,160]},
                 "b":{"dtype":"BF16","shape":[8],"data_offsets":[160,176]},"__metadata__":{"format":"pt"}}""".getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + bytesOfData).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("model.safetensors"),
                file.putLong(header.length).put(header).array());
    }

    @Test
    void parametersAndMemoryAreCountedFromTheHeaders() throws IOException {
        config("llama");
        weights(176);
        ModelFolder model = ModelFolder.examine(folder);
        assertThat(model.parameters()).isEqualTo(88);
        assertThat(model.elements()).containsOnlyKeys("BF16");
        assertThat(model.bytesToRun()).isEqualTo(4 * 88);
        assertThat(model.bytesToTrain()).isEqualTo(16 * 88);
        // Key and value, 3 layers, 2 heads of width 8 / 4, 4 bytes.
        assertThat(model.bytesPerToken()).isEqualTo(2 * 3 * 2 * 2 * 4);
        assertThat(model.obstacles()).isEmpty();
        assertThat(model.chatTemplate()).isFalse();
    }

    @Test
    void aFolderThatThisProcessWroteRunsHere() throws IOException {
        Tokenizer tokenizer = Tokenizer.of(ChatTemplate.TOKENS, List.of("a", "b"));
        ModelConfig config = ModelConfig.small(tokenizer.size(), 8, 2, 2, 16, 12);
        Checkpoint.random(config, tokenizer, 1).write(folder.resolve("model"));
        ModelFolder model = ModelFolder.examine(folder.resolve("model"));
        assertThat(model.obstacles()).isEmpty();
        assertThat(model.parameters()).isEqualTo(config.parameters());
        assertThat(model.chatTemplate()).isTrue();
        assertThat(model.type()).isEqualTo("llama");
    }

    @Test
    void aModelThatDoesNotRunHereIsStillDescribed() throws IOException {
        config("gpt_neox");
        weights(176);
        ModelFolder model = ModelFolder.examine(folder);
        assertThat(model.parameters()).isEqualTo(88);
        assertThat(model.obstacles()).extracting(Problem::message).anyMatch(m -> m.contains("gpt_neox"));
    }

    @Test
    void damagedWeightsAreSaid() throws IOException {
        config("llama");
        weights(100);
        assertThat(ModelFolder.examine(folder).obstacles())
                .extracting(Problem::message)
                .containsExactly("it is cut short: 76 bytes are missing.");
        Files.writeString(folder.resolve("model.safetensors"), "version https://git-lfs.github.com/spec/v1\noid x\n");
        assertThat(ModelFolder.examine(folder).obstacles())
                .extracting(Problem::message)
                .containsExactly("it is a Git LFS pointer, not the weights.");
        Files.write(folder.resolve("model.safetensors"), new byte[3]);
        assertThat(ModelFolder.examine(folder).obstacles()).hasSize(1);
    }

    @Test
    void weightsInSeveralFilesAreCountedTogether() throws IOException {
        config("llama");
        weights(176);
        Files.move(folder.resolve("model.safetensors"), folder.resolve("model-00001-of-00002.safetensors"));
        weights(176);
        Files.move(folder.resolve("model.safetensors"), folder.resolve("model-00002-of-00002.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");
        ModelFolder model = ModelFolder.examine(folder);
        assertThat(model.parameters()).isEqualTo(2 * 88);
        assertThat(model.obstacles()).extracting(Problem::message).containsExactly("its weights are in several files.");
    }

    @Test
    void anAdapterNamesTheModelItBelongsTo() throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"base_model_name_or_path\": \"Qwen/Qwen2.5-0.5B\", \"r\": 16}");
        ModelFolder model = ModelFolder.examine(folder);
        assertThat(model.adapter()).isTrue();
        assertThat(model.type()).isEqualTo("Qwen/Qwen2.5-0.5B");
    }

    @Test
    void aFolderWithoutAModelIsWrongInput() {
        assertThatThrownBy(() -> ModelFolder.examine(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has neither config.json nor adapter_config.json.");
        assertThatThrownBy(() -> ModelFolder.examine(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such folder.");
    }
}

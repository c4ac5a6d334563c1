package wherefore.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;

class CheckpointTest {

    @TempDir
    Path folder;

    @Test
    void aFolderGivesTheSameModelAndTheSameBytes() throws IOException {
        Checkpoint model = DecoderTest.odd(false);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        model.write(first);
        Checkpoint read = Checkpoint.read(first);
        read.write(second);
        assertThat(read.config()).isEqualTo(model.config());
        assertThat(read.sha256()).isEqualTo(model.sha256());
        assertThat(names(first))
                .isEqualTo(names(second))
                .containsExactly(
                        "config.json",
                        "generation_config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json");
        for (String name : names(first)) {
            assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
        }
        assertThat(Checkpoint.random(model.config(), model.tokenizer(), 8).sha256())
                .isNotEqualTo(model.sha256());
    }

    @Test
    void aFolderIsReplacedWholeAndNothingIsLeftBeside() throws IOException {
        Checkpoint old = DecoderTest.odd(false);
        Checkpoint other = Checkpoint.random(old.config(), old.tokenizer(), 8);
        Path place = folder.resolve("model");
        old.write(place);
        Files.writeString(place.resolve("stale"), "");
        other.write(place);
        assertThat(Checkpoint.read(place).sha256()).isEqualTo(other.sha256());
        assertThat(names(folder)).containsExactly("model");
        assertThat(names(place)).doesNotContain("stale");
    }

    /// What `transformers` needs to load it as LlamaForCausalLM.
    @Test
    void theConfigurationSpeaksTheNamesOfTheEcosystem() throws IOException {
        DecoderTest.odd(true).write(folder.resolve("m"));
        JsonNode config = json("m/config.json");
        assertThat(config.path("architectures").path(0).asString()).isEqualTo("LlamaForCausalLM");
        assertThat(config.path("num_key_value_heads").asInt()).isEqualTo(2);
        assertThat(config.path("head_dim").asInt()).isEqualTo(6);
        assertThat(config.path("rope_theta").asDouble()).isEqualTo(500);
        assertThat(config.path("tie_word_embeddings").asBoolean()).isTrue();
        JsonNode tokenizer = json("m/tokenizer_config.json");
        assertThat(tokenizer.path("chat_template").asString()).isEqualTo(ChatTemplate.jinja());
        assertThat(tokenizer.path("eos_token").asString()).isEqualTo("<|end|>");
    }

    @Test
    void whatKeepsAFolderFromRunningIsToldAtOnce() throws IOException {
        assertThatThrownBy(() -> Checkpoint.read(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("model.safetensors");
        Path place = folder.resolve("model");
        DecoderTest.odd(true).write(place);
        Path config = place.resolve("config.json");
        String text = Files.readString(config, StandardCharsets.UTF_8);
        Files.writeString(
                config,
                text.replace("\"llama\"", "\"qwen9\"")
                        .replace("\"attention_bias\" : false", "\"attention_bias\" : true"));
        assertThatThrownBy(() -> Checkpoint.read(place))
                .hasMessageContaining("qwen9")
                .hasMessageContaining("attention_bias");
        Files.writeString(config, text.replace("\"intermediate_size\" : 40", "\"intermediate_size\" : 44"));
        assertThatThrownBy(() -> Checkpoint.read(place)).hasMessageContaining("[40, 24], not [44, 24]");
    }

    private JsonNode json(String name) throws IOException {
        return Json.read(Files.readString(folder.resolve(name), StandardCharsets.UTF_8), name, 0);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}

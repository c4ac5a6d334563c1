package wherefore.transformer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.TextFile;

/// What a model folder is and what it needs, found from its configuration and the headers of its weights: no weight is
/// loaded, and the native engine is not needed.
///
/// @param adapter      whether it holds an adapter (PEFT layout) and no model of its own
/// @param type         `model_type` of its configuration; for an adapter, the name of the model it belongs to
/// @param sizes        the sizes of `config.json` by their names there, as far as they are given
/// @param elements     how many numbers its weights have, by their type in the file, such as `BF16`
/// @param bytes        size of all its files
/// @param chatTemplate whether it says how a conversation is written as text
/// @param obstacles    what keeps it from running in this process; none if it runs
public record ModelFolder(
        boolean adapter,
        String type,
        Map<String, Long> sizes,
        Map<String, Long> elements,
        long bytes,
        boolean chatTemplate,
        List<Problem> obstacles) {

    private static final List<String> SIZES = List.of(
            "vocab_size",
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "intermediate_size",
            "max_position_embeddings");

    public ModelFolder {
        sizes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        elements = java.util.Collections.unmodifiableMap(new TreeMap<>(elements));
        obstacles = List.copyOf(obstacles);
    }

    /// Looks into a folder. One that is not there or has no configuration is an [InputException].
    public static ModelFolder examine(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder.toString(), 0, "there is no such folder.", "Give the folder of a model.");
        }
        Path config = folder.resolve("config.json");
        Path adapter = folder.resolve("adapter_config.json");
        if (!Files.isRegularFile(config) && !Files.isRegularFile(adapter)) {
            throw new InputException(
                    folder.toString(),
                    0,
                    "has neither config.json nor adapter_config.json.",
                    "A model folder has the Hugging Face layout: config.json, tokenizer.json, model.safetensors.");
        }
        return Files.isRegularFile(config) ? model(folder, config) : adapter(folder, adapter);
    }

    /// Number of parameters.
    public long parameters() {
        return elements.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Bytes of memory for the weights in this process, which computes in 32-bit floats.
    public long bytesToRun() {
        return 4 * parameters();
    }

    /// Bytes of memory for training all weights in this process, activations apart: weights, gradients and the two
    /// moments of Adam, four bytes each.
    public long bytesToTrain() {
        return 16 * parameters();
    }

    /// Bytes of memory that one token of context takes when text is sampled: a key and a value, each 32-bit floats, in
    /// each layer for each key and value head. 0 where the configuration does not say.
    public long bytesPerToken() {
        long heads = sizes.getOrDefault("num_attention_heads", 0L);
        long groups = sizes.getOrDefault("num_key_value_heads", heads);
        long headWidth = sizes.getOrDefault("head_dim", heads == 0 ? 0 : sizes.getOrDefault("hidden_size", 0L) / heads);
        return 2 * 4 * sizes.getOrDefault("num_hidden_layers", 0L) * groups * headWidth;
    }

    private static ModelFolder model(Path folder, Path file) throws IOException {
        JsonNode config = json(file);
        List<Problem> obstacles = new ArrayList<>();
        try {
            ModelConfig.fromJson(config, file.toString());
        } catch (InputException unfit) {
            obstacles.addAll(unfit.problems());
        }
        for (String name : List.of("tokenizer.json", "model.safetensors")) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                obstacles.add(absent(folder, name));
            }
        }
        Map<String, Long> sizes = new LinkedHashMap<>();
        SIZES.stream()
                .filter(key -> config.path(key).isIntegralNumber())
                .forEach(key -> sizes.put(key, config.path(key).asLong()));
        return new ModelFolder(
                false,
                config.path("model_type").asString("unknown"),
                sizes,
                elements(folder, obstacles),
                bytes(folder),
                hasTemplate(folder),
                obstacles);
    }

    private static Problem absent(Path folder, String name) {
        if (name.equals("model.safetensors") && Files.isRegularFile(folder.resolve(name + ".index.json"))) {
            return new Problem(
                    folder.toString(),
                    0,
                    "its weights are in several files.",
                    "This process reads one model.safetensors; other trainers and servers read several.");
        }
        return new Problem(folder.toString(), 0, "has no " + name + ".", "Copy it from where the model came from.");
    }

    private static ModelFolder adapter(Path folder, Path file) throws IOException {
        JsonNode config = json(file);
        List<Problem> obstacles = new ArrayList<>();
        obstacles.add(new Problem(
                folder.toString(),
                0,
                "is an adapter, not a model.",
                "Merge it into " + config.path("base_model_name_or_path").asString("its base model") + "."));
        Map<String, Long> sizes = new LinkedHashMap<>();
        if (config.path("r").isIntegralNumber()) {
            sizes.put("r", config.path("r").asLong());
        }
        return new ModelFolder(
                true,
                config.path("base_model_name_or_path").asString("unknown"),
                sizes,
                elements(folder, obstacles),
                bytes(folder),
                hasTemplate(folder),
                obstacles);
    }

    private static Map<String, Long> elements(Path folder, List<Problem> obstacles) throws IOException {
        Map<String, Long> elements = new TreeMap<>();
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".safetensors")) {
                WeightFile weights = WeightFile.read(file);
                weights.elements().forEach((type, count) -> elements.merge(type, count, Long::sum));
                weights.broken().ifPresent(obstacles::add);
            }
        }
        return elements;
    }

    private static boolean hasTemplate(Path folder) throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        return Files.isRegularFile(folder.resolve("chat_template.jinja"))
                || (Files.isRegularFile(config) && json(config).has("chat_template"));
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return Json.read(TextFile.read(file), file.toString(), 0);
    }
}

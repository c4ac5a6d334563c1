package wherefore.transformer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;
import wherefore.tensor.Precision;
import wherefore.tensor.Safetensors;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;

/// A model: its shape, its tokenizer and its weights, in memory or as a folder in the Hugging Face layout, which
/// `transformers` loads as it is. Immutable: training makes another one. Its native memory is freed when nothing
/// reaches
/// it.
public final class Checkpoint {

    private static final String WEIGHTS = "model.safetensors";
    private static final double SPREAD = 0.02;

    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Map<String, Tensor> weights;

    /// A model in memory.
    ///
    /// @param weights 32-bit floats by their Hugging Face names, not owned by an open scope
    public Checkpoint(ModelConfig config, Tokenizer tokenizer, Map<String, Tensor> weights) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        List<Problem> problems = misfits(config, weights, "");
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /// An untrained model: matrices normal with standard deviation 0.02 (Radford et al. 2019), gains 1. The same seed
    /// gives
    /// the same numbers on every machine.
    public static Checkpoint random(ModelConfig config, Tokenizer tokenizer, long seed) {
        if (config.vocabulary() != tokenizer.size()) {
            throw new IllegalArgumentException(
                    "the model has " + config.vocabulary() + " tokens, but the tokenizer " + tokenizer.size());
        }
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            Decoder.shapes(config).forEach((name, shape) -> {
                float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
                for (int i = 0; i < values.length; i++) {
                    values[i] = shape.length == 1 ? 1 : (float) (SPREAD * random.nextGaussian());
                }
                weights.put(name, scope.release(Tensor.floats(values, shape)));
            });
        }
        return new Checkpoint(config, tokenizer, weights);
    }

    public ModelConfig config() {
        return config;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// The weights by name. Not to be changed: see [#copiedWeights].
    public Map<String, Tensor> weights() {
        return weights;
    }

    /// Copies of the weights, which belong to the innermost open scope.
    public Map<String, Tensor> copiedWeights() {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> copies.put(name, tensor.copied()));
        return copies;
    }

    /// The model, ready to run.
    public Decoder decoder(Precision precision) {
        return new Decoder(config, weights, precision);
    }

    /// SHA-256 over configuration, tokenizer, template and the exact weights: equal for equal models wherever they lie.
    public String sha256() {
        Fingerprint fingerprint = new Fingerprint()
                .with("config", Json.write(configJson()))
                .with("tokenizer", Json.write(tokenizer.toJson()))
                .with("template", ChatTemplate.jinja());
        Decoder.shapes(config).keySet().forEach(name -> fingerprint.with(name, Safetensors.sha256(weight(name))));
        return fingerprint.hex();
    }

    private Tensor weight(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalStateException("checked when the checkpoint was made: " + name);
        }
        return tensor;
    }

    /// Writes the folder whole or not at all; a folder that is there is replaced.
    public void write(Path folder) throws IOException {
        Path target = folder.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        delete(partial);
        Files.createDirectories(partial);
        try {
            WholeFile.write(partial.resolve("config.json"), Json.pretty(configJson()));
            WholeFile.write(partial.resolve("generation_config.json"), Json.pretty(generationJson()));
            WholeFile.write(partial.resolve("tokenizer.json"), Json.pretty(tokenizer.toJson()));
            WholeFile.write(partial.resolve("tokenizer_config.json"), Json.pretty(tokenizerConfigJson()));
            Safetensors.write(partial.resolve(WEIGHTS), weights);
            delete(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw WholeFile.naming(target, e);
        } finally {
            delete(partial);
        }
    }

    /// Reads a folder. Everything that keeps it from running here is told at once.
    public static Checkpoint read(Path folder) throws IOException {
        List<Problem> missing = new ArrayList<>();
        for (String name : List.of("config.json", "tokenizer.json", WEIGHTS)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                missing.add(new Problem(
                        folder.toString(), 0, "the model folder has no " + name, "Is this the folder of a model?"));
            }
        }
        if (!missing.isEmpty()) {
            throw new InputException(missing);
        }
        Path configFile = folder.resolve("config.json");
        Path tokenizerFile = folder.resolve("tokenizer.json");
        ModelConfig config = ModelConfig.fromJson(json(configFile), configFile.toString());
        Tokenizer tokenizer = Tokenizer.fromJson(json(tokenizerFile), tokenizerFile.toString());
        Map<String, Tensor> weights = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            Safetensors.read(folder.resolve(WEIGHTS))
                    .forEach((name, tensor) -> weights.put(name, scope.release(tensor)));
        }
        List<Problem> problems =
                misfits(config, weights, folder.resolve(WEIGHTS).toString());
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new Checkpoint(config, tokenizer, weights);
    }

    private static JsonNode json(Path file) throws IOException {
        return Json.read(TextFile.read(file), file.toString(), 0);
    }

    private static List<Problem> misfits(ModelConfig config, Map<String, Tensor> weights, String file) {
        List<Problem> problems = new ArrayList<>();
        Map<String, long[]> shapes = Decoder.shapes(config);
        shapes.forEach((name, shape) -> {
            Tensor tensor = weights.get(name);
            if (tensor == null) {
                problems.add(new Problem(file, 0, "the weight " + name + " is missing", ""));
            } else if (!Arrays.equals(tensor.shape(), shape)) {
                problems.add(new Problem(
                        file,
                        0,
                        "the weight " + name + " has the shape " + Arrays.toString(tensor.shape()) + ", not "
                                + Arrays.toString(shape),
                        "Weights and config.json belong to different models."));
            }
        });
        weights.keySet().stream()
                .filter(name -> !shapes.containsKey(name))
                .forEach(name ->
                        problems.add(new Problem(file, 0, "the weight " + name + " has no place in this model", "")));
        return problems;
    }

    private ObjectNode configJson() {
        return config.toJson(end(), tokenizer.padding());
    }

    private ObjectNode generationJson() {
        return Json.object()
                .put("do_sample", true)
                .put("eos_token_id", end())
                .put("pad_token_id", tokenizer.padding())
                .put("temperature", 1.0);
    }

    private ObjectNode tokenizerConfigJson() {
        ObjectNode json = Json.object()
                .put("chat_template", ChatTemplate.jinja())
                .put("clean_up_tokenization_spaces", false)
                .put("eos_token", ChatTemplate.END);
        // Otherwise transformers adds token_type_ids, which a Llama model refuses.
        json.putArray("model_input_names").add("input_ids").add("attention_mask");
        return json.put("model_max_length", config.context())
                .put("pad_token", Tokenizer.PADDING)
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("unk_token", Tokenizer.UNKNOWN);
    }

    private int end() {
        return tokenizer.id(ChatTemplate.END);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException error) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

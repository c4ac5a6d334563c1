package wherefore.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.tensor.Engine;
import wherefore.tensor.Precision;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.Decoder;
import wherefore.transformer.Generator;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// Model folders with the logits of our decoder and the likeliest continuation that our generator finds.
final class ModelSpecimens {

    private static final int LENGTH = 80;
    private static final int CONTINUED = 24;

    private ModelSpecimens() {}

    static void write(Path folder) throws IOException {
        Engine.useThreads(1);
        Tokenizer tokenizer = Tokenizer.of(
                ChatTemplate.TOKENS,
                IntStream.range(0, 40).mapToObj(i -> "word" + i).toList());
        int size = tokenizer.size();
        // The shape of the small world's models; and one whose every number differs from what a reader would assume.
        ModelConfig plain = ModelConfig.small(size, 64, 4, 4, 168, 192);
        ModelConfig odd = new ModelConfig(size, 48, 3, 6, 2, 20, 100, 128, 500, 1e-3, false);
        List<JsonNode> rows = new ArrayList<>();
        rows.add(row("tied", plain, tokenizer, folder));
        rows.add(row("grouped", odd, tokenizer, folder));
        JsonLines.write(folder.resolve("models.jsonl"), rows);
    }

    @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
    private record Row(
            String model, ModelConfig config, int[] ids, float[] logits, int[] prompt, int[] continued, int stop) {}

    private static JsonNode row(String name, ModelConfig config, Tokenizer tokenizer, Path folder) throws IOException {
        strong(config, tokenizer).write(folder.resolve(name));
        Checkpoint read = Checkpoint.read(folder.resolve(name));
        int[] ids = new SplittableRandom(8).ints(LENGTH, 0, tokenizer.size()).toArray();
        int[] prompt = IntStream.of(ids).limit(20).toArray();
        int stop = tokenizer.id(ChatTemplate.END);
        Generator.Prompt asked = new Generator.Prompt(prompt, 0, 1, CONTINUED, stop, 1);
        int[] continued =
                new Generator(read, 1, 4).generate(List.of(asked)).getFirst().ids();
        return Json.from(new Row(name, config, ids, logits(read, ids), prompt, continued, stop));
    }

    @SuppressWarnings("try") // The scope owns what is made below it.
    private static float[] logits(Checkpoint model, int[] ids) {
        Decoder decoder = model.decoder(Precision.F32);
        try (Scope scope = Scope.open()) {
            Tensor row = Tensor.longs(IntStream.of(ids).asLongStream().toArray(), 1, ids.length);
            return decoder.logits(decoder.hidden(row)).toFloats();
        }
    }

    /// Weights as large as a trained model's, gains that are not 1: where a reader errs, the logits then say so.
    private static Checkpoint strong(ModelConfig config, Tokenizer tokenizer) {
        SplittableRandom random = new SplittableRandom(6);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Checkpoint.random(config, tokenizer, 2).weights().forEach((name, tensor) -> {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (tensor.shape().length == 1 ? 0.5 + random.nextDouble() : 8 * values[i]);
            }
            weights.put(name, Tensor.floats(values, tensor.shape()));
        });
        return new Checkpoint(config, tokenizer, weights);
    }
}

package wherefore.transformer;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;

/// The shape of a decoder of the Llama family, as `config.json` of a Hugging Face folder has it.
///
/// @param vocabulary number of tokens
/// @param width      size of the residual stream
/// @param layers     number of blocks
/// @param heads      number of query heads
/// @param groups     number of key and value heads; divides `heads` (Ainslie et al. 2023)
/// @param headWidth  size of one head; even
/// @param inner      size of the feed-forward part
/// @param context    the most tokens of one row
/// @param ropeTheta  base of the rotary angles (Su et al. 2021)
/// @param normEpsilon added to the mean square in RMSNorm
/// @param tied       whether the output map is the transposed embedding
public record ModelConfig(
        int vocabulary,
        int width,
        int layers,
        int heads,
        int groups,
        int headWidth,
        int inner,
        int context,
        double ropeTheta,
        double normEpsilon,
        boolean tied) {

    public ModelConfig {
        atLeastOne("vocabulary", vocabulary);
        atLeastOne("width", width);
        atLeastOne("layers", layers);
        atLeastOne("heads", heads);
        atLeastOne("groups", groups);
        atLeastOne("head width", headWidth);
        atLeastOne("inner width", inner);
        atLeastOne("context", context);
        if (heads % groups != 0) {
            throw new IllegalArgumentException(
                    "heads must be a multiple of groups, but there are " + heads + " and " + groups);
        }
        if (headWidth % 2 != 0) {
            throw new IllegalArgumentException("head width must be even, but was " + headWidth);
        }
        if (!(ropeTheta > 0 && normEpsilon > 0)) {
            throw new IllegalArgumentException("rope theta and norm epsilon must be above 0");
        }
    }

    private static void atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
        }
    }

    /// A small tied decoder with as many groups as heads.
    public static ModelConfig small(int vocabulary, int width, int layers, int heads, int inner, int context) {
        return new ModelConfig(
                vocabulary, width, layers, heads, heads, width / heads, inner, context, 10_000, 1e-5, true);
    }

    /// Number of parameters, a tied output counted once.
    public long parameters() {
        long attention = (long) width * headWidth * (2L * heads + 2L * groups);
        long block = attention + 3L * width * inner + 2L * width;
        return (long) vocabulary * width * (tied ? 1 : 2) + layers * block + width;
    }

    ObjectNode toJson(int endOfTurn, int padding) {
        ObjectNode json = Json.object();
        json.putArray("architectures").add("LlamaForCausalLM");
        return json.put("attention_bias", false)
                .put("attention_dropout", 0.0)
                // Said, because where it is missing readers of Llama take token 1.
                .putNull("bos_token_id")
                .put("eos_token_id", endOfTurn)
                .put("head_dim", headWidth)
                .put("hidden_act", "silu")
                .put("hidden_size", width)
                .put("initializer_range", 0.02)
                .put("intermediate_size", inner)
                .put("max_position_embeddings", context)
                .put("mlp_bias", false)
                .put("model_type", "llama")
                .put("num_attention_heads", heads)
                .put("num_hidden_layers", layers)
                .put("num_key_value_heads", groups)
                .put("pad_token_id", padding)
                .put("rms_norm_eps", normEpsilon)
                .put("rope_theta", ropeTheta)
                .put("tie_word_embeddings", tied)
                .put("torch_dtype", "float32")
                .put("use_cache", true)
                .put("vocab_size", vocabulary);
    }

    /// Reads `config.json`; everything that this decoder cannot run is a problem.
    static ModelConfig fromJson(JsonNode json, String file) {
        List<Problem> problems = new ArrayList<>();
        if (!json.path("model_type").asString("").equals("llama")) {
            problems.add(new Problem(
                    file,
                    0,
                    "the model type is " + json.path("model_type"),
                    "Only decoders of the type \"llama\" run in this process."));
        }
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (json.path(bias).asBoolean(false)) {
                problems.add(
                        new Problem(file, 0, bias + " is true", "Only models without biases run in this process."));
            }
        }
        if (json.path("rope_scaling").isObject()) {
            problems.add(new Problem(file, 0, "rope_scaling is set", "Scaled rotary angles are not supported."));
        }
        for (String key : List.of(
                "vocab_size",
                "hidden_size",
                "num_hidden_layers",
                "num_attention_heads",
                "intermediate_size",
                "max_position_embeddings")) {
            if (json.path(key).asInt(0) < 1) {
                problems.add(
                        new Problem(file, 0, key + " is missing or below 1", "It must be a whole number above 0."));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        int heads = json.path("num_attention_heads").asInt();
        int width = json.path("hidden_size").asInt();
        try {
            return new ModelConfig(
                    json.path("vocab_size").asInt(),
                    width,
                    json.path("num_hidden_layers").asInt(),
                    heads,
                    json.path("num_key_value_heads").asInt(heads),
                    json.path("head_dim").asInt(width / heads),
                    json.path("intermediate_size").asInt(),
                    json.path("max_position_embeddings").asInt(),
                    ropeTheta(json),
                    json.path("rms_norm_eps").asDouble(1e-6),
                    json.path("tie_word_embeddings").asBoolean(false));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    file, 0, String.valueOf(e.getMessage()), "The shape of the model does not add up.");
        }
    }

    /// Newer folders keep the base of the angles one level deeper.
    private static double ropeTheta(JsonNode json) {
        return json.path("rope_theta")
                .asDouble(json.path("rope_parameters").path("rope_theta").asDouble(10_000));
    }
}

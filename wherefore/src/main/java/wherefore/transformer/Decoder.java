package wherefore.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wherefore.tensor.Precision;
import wherefore.tensor.Tensor;

/// A decoder of the Llama family (Touvron et al. 2023): RMSNorm before each part, rotary positions, grouped queries,
/// SwiGLU, no biases. Parameters have their Hugging Face names. B = batch, T = length, W = width.
public final class Decoder {

    private final ModelConfig config;
    private final Precision precision;
    private final Map<String, Tensor> parameters;
    private final List<Layer> layers = new ArrayList<>();
    private final Tensor embedding;
    private final Tensor finalNorm;
    private final Tensor output;
    private final Rotary rotary;

    /// Runs on these tensors as they are: changing them changes the model. Make it outside every step's scope.
    public Decoder(ModelConfig config, Map<String, Tensor> parameters, Precision precision) {
        this.config = config;
        this.precision = precision;
        this.parameters = new LinkedHashMap<>(parameters);
        for (int i = 0; i < config.layers(); i++) {
            layers.add(new Layer(i));
        }
        embedding = parameter("model.embed_tokens.weight");
        finalNorm = parameter("model.norm.weight");
        output = config.tied() ? embedding : parameter("lm_head.weight");
        rotary = Rotary.table(config, config.context());
    }

    /// Names and shapes of all parameters, in the order of the computation.
    static Map<String, long[]> shapes(ModelConfig c) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        long queries = (long) c.heads() * c.headWidth();
        long keys = (long) c.groups() * c.headWidth();
        shapes.put("model.embed_tokens.weight", new long[] {c.vocabulary(), c.width()});
        for (int i = 0; i < c.layers(); i++) {
            String layer = "model.layers." + i + ".";
            shapes.put(layer + "input_layernorm.weight", new long[] {c.width()});
            shapes.put(layer + "self_attn.q_proj.weight", new long[] {queries, c.width()});
            shapes.put(layer + "self_attn.k_proj.weight", new long[] {keys, c.width()});
            shapes.put(layer + "self_attn.v_proj.weight", new long[] {keys, c.width()});
            shapes.put(layer + "self_attn.o_proj.weight", new long[] {c.width(), queries});
            shapes.put(layer + "post_attention_layernorm.weight", new long[] {c.width()});
            shapes.put(layer + "mlp.gate_proj.weight", new long[] {c.inner(), c.width()});
            shapes.put(layer + "mlp.up_proj.weight", new long[] {c.inner(), c.width()});
            shapes.put(layer + "mlp.down_proj.weight", new long[] {c.width(), c.inner()});
        }
        shapes.put("model.norm.weight", new long[] {c.width()});
        if (!c.tied()) {
            shapes.put("lm_head.weight", new long[] {c.vocabulary(), c.width()});
        }
        return shapes;
    }

    public ModelConfig config() {
        return config;
    }

    /// The parameters by name; the tensors themselves, not copies.
    public Map<String, Tensor> parameters() {
        return Map.copyOf(parameters);
    }

    /// The last hidden states [B, T, W] of ids [B, T], each row from position 0.
    public Tensor hidden(Tensor ids) {
        return run(ids, rotary.first(ids.size(1)), new Whole());
    }

    /// Logits [..., vocabulary] of hidden states [..., W].
    public Tensor logits(Tensor hidden) {
        return hidden.linear(output, precision);
    }

    /// The last hidden states [B, 1, W] of ids [B, T] at positions 0 to T - 1; keys and values go into the cache, which
    /// was empty.
    Tensor prefill(Tensor ids, KeyValueCache cache) {
        long length = ids.size(1);
        Tensor hidden = run(ids, rotary.first(length), new Filling(cache));
        cache.advance(Math.toIntExact(length));
        return hidden.narrow(1, length - 1, 1);
    }

    /// The last hidden states [B, 1, W] of one further token a row, ids [B, 1] at positions [B].
    ///
    /// @param mask [B, 1, 1, cache length + 1]: 0 where a row has a token, minus infinity before its start
    Tensor decode(Tensor ids, Tensor positions, Tensor mask, KeyValueCache cache) {
        Tensor hidden = run(ids, rotary.at(positions), new Continuing(cache, mask));
        cache.advance(1);
        return hidden;
    }

    private Tensor run(Tensor ids, Rotary angles, Attention attention) {
        Tensor x = embedding.embedding(ids);
        for (Layer layer : layers) {
            x = layer.forward(x, angles, attention);
        }
        return x.rmsNorm(finalNorm, config.normEpsilon());
    }

    private Tensor parameter(String name) {
        Tensor tensor = parameters.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the parameter " + name + " is missing");
        }
        return tensor;
    }

    private final class Layer {
        private final int index;
        private final Tensor attentionNorm;
        private final Tensor query;
        private final Tensor key;
        private final Tensor value;
        private final Tensor out;
        private final Tensor feedForwardNorm;
        private final Tensor gate;
        private final Tensor up;
        private final Tensor down;

        Layer(int index) {
            this.index = index;
            String name = "model.layers." + index + ".";
            attentionNorm = parameter(name + "input_layernorm.weight");
            query = parameter(name + "self_attn.q_proj.weight");
            key = parameter(name + "self_attn.k_proj.weight");
            value = parameter(name + "self_attn.v_proj.weight");
            out = parameter(name + "self_attn.o_proj.weight");
            feedForwardNorm = parameter(name + "post_attention_layernorm.weight");
            gate = parameter(name + "mlp.gate_proj.weight");
            up = parameter(name + "mlp.up_proj.weight");
            down = parameter(name + "mlp.down_proj.weight");
        }

        Tensor forward(Tensor x, Rotary angles, Attention attention) {
            long batch = x.size(0);
            long length = x.size(1);
            Tensor y = x.rmsNorm(attentionNorm, config.normEpsilon());
            Tensor q = angles.turn(heads(y.linear(query, precision), config.heads()));
            Tensor k = angles.turn(heads(y.linear(key, precision), config.groups()));
            Tensor v = heads(y.linear(value, precision), config.groups());
            Tensor mixed = attention.attend(index, q, k, v).transpose(1, 2).reshape(batch, length, -1);
            Tensor z = x.plus(mixed.linear(out, precision));
            Tensor n = z.rmsNorm(feedForwardNorm, config.normEpsilon());
            Tensor inner = n.linear(gate, precision).silu().times(n.linear(up, precision));
            return z.plus(inner.linear(down, precision));
        }

        /// [B, T, heads · d] to [B, heads, T, d].
        private Tensor heads(Tensor x, int heads) {
            return x.reshape(x.size(0), x.size(1), heads, config.headWidth()).transpose(1, 2);
        }
    }

    /// How queries meet keys and values: [B, heads, T, d] and [B, groups, T, d] to [B, heads, T, d].
    private interface Attention {
        Tensor attend(int layer, Tensor q, Tensor k, Tensor v);
    }

    /// All of a text at once.
    private record Whole() implements Attention {
        @Override
        public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
            return Tensor.causalAttention(q, k, v);
        }
    }

    /// All of a prompt at once; its keys and values are kept.
    private record Filling(KeyValueCache cache) implements Attention {
        @Override
        public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
            cache.write(layer, k, v);
            return Tensor.causalAttention(q, k, v);
        }
    }

    /// One token a row after those in the cache.
    private record Continuing(KeyValueCache cache, Tensor mask) implements Attention {
        @Override
        public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
            cache.write(layer, k, v);
            Tensor keys = cache.keys(layer, 1);
            Tensor values = cache.values(layer, 1);
            // A product of one query and its keys is too small for a matrix product: a thousand of them cost three
            // times
            // as much as one elementwise product and a sum.
            long batch = q.size(0);
            long groups = k.size(1);
            long d = q.size(3);
            Tensor queries = q.times(1 / Math.sqrt((double) d)).reshape(batch, groups, -1, 1, d);
            Tensor weights = keys.reshape(batch, groups, 1, -1, d)
                    .times(queries)
                    .sum(-1)
                    .addInPlace(mask)
                    .softmax(-1);
            return values.reshape(batch, groups, 1, -1, d)
                    .times(weights.reshape(batch, groups, -1, keys.size(2), 1))
                    .sum(3)
                    .reshape(batch, q.size(1), 1, d);
        }
    }
}

package wherefore.transformer;

import java.util.LinkedHashMap;
import java.util.Map;
import wherefore.tensor.Tensor;

/// The equations of a Llama decoder written out in loops and double precision, without the engine: what [Decoder] must
/// equal. RMSNorm: Zhang and Sennrich 2019; rotary positions: Su et al. 2021; grouped queries: Ainslie et al. 2023;
/// SwiGLU:
/// Shazeer 2020.
final class PlainDecoder {

    private final ModelConfig c;
    private final Map<String, float[]> weights = new LinkedHashMap<>();

    PlainDecoder(Checkpoint checkpoint) {
        c = checkpoint.config();
        checkpoint.weights().forEach((String name, Tensor tensor) -> weights.put(name, tensor.toFloats()));
    }

    /// Logits of every position.
    double[][] logits(int... ids) {
        double[][] x = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            x[t] = new double[c.width()];
            for (int i = 0; i < c.width(); i++) {
                x[t][i] = w("model.embed_tokens.weight")[ids[t] * c.width() + i];
            }
        }
        for (int layer = 0; layer < c.layers(); layer++) {
            attend(x, "model.layers." + layer + ".");
            feedForward(x, "model.layers." + layer + ".");
        }
        double[][] logits = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            logits[t] = map(norm(x[t], "model.norm.weight"), c.tied() ? "model.embed_tokens.weight" : "lm_head.weight");
        }
        return logits;
    }

    private void attend(double[][] x, String name) {
        int length = x.length;
        int d = c.headWidth();
        double[][] q = new double[length][];
        double[][] k = new double[length][];
        double[][] v = new double[length][];
        for (int t = 0; t < length; t++) {
            double[] y = norm(x[t], name + "input_layernorm.weight");
            q[t] = turned(map(y, name + "self_attn.q_proj.weight"), t);
            k[t] = turned(map(y, name + "self_attn.k_proj.weight"), t);
            v[t] = map(y, name + "self_attn.v_proj.weight");
        }
        for (int t = 0; t < length; t++) {
            double[] mixed = new double[c.heads() * d];
            for (int h = 0; h < c.heads(); h++) {
                int group = h / (c.heads() / c.groups());
                double[] weight = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int i = 0; i < d; i++) {
                        score += q[t][h * d + i] * k[s][group * d + i];
                    }
                    weight[s] = Math.exp(score / Math.sqrt(d));
                    sum += weight[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < d; i++) {
                        mixed[h * d + i] += weight[s] / sum * v[s][group * d + i];
                    }
                }
            }
            add(x[t], map(mixed, name + "self_attn.o_proj.weight"));
        }
    }

    private void feedForward(double[][] x, String name) {
        for (double[] row : x) {
            double[] y = norm(row, name + "post_attention_layernorm.weight");
            double[] gate = map(y, name + "mlp.gate_proj.weight");
            double[] up = map(y, name + "mlp.up_proj.weight");
            for (int i = 0; i < gate.length; i++) {
                gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
            }
            add(row, map(gate, name + "mlp.down_proj.weight"));
        }
    }

    /// The pair (i, i + d/2) of every head turned by position · theta^(-2i/d).
    private double[] turned(double[] x, int position) {
        int d = c.headWidth();
        double[] y = x.clone();
        for (int start = 0; start < x.length; start += d) {
            for (int i = 0; i < d / 2; i++) {
                double angle = position * Math.pow(c.ropeTheta(), -2.0 * i / d);
                double a = x[start + i];
                double b = x[start + i + d / 2];
                y[start + i] = a * Math.cos(angle) - b * Math.sin(angle);
                y[start + i + d / 2] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
        return y;
    }

    private double[] norm(double[] x, String gain) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / Math.sqrt(squares / x.length + c.normEpsilon()) * w(gain)[i];
        }
        return y;
    }

    private double[] map(double[] x, String name) {
        float[] matrix = w(name);
        double[] y = new double[matrix.length / x.length];
        for (int o = 0; o < y.length; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += matrix[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private float[] w(String name) {
        return java.util.Objects.requireNonNull(weights.get(name), name);
    }

    private static void add(double[] to, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += what[i];
        }
    }
}

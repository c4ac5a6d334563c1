package wherefore.tensor;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.OptimizerParamGroupVector;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). Decay falls on matrices only: pulling
/// the
/// gains of norms towards zero has no use.
public final class AdamW implements AutoCloseable {

    private final org.bytedeco.pytorch.AdamW optimizer;
    private final TensorVector all;
    private final OptimizerParamGroupVector groups;

    /// Made outside every step's scope.
    public AdamW(List<Tensor> parameters, double beta1, double beta2, double epsilon, double weightDecay) {
        all = vector(parameters);
        OptimizerParamGroup matrices =
                group(parameters.stream().filter(AdamW::decays).toList(), beta1, beta2, epsilon, weightDecay);
        OptimizerParamGroup gains =
                group(parameters.stream().filter(p -> !decays(p)).toList(), beta1, beta2, epsilon, 0);
        optimizer = new org.bytedeco.pytorch.AdamW(new OptimizerParamGroupVector(matrices, gains));
        groups = optimizer.param_groups();
    }

    /// Sets the gradients of all parameters to nothing.
    public void clearGradients() {
        optimizer.zero_grad();
    }

    /// Scales all gradients down together so that their joint Euclidean length is at most `limit`; returns the length
    /// before.
    public double clipGradients(double limit) {
        return torch.clip_grad_norm_(all, limit);
    }

    /// One step down the gradients.
    public void step(double learningRate) {
        for (long i = 0; i < groups.size(); i++) {
            groups.get(i).options().set_lr(learningRate);
        }
        optimizer.step();
    }

    @Override
    public void close() {
        optimizer.close();
        all.close();
    }

    private static boolean decays(Tensor parameter) {
        return parameter.shape().length > 1;
    }

    private static OptimizerParamGroup group(
            List<Tensor> parameters, double beta1, double beta2, double epsilon, double weightDecay) {
        AdamWOptions options = new AdamWOptions(0);
        // The pair lies in memory in an order that the compiler of the engine chose; its defaults, 0.9 and 0.999, tell.
        DoublePointer betas = options.betas();
        int first = betas.get(0) < betas.get(1) ? 0 : 1;
        betas.put(first, beta1);
        betas.put(1 - first, beta2);
        options.eps().put(epsilon);
        options.weight_decay().put(weightDecay);
        return new OptimizerParamGroup(vector(parameters), options);
    }

    private static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }
}

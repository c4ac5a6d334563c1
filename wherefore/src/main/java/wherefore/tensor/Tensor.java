package wherefore.tensor;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A dense array of numbers in native memory, and the operations we use on it. Dimensions count from 0; negative ones
/// from the end. A method whose name ends in `InPlace` or starts with `copy` changes the tensor; every other one makes
/// a
/// new tensor, which belongs to the innermost open [Scope].
public final class Tensor {

    /// The label that [#crossEntropy] passes over.
    public static final long UNLABELLED = -100;

    private final org.bytedeco.pytorch.Tensor handle;

    /// What must stay reachable as long as this tensor: the mapping that its numbers lie in.
    @SuppressWarnings("UnusedVariable")
    private final Object owner;

    Tensor(org.bytedeco.pytorch.Tensor handle) {
        this(handle, handle);
    }

    Tensor(org.bytedeco.pytorch.Tensor handle, Object owner) {
        this.handle = handle;
        this.owner = owner;
    }

    org.bytedeco.pytorch.Tensor handle() {
        return handle;
    }

    private static Tensor of(org.bytedeco.pytorch.Tensor handle) {
        return new Tensor(handle);
    }

    // Making

    public static Tensor floats(float[] values, long... shape) {
        Engine.require();
        return of(AbstractTensor.create(values, shape));
    }

    /// Whole numbers: ids and positions.
    public static Tensor longs(long[] values, long... shape) {
        Engine.require();
        return of(AbstractTensor.create(values, shape));
    }

    public static Tensor zeros(long... shape) {
        Engine.require();
        return of(torch.zeros(shape, new TensorOptions(ScalarType.Float)));
    }

    public static Tensor ones(long... shape) {
        Engine.require();
        return of(torch.ones(shape, new TensorOptions(ScalarType.Float)));
    }

    public static Tensor concatenate(int dimension, List<Tensor> parts) {
        TensorVector vector =
                new TensorVector(parts.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
        return of(torch.cat(vector, dimension));
    }

    // Shape

    public long size(int dimension) {
        return handle.size(dimension);
    }

    public long[] shape() {
        return handle.shape();
    }

    public long elements() {
        return handle.numel();
    }

    /// The same numbers in the same order under another shape; one dimension may be -1.
    public Tensor reshape(long... shape) {
        return of(handle.reshape(shape));
    }

    public Tensor transpose(int first, int second) {
        return of(handle.transpose(first, second));
    }

    /// A view of `length` entries of a dimension from `start`.
    public Tensor narrow(int dimension, long start, long length) {
        return of(handle.narrow(dimension, start, length));
    }

    /// The entries of a dimension at these indices, copied.
    public Tensor select(int dimension, Tensor indices) {
        return of(handle.index_select(dimension, indices.handle));
    }

    // Arithmetic, with broadcasting

    public Tensor plus(Tensor other) {
        return of(handle.add(other.handle));
    }

    public Tensor minus(Tensor other) {
        return of(handle.sub(other.handle));
    }

    public Tensor times(Tensor other) {
        return of(handle.mul(other.handle));
    }

    public Tensor times(double factor) {
        return of(handle.mul(new Scalar(factor)));
    }

    public Tensor negated() {
        return of(handle.neg());
    }

    public Tensor addInPlace(Tensor other) {
        handle.add_(other.handle);
        return this;
    }

    public Tensor scaleInPlace(double factor) {
        handle.mul_(new Scalar(factor));
        return this;
    }

    /// Overwrites this tensor's numbers by those of another one of the same shape.
    public Tensor copyFrom(Tensor other) {
        handle.copy_(other.handle);
        return this;
    }

    /// Matrix product of the last two dimensions, batched over the others.
    public Tensor matmul(Tensor other) {
        return of(handle.matmul(other.handle));
    }

    public Tensor sum() {
        return of(handle.sum());
    }

    /// The sum over one dimension, which disappears.
    public Tensor sum(int dimension) {
        return of(handle.sum(dimension));
    }

    // What a transformer is made of

    /// Rows of this table [vocabulary, width] for ids of any shape: [..., width].
    public Tensor embedding(Tensor ids) {
        return of(torch.embedding(handle, ids.handle));
    }

    /// y = x Wᵀ for x [..., in] and W [out, in].
    public Tensor linear(Tensor weight, Precision precision) {
        return switch (precision) {
            case F32 -> of(torch.linear(handle, weight.handle));
            case MIXED ->
                of(torch.linear(handle.to(ScalarType.BFloat16), weight.handle.to(ScalarType.BFloat16))
                        .to(ScalarType.Float));
        };
    }

    /// x / sqrt(mean(x²) + epsilon) · weight over the last dimension (Zhang and Sennrich 2019, equation 4).
    public Tensor rmsNorm(Tensor weight, double epsilon) {
        return of(torch.rms_norm(
                handle, new long[] {size(-1)}, new TensorOptional(weight.handle), new DoubleOptional(epsilon)));
    }

    /// x · sigmoid(x).
    public Tensor silu() {
        return of(torch.silu(handle));
    }

    public Tensor softmax(int dimension) {
        return of(torch.softmax(handle, dimension));
    }

    /// softmax(q kᵀ / sqrt(d) + causal mask) v for q [batch, heads, length, d] and k, v [batch, groups, length, d]
    /// where
    /// the number of groups divides the number of heads.
    public static Tensor causalAttention(Tensor q, Tensor k, Tensor v) {
        return of(torch.scaled_dot_product_attention(
                q.handle,
                k.handle,
                v.handle,
                new TensorOptional(),
                0.0,
                q.size(2) > 1,
                new DoubleOptional(),
                q.size(1) != k.size(1)));
    }

    /// Mean of the negative log probability of the label, over the rows of logits [rows, classes] that have a label
    /// other than
    /// [#UNLABELLED].
    public Tensor crossEntropy(Tensor labels) {
        return of(torch.cross_entropy_loss(handle, labels.handle, new TensorOptional(), 1, UNLABELLED, 0.0));
    }

    // Differentiation

    /// Marks this tensor as a parameter: [#backward] gathers its gradient.
    public Tensor requireGradient() {
        handle.set_requires_grad(true);
        return this;
    }

    /// The same numbers, cut off from differentiation.
    public Tensor detached() {
        return new Tensor(handle.detach(), owner);
    }

    /// A copy of its own memory.
    public Tensor copied() {
        return of(handle.detach().clone());
    }

    public boolean hasGradient() {
        return handle.grad().defined();
    }

    public Tensor gradient() {
        return of(handle.grad());
    }

    /// Adds the gradients of this scalar to all parameters that it was computed from.
    public void backward() {
        handle.backward();
    }

    // Reading

    /// The number of a tensor with one element.
    public float item() {
        return handle.item_float();
    }

    /// All numbers, the last dimension fastest.
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        readInto(values);
        return values;
    }

    /// As [#toFloats], into an array that is long enough.
    public void readInto(float[] values) {
        org.bytedeco.pytorch.Tensor dense = handle.to(ScalarType.Float).contiguous();
        try (FloatPointer numbers = new FloatPointer(dense.data_ptr())) {
            numbers.get(values, 0, Math.toIntExact(elements()));
        }
    }

    public long[] toLongs() {
        long[] values = new long[Math.toIntExact(elements())];
        org.bytedeco.pytorch.Tensor dense = handle.contiguous();
        try (LongPointer numbers = new LongPointer(dense.data_ptr())) {
            numbers.get(values);
        }
        return values;
    }
}

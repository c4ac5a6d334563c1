package wherefore.tensor;

/// The number format inside the linear maps. Weights, optimizer state, attention, norms and the residual stream are
/// 32-bit floats in both.
public enum Precision {
    /// 32-bit floats throughout.
    F32,
    /// Inputs and weights of linear maps are rounded to bfloat16 before they are multiplied. Needs a processor that
    /// multiplies bfloat16 natively to be worth it.
    MIXED;

    /// The faster one on this processor.
    public static Precision automatic() {
        return Engine.multipliesBrainFloats() ? MIXED : F32;
    }
}

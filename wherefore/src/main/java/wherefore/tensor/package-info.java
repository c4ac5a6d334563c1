/// Tensors over libtorch: [wherefore.tensor.Tensor], [wherefore.tensor.Scope] and the few operations we use. The only
/// package that imports the native engine and touches foreign memory.
@NullMarked
package wherefore.tensor;

import org.jspecify.annotations.NullMarked;

package wherefore.tensor;

import org.bytedeco.javacpp.PointerScope;

/// Owns the native memory of every tensor that its thread makes while it is the innermost open scope, and frees it on
/// closing. One for parameters, one per step. Scopes close in the reverse order of their opening.
///
/// A tensor made outside every scope is freed when the garbage collector finds it unreachable.
public final class Scope implements AutoCloseable {

    private final PointerScope scope = new PointerScope();

    private Scope() {}

    public static Scope open() {
        Engine.require();
        return new Scope();
    }

    /// Lets a tensor made in this scope live on when the scope closes: as long as Java reaches it.
    public Tensor release(Tensor tensor) {
        tensor.handle().retainReference();
        return tensor;
    }

    @Override
    public void close() {
        scope.close();
    }
}

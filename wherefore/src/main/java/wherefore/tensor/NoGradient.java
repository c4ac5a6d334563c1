package wherefore.tensor;

import org.bytedeco.pytorch.NoGradGuard;

/// While open, operations of this thread are not recorded for differentiation.
public final class NoGradient implements AutoCloseable {

    private final NoGradGuard guard = new NoGradGuard();

    private NoGradient() {}

    public static NoGradient open() {
        Engine.require();
        return new NoGradient();
    }

    @Override
    public void close() {
        guard.close();
    }
}

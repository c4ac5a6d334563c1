package wherefore.benchmarks;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import wherefore.tensor.Engine;

/// The plain product that training is measured against, in millions of operations a second: two square matrices that
/// are in the format already, into a third that is there already. Nothing of our own code takes part.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class MatrixProduct {

    static final int SIDE = 2048;

    /// 2 · 2048³ operations.
    private static final int MILLIONS = 17_180;

    /// `F32`: 32-bit floats; `MIXED`: bfloat16, which mixed precision multiplies.
    @Param({"F32", "MIXED"})
    public String precision = "";

    /// Threads of the engine's operators.
    @Param("1")
    public int threads;

    /// Threads of the matrix library under them, which may be what multiplies. The engine sets one, because both
    /// together start more threads than there are cores.
    @Param("1")
    public int libraryThreads;

    private Tensor left = new Tensor();
    private Tensor right = new Tensor();
    private Tensor product = new Tensor();

    @Setup
    public void matrices() {
        Engine.useThreads(threads);
        openblas_nolapack.blas_set_num_threads(libraryThreads);
        torch.ScalarType format = precision.equals("F32") ? torch.ScalarType.Float : torch.ScalarType.BFloat16;
        left = torch.randn(SIDE, SIDE).to(format);
        right = torch.randn(SIDE, SIDE).to(format);
        product = torch.mm(left, right);
    }

    @Benchmark
    @OperationsPerInvocation(MILLIONS)
    @SuppressWarnings("try") // The scope owns the handle that comes back.
    public void product() {
        try (PointerScope scope = new PointerScope()) {
            torch.mm_out(product, left, right);
        }
    }
}

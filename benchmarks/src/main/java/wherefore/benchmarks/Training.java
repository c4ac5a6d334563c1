package wherefore.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
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
import wherefore.dataset.Example;
import wherefore.tensor.Precision;
import wherefore.training.StepListener;
import wherefore.training.TrainingMethod;
import wherefore.training.TrainingSettings;
import wherefore.transformer.Checkpoint;

/// Tokens a second of whole trainings of six steps: reading, packing, copying the weights, and every step.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class Training {

    private static final int STEPS = 6;
    private static final int FIVE_MILLION_ROWS = 16;
    private static final int SMALL_WORLD_ROWS = 5;

    @Param({"F32", "MIXED"})
    public Precision precision = Precision.F32;

    /// Cores that the training uses.
    @Param("1")
    public int threads;

    private List<Example> fiveMillionRows = List.of();
    private List<Example> smallWorldRows = List.of();
    private final Checkpoint fiveMillionBase = SmallDecoder.FIVE_MILLION.untrained();
    private final Checkpoint smallWorldBase = SmallDecoder.SMALL_WORLD.untrained();

    @Setup
    public void texts() {
        fiveMillionRows = SmallDecoder.FIVE_MILLION.rows(STEPS * FIVE_MILLION_ROWS);
        smallWorldRows = SmallDecoder.SMALL_WORLD.rows(STEPS * SMALL_WORLD_ROWS);
    }

    /// Rows of 256 tokens.
    @Benchmark
    @OperationsPerInvocation(STEPS * FIVE_MILLION_ROWS * 256)
    public Checkpoint fiveMillion() {
        return train(SmallDecoder.FIVE_MILLION, fiveMillionBase, fiveMillionRows, FIVE_MILLION_ROWS);
    }

    /// Rows of 192 tokens.
    @Benchmark
    @OperationsPerInvocation(STEPS * SMALL_WORLD_ROWS * 192)
    public Checkpoint smallWorld() {
        return train(SmallDecoder.SMALL_WORLD, smallWorldBase, smallWorldRows, SMALL_WORLD_ROWS);
    }

    private Checkpoint train(SmallDecoder decoder, Checkpoint base, List<Example> texts, int rows) {
        TrainingSettings settings = TrainingMethod.PRETRAINING
                .settings(1)
                .withRows(rows)
                .withContext(decoder.config().context())
                .withThreads(threads)
                .withPrecision(precision);
        return TrainingMethod.PRETRAINING.recipe(settings).train(base, texts, StepListener.SILENT);
    }
}

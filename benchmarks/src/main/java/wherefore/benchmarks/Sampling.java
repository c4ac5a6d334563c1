package wherefore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.Generator;

/// Short samples a second of the small world's decoder: prompts of 60 to 89 tokens, answers of at most 30 to 49.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class Sampling {

    private static final int SAMPLES = 1000;
    private static final int SEQUENCES_AT_ONCE = 128;

    /// How often each prompt is asked.
    @Param({"1", "10"})
    public int repeats;

    @Param("1")
    public int threads;

    private final Checkpoint checkpoint = SmallDecoder.SMALL_WORLD.untrained();
    private List<Generator.Prompt> prompts = List.of();

    @Setup
    public void prompts() {
        SplittableRandom random = new SplittableRandom(1);
        int stop = checkpoint.tokenizer().id(ChatTemplate.END);
        List<Generator.Prompt> all = new ArrayList<>();
        for (int i = 0; i < SAMPLES / repeats; i++) {
            int[] ids = random.ints(
                            60 + random.nextInt(30), 10, checkpoint.config().vocabulary())
                    .toArray();
            for (int r = 0; r < repeats; r++) {
                all.add(new Generator.Prompt(ids, 1, 1, 30 + random.nextInt(20), stop, random.nextLong()));
            }
        }
        prompts = all;
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public Object sample() {
        return new Generator(checkpoint, threads, SEQUENCES_AT_ONCE).generate(prompts);
    }
}

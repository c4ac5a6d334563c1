package wherefore.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.tensor.Engine;
import wherefore.tensor.NoGradient;
import wherefore.tensor.Precision;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;
import wherefore.training.ContinuedPretraining;
import wherefore.training.StepRecord;
import wherefore.training.TrainingSettings;
import wherefore.transformer.ChatTemplate;
import wherefore.transformer.Checkpoint;
import wherefore.transformer.Generator;
import wherefore.transformer.ModelConfig;
import wherefore.transformer.Tokenizer;

/// Training tokens a second and the share of a plain matrix product's rate at about five million parameters, and short
/// samples a second at about one million. A plain program: the subject is a whole training step of half a second, whose
/// rate is the same in every process, not a call of some nanoseconds that a compiler could fold away.
public final class EngineSpeed {

    private static final int SIDE = 2048;
    private static final int STEPS = 12;

    private final int threads;
    private final Map<Precision, Double> products = new EnumMap<>(Precision.class);

    private EngineSpeed(int threads) {
        this.threads = threads;
    }

    /// Prints one line a measurement.
    ///
    /// @param arguments the number of threads; all cores without
    public static void main(String... arguments) {
        int cores = Runtime.getRuntime().availableProcessors();
        EngineSpeed speed = new EngineSpeed(arguments.length > 0 ? Integer.parseInt(arguments[0]) : cores);
        speed.matrixProducts();
        speed.training("5M", model(2048, 256, 6, 8, 4, 704, 256), 16, speed.threads);
        speed.training("0.85M", model(540, 128, 4, 4, 4, 336, 192), 5, 1);
        speed.sampling(model(540, 128, 4, 4, 4, 336, 192));
    }

    private void matrixProducts() {
        Engine.useThreads(threads);
        for (Precision precision : Precision.values()) {
            products.put(precision, matrixProduct(precision));
            say(
                    "matrix product %d x %d x %d, %s, %d threads: %.0f GFLOP/s",
                    SIDE, SIDE, SIDE, precision, threads, products.get(precision));
        }
    }

    @SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
    private double matrixProduct(Precision precision) {
        double best = 0;
        try (Scope scope = Scope.open();
                NoGradient noGradient = NoGradient.open()) {
            Tensor left = Tensor.ones(SIDE, SIDE);
            Tensor right = Tensor.ones(SIDE, SIDE);
            for (int i = 0; i < 30; i++) {
                try (Scope one = Scope.open()) {
                    long start = System.nanoTime();
                    left.linear(right, precision);
                    best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / (System.nanoTime() - start));
                }
            }
        }
        return best;
    }

    private void training(String size, Checkpoint base, int rows, int used) {
        for (Precision precision : Precision.values()) {
            int context = base.config().context();
            TrainingSettings settings = TrainingSettings.small(1e-3, 1)
                    .withRows(rows)
                    .withContext(context)
                    .withThreads(used)
                    .withPrecision(precision);
            List<Double> seconds = new ArrayList<>();
            long[] last = {System.nanoTime()};
            new ContinuedPretraining(settings)
                    .train(base, documents(base.tokenizer(), rows * STEPS, context - 1), (StepRecord step) -> {
                        seconds.add((System.nanoTime() - last[0]) / 1e9);
                        last[0] = System.nanoTime();
                    });
            List<Double> warm = seconds.subList(STEPS / 3, STEPS);
            double tokens = (double) rows * context;
            double best = tokens / warm.stream().mapToDouble(s -> s).min().orElseThrow();
            double mean = tokens / warm.stream().mapToDouble(s -> s).average().orElseThrow();
            double rate = best * flopPerToken(base.config()) / 1e9;
            say(
                    "training %s (%,d parameters), %s, %d threads: %,.0f tokens/s at best, %,.0f in the mean; %.0f GFLOP/s = %.0f %% of the matrix product in the same precision on %d threads",
                    size,
                    base.config().parameters(),
                    precision,
                    used,
                    best,
                    mean,
                    rate,
                    100 * rate / products.getOrDefault(precision, Double.NaN),
                    threads);
        }
    }

    /// Six operations a parameter and token, and 6 · layers · width · length for attention's two products (causal: half
    /// of
    /// the 12 of Chowdhery et al. 2022, appendix B).
    private static double flopPerToken(ModelConfig c) {
        return 6.0 * c.parameters() + 6.0 * c.layers() * c.width() * c.context();
    }

    private void sampling(Checkpoint checkpoint) {
        SplittableRandom random = new SplittableRandom(1);
        int stop = checkpoint.tokenizer().id(ChatTemplate.END);
        for (int repeats : new int[] {1, 10}) {
            List<Generator.Prompt> prompts = new ArrayList<>();
            for (int i = 0; i < 1024 / repeats; i++) {
                int[] ids = random.ints(60 + random.nextInt(30), 10, 540).toArray();
                for (int r = 0; r < repeats; r++) {
                    prompts.add(new Generator.Prompt(ids, 1, 1, 30 + random.nextInt(20), stop, random.nextLong()));
                }
            }
            for (int used = 1; used <= threads; used++) {
                Generator generator = new Generator(checkpoint, used, 128);
                generator.generate(prompts.subList(0, 256));
                long start = System.nanoTime();
                long drawn = generator.generate(prompts).stream()
                        .mapToLong(c -> c.ids().length)
                        .sum();
                double seconds = (System.nanoTime() - start) / 1e9;
                say(
                        "sampling 0.85M, %d repeats of a prompt of 60 to 89 tokens, %d threads: %,.0f samples/s, %,.0f tokens drawn/s",
                        repeats, used, prompts.size() / seconds, drawn / seconds);
            }
        }
    }

    private static Checkpoint model(
            int vocabulary, int width, int layers, int heads, int groups, int inner, int context) {
        Tokenizer bare = Tokenizer.of(ChatTemplate.TOKENS, List.of());
        Tokenizer tokenizer = Tokenizer.of(
                ChatTemplate.TOKENS,
                IntStream.range(0, vocabulary - bare.size())
                        .mapToObj(i -> "w" + i)
                        .toList());
        ModelConfig config = new ModelConfig(
                vocabulary, width, layers, heads, groups, width / heads, inner, context, 10_000, 1e-5, true);
        return Checkpoint.random(config, tokenizer, 1);
    }

    private static List<Example> documents(Tokenizer tokenizer, int count, int length) {
        SplittableRandom random = new SplittableRandom(2);
        List<Example> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = random.ints(length, 0, tokenizer.size() - 20)
                    .mapToObj(w -> "w" + w)
                    .collect(Collectors.joining(" "));
            documents.add(new Example.Document("d" + i, text, Provenance.of("benchmark")));
        }
        return documents;
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be the only use of its library.
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

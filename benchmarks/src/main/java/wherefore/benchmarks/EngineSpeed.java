package wherefore.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import wherefore.tensor.Precision;

/// Runs the benchmarks and prints, last, what training at five million parameters does of a plain product's rate. All
/// options of JMH are taken.
public final class EngineSpeed {

    /// Those with which `bin/wherefore` starts Java.
    private static final String[] FLAGS = {
        "-XX:+UseSerialGC",
        "-Xmx1200m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"
    };

    private EngineSpeed() {}

    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException, IOException {
        CommandLineOptions asked = new CommandLineOptions(arguments);
        if (asked.shouldHelp()) {
            asked.showHelp();
            return;
        }
        int cores = Runtime.getRuntime().availableProcessors();
        String[] threads = Stream.of(1, cores).distinct().map(String::valueOf).toArray(String[]::new);
        OptionsBuilder builder = new OptionsBuilder();
        builder.parent(asked).jvmArgs(FLAGS).shouldFailOnError(true);
        if (asked.getIncludes().isEmpty()) {
            builder.include(EngineSpeed.class.getPackageName() + "\\..*");
        }
        for (String name : new String[] {"threads", "libraryThreads"}) {
            if (!asked.getParameter(name).hasValue()) {
                builder.param(name, threads);
            }
        }
        Options options = builder.build();
        if (asked.shouldList()) {
            new Runner(options).list();
        } else {
            shares(new Runner(options).run());
        }
    }

    /// Training on so many threads against the best of all plain products in the same precision, whatever threads that
    /// took.
    private static void shares(Collection<RunResult> results) {
        for (RunResult training : results) {
            if (!name(training).equals(Training.class.getSimpleName() + ".fiveMillion")) {
                continue;
            }
            String precision = training.getParams().getParam("precision");
            double tokens = training.getPrimaryResult().getScore();
            double millions = tokens * SmallDecoder.FIVE_MILLION.flopPerToken() / 1e6;
            Optional<RunResult> product = results.stream()
                    .filter(r -> name(r).startsWith(MatrixProduct.class.getSimpleName() + "."))
                    .filter(r -> r.getParams().getParam("precision").equals(precision))
                    .max(Comparator.comparingDouble(r -> r.getPrimaryResult().getScore()));
            say(
                    "training %,d parameters, %s, %s threads: %,.0f tokens/s = %.1f GFLOP/s",
                    SmallDecoder.FIVE_MILLION.config().parameters(),
                    Precision.valueOf(precision) == Precision.F32 ? "f32" : "mixed",
                    training.getParams().getParam("threads"),
                    tokens,
                    millions / 1e3);
            product.ifPresent(p -> say(
                    "  %.0f %% of the best plain product of two %d x %d matrices in the same precision: %.1f GFLOP/s, with %s threads of operators and %s of the matrix library",
                    100 * millions / p.getPrimaryResult().getScore(),
                    MatrixProduct.SIDE,
                    MatrixProduct.SIDE,
                    p.getPrimaryResult().getScore() / 1e3,
                    p.getParams().getParam("threads"),
                    p.getParams().getParam("libraryThreads")));
        }
    }

    /// `Training.fiveMillion`.
    private static String name(RunResult result) {
        return result.getParams()
                .getBenchmark()
                .substring(EngineSpeed.class.getPackageName().length() + 1);
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be the only use of its library.
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

package wherefore.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/// The native engine as a whole: whether it is there, and how many threads it uses.
public final class Engine {

    private Engine() {}

    /// Whether the engine can be used here.
    public sealed interface Availability {

        /// It is there.
        ///
        /// @param capability the vector instructions that the engine chose, such as `AVX512`
        record Available(String version, String capability, Precision precision) implements Availability {}

        /// It is not.
        ///
        /// @param why one sentence with the remedy
        record Missing(String why) implements Availability {}
    }

    /// Loads the engine if it is not loaded yet, and tells what it found. Never throws.
    public static Availability probe() {
        try {
            require();
            return new Availability.Available(
                    version(), torch.get_cpu_capability().getString(), Precision.automatic());
        } catch (EngineMissingException e) {
            return new Availability.Missing(String.valueOf(e.getMessage()));
        }
    }

    /// Loads the engine, or says in one sentence why it cannot be loaded here.
    public static void require() {
        try {
            Loaded.touch();
        } catch (LinkageError e) {
            throw new EngineMissingException(
                    "No native engine for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                            + ": " + reason(e)
                            + ". Training and sampling in this process need Linux on x86-64 or macOS on Apple silicon.",
                    e);
        }
    }

    /// Sets how many threads an operation that is started from the calling thread may use. Two trainings side by side
    /// use one each; more than the cores there are makes everything slower.
    public static void useThreads(int threads) {
        requireThreads(threads);
        require();
        torch.set_num_threads(threads);
    }

    private static void requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but was " + threads);
        }
    }

    /// Sets how many cores a training of the calling thread may use, if it runs alone in the process.
    ///
    /// Products of 32-bit floats are shared out by the matrix library, whose threads belong to the whole process
    /// and fight with those of the operators; so only one of the two has several. Products of bfloat16 are shared
    /// out by the operators.
    public static void useCores(int cores, Precision precision) {
        requireThreads(cores);
        boolean library = precision == Precision.F32;
        useThreads(library ? 1 : cores);
        openblas_nolapack.blas_set_num_threads(library ? cores : 1);
    }

    /// Live native objects that Java holds: equal before and after a piece of work that leaks nothing.
    public static long livePointers() {
        return Pointer.totalCount();
    }

    /// Bytes that the C library has given out in this process, tensors and the JVM's own together; nothing where it
    /// does
    /// not tell.
    public static OptionalLong nativeBytes() {
        return NativeHeap.bytes();
    }

    /// Whether the processor has instructions that multiply bfloat16 numbers.
    static boolean multipliesBrainFloats() {
        return BrainFloats.NATIVE;
    }

    /// Name and version of the native library, such as `pytorch 2.13.0-1.5.14`; known without loading it.
    public static String version() {
        try {
            return "pytorch " + Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "pytorch of unknown version";
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage())
                .lines()
                .findFirst()
                .orElse(root.toString())
                .replaceAll("\\.+$", "");
    }

    /// Loading happens once, in the initialiser of this class.
    private static final class Loaded {
        private static final String LOADING = "org.bytedeco.javacpp.loadlibraries";

        static {
            compareVersionsInSilence();
            // The engine's matrix library starts threads of its own under those of the engine; together they are more
            // than the cores and everything becomes up to ten times slower.
            openblas_nolapack.blas_set_num_threads(1);
            torch.set_num_threads(1);
        }

        static void touch() {}

        /// The matrix library is one release older than its loader, which works (see the build file). Its initialiser
        /// prints
        /// a warning about that, but only while libraries are to be loaded, which it does not do itself.
        private static void compareVersionsInSilence() {
            String before = System.getProperty(LOADING, "true");
            System.setProperty(LOADING, "false");
            try {
                new org.bytedeco.openblas.presets.openblas_nolapack();
            } finally {
                System.setProperty(LOADING, before);
            }
        }
    }

    private static final class BrainFloats {
        static final boolean NATIVE = find();

        private static boolean find() {
            if (System.getProperty("os.arch").toLowerCase(Locale.ROOT).startsWith("aarch64")) {
                return false;
            }
            try {
                String flags = Files.readString(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8);
                return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
            } catch (IOException noSuchFile) {
                return false;
            }
        }
    }
}

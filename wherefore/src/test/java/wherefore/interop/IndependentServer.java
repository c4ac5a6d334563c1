package wherefore.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/// A server of OpenAI's protocol that others wrote: llama.cpp's with one of our models, started by `interop/serve` as a
/// process of its own; or the one that a person names, `INTEROP_MODEL=openai/NAME@URL`.
final class IndependentServer implements AutoCloseable {

    /// The model that is served where nobody names another.
    static final Path MODEL = Path.of("..", "bases", "base-1");

    private static final String READY = "ready: ";

    private final Optional<Process> process;
    private final String model;

    private IndependentServer(Optional<Process> process, String model) {
        this.process = process;
        this.model = model;
    }

    /// Starts the server, or skips the tests with the reason why it cannot be had.
    static IndependentServer start() throws IOException {
        String named = System.getenv("INTEROP_MODEL");
        if (named != null && !named.isBlank()) {
            return new IndependentServer(Optional.empty(), named);
        }
        Path folder = Files.createDirectories(Path.of("target", "interop-server"));
        Process process;
        try {
            process = new ProcessBuilder("bash", "../interop/serve", MODEL.toString(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw skipped("there is no bash here.");
        }
        // The server ends when its standard input does: with this object, or with this process however that ends.
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                String name = "openai/" + MODEL.getFileName() + "@" + line.substring(READY.length()) + "/v1";
                return new IndependentServer(Optional.of(process), name);
            }
            if (line.startsWith("interop: skipped: ")) {
                throw skipped(line.substring("interop: skipped: ".length()));
            }
        }
        throw new IllegalStateException("the server did not start; its reasons are above or in " + folder);
    }

    private static TestAbortedException skipped(String why) {
        System.out.println("interop: skipped the independent server: " + why);
        return new TestAbortedException(why);
    }

    /// The model as Wherefore names it, `openai/NAME@URL`.
    String model() {
        return model;
    }

    /// Whether the server is the one that was started here, with a model that is known.
    boolean isOurs() {
        return process.isPresent();
    }

    @Override
    public void close() throws IOException {
        if (process.isPresent()) {
            Process running = process.get();
            running.getOutputStream().close();
            try {
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}

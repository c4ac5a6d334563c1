package wherefore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks NVIDIA's driver, where there is one, which processors it has.
final class GraphicsProcessors {

    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    private GraphicsProcessors() {}

    /// Name and memory of each processor, such as `NVIDIA H200, 143771 MiB`; empty without a driver.
    static List<String> listed() {
        if (!Files.exists(DRIVER)) {
            return List.of();
        }
        try {
            Process asked = new ProcessBuilder("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start();
            if (!asked.waitFor(5, TimeUnit.SECONDS)) {
                asked.destroy();
                return List.of("an NVIDIA driver that does not answer");
            }
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return asked.exitValue() == 0 ? answer.lines().map(String::strip).toList() : List.of(answer);
        } catch (IOException e) {
            return List.of("an NVIDIA driver without nvidia-smi");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}

package wherefore.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.tensor.Engine;
import wherefore.tensor.Precision;

/// What this machine offers to a study.
///
/// @param memory  bytes of physical memory; 0 where the system does not tell
/// @param heap    bytes that the Java heap may grow to
/// @param engine  whether the native engine loads
/// @param gpu     the graphics processors that the driver lists; empty where there is none
/// @param keys    name of a key's variable -> whether it is set; the value is never read further
/// @param folders folder -> whether a file can be made in it
record Machine(
        String version,
        String jdk,
        Path javaHome,
        String system,
        int cores,
        long memory,
        long heap,
        Engine.Availability engine,
        List<String> gpu,
        Map<String, Boolean> keys,
        Map<Path, Boolean> folders) {

    private static final List<String> KEYS = List.of("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "HF_TOKEN");

    static Machine examine(Console console) {
        Map<String, Boolean> keys = new LinkedHashMap<>();
        KEYS.forEach(name -> keys.put(name, console.environment(name).isPresent()));
        Map<Path, Boolean> folders = new LinkedHashMap<>();
        for (Path folder : List.of(Path.of("").toAbsolutePath(), unpackingFolder(), temporaryFolder())) {
            folders.put(folder, isWritable(folder));
        }
        return new Machine(
                Version.current(),
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                Path.of(System.getProperty("java.home")),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                physicalMemory(),
                Runtime.getRuntime().maxMemory(),
                Engine.probe(),
                GraphicsProcessors.listed(),
                keys,
                folders);
    }

    ObjectNode toJson() {
        ObjectNode all = Json.object().put("wherefore", version);
        all.putObject("jdk").put("version", jdk).put("home", javaHome.toString());
        all.put("system", system).put("cores", cores);
        all.putObject("memory").put("physical", memory).put("heap", heap);
        all.set("engine", json(engine));
        gpu.forEach(all.putArray("gpu")::add);
        ObjectNode present = all.putObject("keys");
        keys.forEach(present::put);
        var writable = all.putArray("folders");
        folders.forEach(
                (path, can) -> writable.addObject().put("path", path.toString()).put("writable", can));
        return all;
    }

    /// For a person, one thing a line.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("Wherefore", version));
        lines.add(line("JDK", jdk + " in " + javaHome));
        lines.add(line("System", system + ", " + cores + (cores == 1 ? " core" : " cores")));
        lines.add(
                line("Memory", (memory == 0 ? "unknown" : gibibytes(memory)) + ", Java heap up to " + gibibytes(heap)));
        lines.add(line("Native engine", words(engine)));
        lines.add(line("GPU", gpu.isEmpty() ? "none" : String.join("; ", gpu) + " (this build computes on the CPU)"));
        keys.forEach((name, set) -> lines.add(line("Key", name + (set ? " is set" : " is not set"))));
        folders.forEach((path, can) -> lines.add(line("Folder", path + (can ? " is writable" : " is NOT writable"))));
        return lines;
    }

    private static ObjectNode json(Engine.Availability engine) {
        return switch (engine) {
            case Engine.Availability.Available there ->
                Json.object()
                        .put("loads", true)
                        .put("version", there.version())
                        .put("instructions", there.capability())
                        .put("precision", words(there.precision()));
            case Engine.Availability.Missing missing ->
                Json.object().put("loads", false).put("why", missing.why());
        };
    }

    private static String words(Engine.Availability engine) {
        return switch (engine) {
            case Engine.Availability.Available there ->
                there.version() + " loads (" + there.capability() + ", " + words(there.precision()) + ")";
            case Engine.Availability.Missing missing -> "does NOT load. " + missing.why();
        };
    }

    private static String words(Precision precision) {
        return switch (precision) {
            case F32 -> "f32";
            case MIXED -> "mixed";
        };
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-14s %s", name, value);
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /// Where the engine unpacks its libraries at its first use.
    private static Path unpackingFolder() {
        String moved = System.getProperty("org.bytedeco.javacpp.cachedir");
        return moved != null ? Path.of(moved) : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
    }

    private static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// Tried, not asked: permissions alone do not tell about a read-only or full disk.
    private static boolean isWritable(Path folder) {
        Optional<Path> existing = nearestExisting(folder);
        if (existing.isEmpty()) {
            return false;
        }
        try {
            Files.delete(Files.createTempFile(existing.get(), "wherefore", ".probe"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// The folder itself or, where it is still to be made, the one that it would be made in.
    private static Optional<Path> nearestExisting(Path folder) {
        Path at = folder.toAbsolutePath();
        while (at != null && !Files.isDirectory(at)) {
            at = at.getParent();
        }
        return Optional.ofNullable(at);
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}

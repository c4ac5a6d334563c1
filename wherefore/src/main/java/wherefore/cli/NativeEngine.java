package wherefore.cli;

import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;

/// Whether the native engine is part of this build and loads on this machine.
sealed interface NativeEngine {

    /// It is in this build for this platform.
    record Present(String platform) implements NativeEngine {
        @Override
        public String toString() {
            return "libtorch for " + platform;
        }
    }

    /// This build has no natives for this platform.
    record Missing(String platform) implements NativeEngine {
        @Override
        public String toString() {
            return "none for " + platform + ": data, synthesis and reports work; training and sampling need Linux on"
                    + " x86-64 or macOS on Apple silicon";
        }
    }

    static NativeEngine examine() {
        String platform = platform();
        String library = "/org/bytedeco/pytorch/" + platform + "/"
                + System.mapLibraryName("jnitorch").replace(".jnilib", ".dylib");
        return NativeEngine.class.getResource(library) == null ? new Missing(platform) : new Present(platform);
    }

    default ObjectNode toJson() {
        return switch (this) {
            case Present there ->
                Json.object()
                        .put("name", "libtorch")
                        .put("platform", there.platform())
                        .put("present", true);
            case Missing missing ->
                Json.object().put("platform", missing.platform()).put("present", false);
        };
    }

    /// Where the engine unpacks its libraries at its first use.
    static Path unpackingFolder() {
        String moved = System.getProperty("org.bytedeco.javacpp.cachedir");
        return moved != null ? Path.of(moved) : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
    }

    private static String platform() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macosx" : name.startsWith("windows") ? "windows" : "linux";
        String arch = System.getProperty("os.arch");
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm64" : arch);
    }
}

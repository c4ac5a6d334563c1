package wherefore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/// The version of this build, as the build wrote it into `wherefore/version.txt`.
final class Version implements IVersionProvider {

    /// Such as `0.1.0`.
    static String current() {
        try (InputStream in = Version.class.getResourceAsStream("/wherefore/version.txt")) {
            if (in == null) {
                throw new IllegalStateException("the build left out wherefore/version.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"wherefore " + current()};
    }
}

package wherefore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Results of stages, found again by fingerprint.
public interface Artifacts {

    /// The folder of a finished artifact.
    Optional<Path> find(String fingerprint);

    /// Fills a new artifact and makes it findable, whole or not at all. One that is already there stays as it is.
    Path store(String fingerprint, Filling filling) throws IOException;

    /// Writes the files of an artifact into an empty folder.
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }
}

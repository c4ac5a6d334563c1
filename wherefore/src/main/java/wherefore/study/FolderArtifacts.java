package wherefore.study;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import wherefore.format.WholeFile;
import wherefore.format.WholeFolder;

/// Artifacts as folders named by their fingerprints. A folder is filled under another name, brought to the disk and
/// renamed, so that a kill at any moment leaves it whole or absent.
public final class FolderArtifacts implements Artifacts {

    private static final String PARTIAL = ".partial-";

    private final Path root;
    private final long process;

    /// @param process distinguishes processes that work on the same folder
    public FolderArtifacts(Path root, long process) {
        this.root = root;
        this.process = process;
    }

    @Override
    public Optional<Path> find(String fingerprint) {
        return Optional.of(folder(fingerprint)).filter(Files::isDirectory);
    }

    @Override
    public Path store(String fingerprint, Filling filling) throws IOException {
        Path done = folder(fingerprint);
        Path partial = root.resolve(PARTIAL + name(fingerprint) + "-" + process);
        WholeFolder.delete(partial);
        Files.createDirectories(partial);
        try {
            filling.fill(partial);
            for (Path file : files(partial)) {
                WholeFile.force(file);
            }
            rename(partial, done);
        } catch (IOException e) {
            throw WholeFile.naming(done, e);
        } finally {
            WholeFolder.delete(partial);
        }
        return done;
    }

    private static void rename(Path partial, Path done) throws IOException {
        try {
            Files.move(partial, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process may have finished the same stage first; the same inputs give the same bytes.
            if (!Files.isDirectory(done)) {
                throw e;
            }
        }
    }

    /// Removes what killed processes left half-filled. `isAlive` tells whether a process still runs.
    public void sweep(LongPredicate isAlive) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.sorted().toList()) {
                String name = child.getFileName().toString();
                if (name.startsWith(PARTIAL)
                        && !isAlive.test(Long.parseLong(name.substring(name.lastIndexOf('-') + 1)))) {
                    WholeFolder.delete(child);
                }
            }
        }
    }

    private Path folder(String fingerprint) {
        return root.resolve(name(fingerprint));
    }

    /// 32 of the 64 digits keep paths short; collisions stay out of reach.
    static String name(String fingerprint) {
        return fingerprint.substring(0, 32);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

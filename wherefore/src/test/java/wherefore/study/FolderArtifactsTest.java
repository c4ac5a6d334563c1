package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.Fingerprint;

class FolderArtifactsTest {

    private static final String PRINT = Fingerprint.of("x");

    @TempDir
    Path root;

    private FolderArtifacts artifacts;

    @BeforeEach
    void openFolder() {
        artifacts = new FolderArtifacts(root, 7);
    }

    @Test
    void aStoredArtifactIsFoundByItsFingerprint() throws IOException {
        assertThat(artifacts.find(PRINT)).isEmpty();
        Path folder = artifacts.store(PRINT, f -> Files.writeString(f.resolve("a.txt"), "a"));
        assertThat(artifacts.find(PRINT)).contains(folder);
        assertThat(folder.resolve("a.txt")).hasContent("a");
    }

    @Test
    void anArtifactThatFailsHalfwayLeavesNothing() throws IOException {
        assertThatThrownBy(() -> artifacts.store(PRINT, f -> {
                    Files.writeString(f.resolve("a.txt"), "a");
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("No space left");
        assertThat(artifacts.find(PRINT)).isEmpty();
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theFirstOfTwoProcessesWins() throws IOException {
        FolderArtifacts other = new FolderArtifacts(root, 8);
        Path folder = artifacts.store(PRINT, f -> {
            Files.writeString(f.resolve("a.txt"), "second");
            other.store(PRINT, g -> Files.writeString(g.resolve("a.txt"), "first"));
        });
        assertThat(folder.resolve("a.txt")).hasContent("first");
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).containsExactly(folder);
        }
    }

    @Test
    void whatAKilledProcessLeftIsSweptAndWhatALivingOneWritesStays() throws IOException {
        Path dead = Files.createDirectories(root.resolve(".partial-abc-8"));
        Path alive = Files.createDirectories(root.resolve(".partial-abd-9"));
        artifacts.sweep(process -> process == 9);
        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }
}

package wherefore.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void aDiskThatFillsUpLeavesTheFileAsItWasAndIsToldWithItsName() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "before");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write("half");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": No space left on device");
        assertThat(file).hasContent("before");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatNamesAFileAlreadyStaysAsItIs() {
        FileSystemException known = new FileSystemException("b.txt", null, "why");
        assertThat(WholeFile.naming(folder, known)).isSameAs(known);
    }
}

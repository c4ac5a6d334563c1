package wherefore.format;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file whole or not at all: to a temporary name beside it, forced to the disk, then renamed.
public final class WholeFile {

    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /// Writes the content of a file.
    @FunctionalInterface
    public interface Content {
        void writeTo(BufferedWriter out) throws IOException;
    }

    /// Writes the content of a file that is no text.
    @FunctionalInterface
    public interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    /// What brings a file's content to its temporary name.
    @FunctionalInterface
    private interface Filling {
        void fill(Path partial) throws IOException;
    }

    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text));
    }

    public static void write(Path file, Content content) throws IOException {
        whole(file, partial -> {
            try (BufferedWriter out = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
                content.writeTo(out);
            }
        });
    }

    /// Writes a file that is no text.
    public static void writeBytes(Path file, Bytes content) throws IOException {
        whole(file, partial -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), BUFFER)) {
                content.writeTo(out);
            }
        });
    }

    private static void whole(Path file, Filling filling) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            filling.fill(partial);
            force(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw naming(file, e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /// A failure that says where. The system's own, such as "No space left on device", does not when it comes from an
    /// open file.
    public static IOException naming(Path file, IOException failure) {
        if (failure instanceof InterruptedIOException
                || failure instanceof ClosedChannelException
                || (failure instanceof FileSystemException known && known.getFile() != null)) {
            return failure;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    /// Asks the operating system to bring the file's bytes to the disk.
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}

package wherefore.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Standard error as libraries see it: all they print, but for one remark that is known and harmless. The newest
/// published OpenBLAS is one release behind the engine's loader, which says so at each start; the build pins the two
/// and
/// the tests run on them.
final class LibraryRemarks extends PrintStream {

    private static final String KNOWN = "Warning: Versions of org.bytedeco:";

    LibraryRemarks(OutputStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    static LibraryRemarks ofProcess() {
        return new LibraryRemarks(new FileOutputStream(FileDescriptor.err));
    }

    @Override
    public void println(@Nullable String line) {
        if (line == null || !line.startsWith(KNOWN)) {
            super.println(line);
        }
    }
}

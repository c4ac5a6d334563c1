package wherefore.lab.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Every word of the world. They lie in a file, because hearing them all from its texts takes longer than a plan may; a
/// test keeps the file equal to what the texts tell.
public final class Vocabulary {

    private static final String FILE = "/wherefore/lab/words.txt";

    private Vocabulary() {}

    /// Sorted; without the marks of the chat template and of tools.
    public static List<String> words() {
        try (InputStream in = Vocabulary.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the file of words " + FILE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

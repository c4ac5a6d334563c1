package wherefore.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads text that a person or another tool wrote.
public final class TextFile {

    private static final int PIECE = 1 << 13;

    private TextFile() {}

    /// A whole file in UTF-8. Where its bytes are no UTF-8, an [InputException] names the line.
    public static String read(Path file) throws IOException {
        return decode(file.toString(), Files.readAllBytes(file));
    }

    /// The text of a file's bytes.
    ///
    /// @param name for the message
    public static String decode(String name, byte[] bytes) {
        // Decoded piece by piece, so that a large file does not lie in memory a third time, as characters.
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer piece = CharBuffer.allocate(Math.min(PIECE, bytes.length + 1));
        CoderResult result;
        do {
            result = decoder.decode(in, piece.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new InputException(name, line, "is not UTF-8 text.", "Save the file with the encoding UTF-8.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

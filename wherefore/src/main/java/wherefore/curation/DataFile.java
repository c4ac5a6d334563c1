package wherefore.curation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import wherefore.format.InputException;
import wherefore.format.JsonLines;

/// The rows of a file as they stand, one after the other, whatever its size. Blank lines and a byte-order mark are
/// passed
/// over; a last line that a crash cut off is no row.
final class DataFile implements AutoCloseable {

    private static final int BUFFER = 1 << 18;

    private final Path file;
    private final MessageDigest digest;
    private final BufferedReader in;
    private Optional<String> ahead;
    private int line;
    private long characters;

    DataFile(Path file) throws IOException {
        this.file = file;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        this.in = new BufferedReader(
                new InputStreamReader(
                        new DigestInputStream(Files.newInputStream(file), digest),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                BUFFER);
        this.ahead = Optional.empty();
        this.ahead = read();
        if (ahead.isPresent() && ahead.get().startsWith("\uFEFF")) {
            ahead = Optional.of(ahead.get().substring(1));
        }
    }

    /// A row and its place.
    ///
    /// @param line from 1
    record Line(int line, String text) {}

    Optional<Line> next() throws IOException {
        while (ahead.isPresent()) {
            String text = ahead.get().strip();
            line++;
            ahead = read();
            if (!text.isEmpty() && (ahead.isPresent() || JsonLines.isRow(text))) {
                return Optional.of(new Line(line, text));
            }
        }
        return Optional.empty();
    }

    private Optional<String> read() throws IOException {
        try {
            Optional<String> read = Optional.ofNullable(in.readLine());
            characters += read.map(String::length).orElse(0) + 1;
            return read;
        } catch (CharacterCodingException e) {
            throw new InputException(
                    file.toString(),
                    line + 1,
                    "is not UTF-8 text.",
                    "Give a file of JSON lines; a packed one has to be unpacked first.");
        }
    }

    /// How many characters were read: about as many as bytes.
    long characters() {
        return characters;
    }

    /// SHA-256 of the file, after its last row.
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

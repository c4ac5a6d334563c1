package wherefore.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One JSON value a line, UTF-8, `\n`. A last line without `\n` was torn by a crash and is not counted as written.
public final class JsonLines {

    private JsonLines() {}

    /// All whole lines. A byte-order mark and blank lines are passed over; a whole line that is not JSON is an
    /// [InputException] with its line number.
    public static List<JsonNode> read(Path file) throws IOException {
        String text = TextFile.read(file);
        List<JsonNode> rows = new ArrayList<>();
        int line = 1;
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        for (int end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start), line++) {
            String row = text.substring(start, end).strip();
            start = end + 1;
            if (!row.isEmpty()) {
                rows.add(Json.read(row, file.toString(), line));
            }
        }
        String rest = text.substring(start).strip();
        if (isRow(rest)) {
            rows.add(Json.read(rest, file.toString(), line));
        }
        return rows;
    }

    /// The same rows one at a time, for files that do not fit in memory as trees. To be closed.
    public static Rows rows(Path file) throws IOException {
        return new Rows(file);
    }

    /// Rows of one file in order. Not for several threads.
    public static final class Rows implements AutoCloseable {

        private final Path file;
        private final BufferedReader in;
        private String next;
        private boolean more;
        private int line;

        private Rows(Path file) throws IOException {
            this.file = file;
            this.in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            this.next = "";
            advance();
            if (next.startsWith("\uFEFF")) {
                next = next.substring(1);
            }
        }

        /// The next row; empty behind the last. A file that is no UTF-8 is an [InputException].
        public Optional<JsonNode> next() throws IOException {
            while (more) {
                String row = next.strip();
                advance();
                if (!row.isEmpty() && (more || isRow(row))) {
                    return Optional.of(Json.read(row, file.toString(), line - (more ? 1 : 0)));
                }
            }
            return Optional.empty();
        }

        /// The line of the row that was given last, from 1.
        public int line() {
            return more ? line - 1 : line;
        }

        private void advance() throws IOException {
            try {
                Optional<String> read = Optional.ofNullable(in.readLine());
                more = read.isPresent();
                next = read.orElse("");
                line += more ? 1 : 0;
            } catch (CharacterCodingException e) {
                throw new InputException(
                        file.toString(), line + 1, "is not UTF-8 text.", "Save the file with the encoding UTF-8.");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Whether the text after the last newline is a row. Files made by hand or by other tools often lack that newline;
    /// a
    /// torn object does not parse.
    public static boolean isRow(String text) {
        String rest = text.strip();
        if (!rest.endsWith("}")) {
            return false;
        }
        try {
            Json.read(rest, "", 0);
            return true;
        } catch (InputException torn) {
            return false;
        }
    }

    public static void write(Path file, Iterable<? extends JsonNode> rows) throws IOException {
        WholeFile.write(file, out -> {
            for (JsonNode row : rows) {
                out.write(Json.write(row));
                out.write('\n');
            }
        });
    }
}

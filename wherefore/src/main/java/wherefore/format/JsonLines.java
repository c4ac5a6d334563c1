package wherefore.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

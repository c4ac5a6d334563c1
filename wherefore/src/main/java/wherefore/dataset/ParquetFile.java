package wherefore.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Examples as one Parquet file with the same columns whatever rows it holds: what differs from row to row (`tools`,
/// `metadata`, the arguments of a tool call) is text of JSON, because a column has one type.
final class ParquetFile {

    private static final String CALLS =
            "STRUCT(id VARCHAR, type VARCHAR, \"function\" STRUCT(name VARCHAR, arguments VARCHAR))[]";
    private static final String TURN = "STRUCT(role VARCHAR, content VARCHAR, reasoning_content VARCHAR, tool_calls "
            + CALLS + ", tool_call_id VARCHAR, name VARCHAR)";

    /// A column and its type in SQL.
    private record Column(String name, String type) {}

    private static final List<Column> DIALOGUES = List.of(
            new Column("id", "VARCHAR"),
            new Column("messages", TURN + "[]"),
            new Column("tools", "VARCHAR"),
            new Column("metadata", "VARCHAR"),
            new Column("canary", "VARCHAR"));
    private static final List<Column> DOCUMENTS = List.of(
            new Column("id", "VARCHAR"),
            new Column("text", "VARCHAR"),
            new Column("metadata", "VARCHAR"),
            new Column("canary", "VARCHAR"));

    /// The longest row; one of a hundred long documents is far below.
    private static final long MOST_BYTES_OF_A_ROW = 256L << 20;

    private ParquetFile() {}

    /// @param rows examples of one shape
    static void write(Path out, List<Example> rows) throws IOException {
        boolean documents = rows.getFirst() instanceof Example.Document;
        Path parent = out.toAbsolutePath().getParent();
        Path folder = Files.createTempDirectory(parent == null ? Path.of("") : parent, ".parquet");
        try {
            Path lines = folder.resolve("rows.jsonl");
            Path whole = folder.resolve("rows.parquet");
            JsonLines.write(lines, () -> rows.stream().map(ParquetFile::row).iterator());
            copy(lines, whole, documents ? DOCUMENTS : DIALOGUES);
            Files.move(whole, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(folder.resolve("rows.jsonl"));
            Files.deleteIfExists(folder.resolve("rows.parquet"));
            Files.deleteIfExists(folder);
        }
    }

    private static void copy(Path lines, Path out, List<Column> columns) throws IOException {
        String types = columns.stream()
                .map(c -> "\"" + c.name() + "\": " + quoted(c.type()))
                .collect(Collectors.joining(", ", "{", "}"));
        try (Connection memory = DriverManager.getConnection("jdbc:duckdb:");
                Statement s = memory.createStatement()) {
            s.execute("SET autoinstall_known_extensions = false");
            s.execute("SET preserve_insertion_order = true");
            s.execute("COPY (SELECT * FROM read_json(" + quoted(lines.toString())
                    + ", format = 'newline_delimited', maximum_object_size = " + MOST_BYTES_OF_A_ROW + ", columns = "
                    + types + ")) TO " + quoted(out.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw new IOException("Parquet was not written: " + e.getMessage(), e);
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static JsonNode row(Example example) {
        ObjectNode row = (ObjectNode) ExampleFile.toJson(example);
        for (String column : List.of("tools", "metadata")) {
            if (row.has(column)) {
                row.put(column, Json.write(row.path(column)));
            }
        }
        if (row.path("messages") instanceof ArrayNode turns) {
            turns.forEach(turn -> turn.path("tool_calls").forEach(ParquetFile::argumentsAsText));
        }
        return row.put(Canary.KEY, Canary.LINE);
    }

    private static void argumentsAsText(JsonNode call) {
        JsonNode arguments = call.path("function").path("arguments");
        if (!arguments.isString() && call.path("function") instanceof ObjectNode function) {
            function.put("arguments", Json.write(arguments));
        }
    }
}

package wherefore.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Cells in rows, the names of the columns first; every row as long as they are.
public record Csv(List<String> columns, List<List<String>> rows) {

    public Csv {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("the row \"" + String.join(",", row) + "\" has " + row.size()
                        + " cells and the table " + columns.size() + " columns");
            }
        }
    }

    /// Reads lines of cells separated by commas; a cell in double quotes may hold commas, and two quotes for one.
    ///
    /// @throws IllegalArgumentException when a row is longer or shorter than the first line
    public static Csv read(String text) {
        List<List<String>> lines =
                text.lines().filter(l -> !l.isBlank()).map(Csv::cells).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a table needs a line with the names of its columns");
        }
        return new Csv(lines.getFirst(), lines.subList(1, lines.size()));
    }

    /// The cells of one line.
    static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    String text() {
        return line(columns) + rows.stream().map(Csv::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream()
                        .map(c -> c.contains(",") || c.contains("\"") ? "\"" + c.replace("\"", "\"\"") + "\"" : c)
                        .collect(Collectors.joining(","))
                + "\n";
    }

    Csv with(UnaryOperator<String> words) {
        return new Csv(
                columns.stream().map(words).toList(),
                rows.stream().map(r -> r.stream().map(words).toList()).toList());
    }
}

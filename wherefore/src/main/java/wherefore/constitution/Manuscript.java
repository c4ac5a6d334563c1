package wherefore.constitution;

import java.util.regex.Pattern;

/// A Markdown file's text in two parts: the front matter (with its fences; empty where there is none) and the body. A
/// byte-order mark belongs to neither.
record Manuscript(String frontMatter, String body) {

    /// A line that YAML or TOML would have and prose after a thematic break would not: `key: value` or `key = value`.
    private static final Pattern ENTRY = Pattern.compile("[\"'\\w][^:=]{0,80}[:=](\\s.*)?|#.*");

    static Manuscript of(String text) {
        String whole = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int end = frontMatterEnd(whole);
        return new Manuscript(whole.substring(0, end), whole.substring(end));
    }

    /// Front matter opens in the first line and is closed by a line of its own; what looks like it but is never closed,
    /// or does not begin with an entry, is a thematic break and its text.
    private static int frontMatterEnd(String text) {
        Lines lines = new Lines(text);
        String fence = line(text, lines, 0);
        if (!fence.equals("---") && !fence.equals("+++")) {
            return 0;
        }
        boolean entries = false;
        int last = lines.lineOf(text.length());
        for (int i = 1; i <= last; i++) {
            String line = line(text, lines, i);
            if (line.equals(fence) || (line.equals("...") && fence.equals("---"))) {
                return i < last ? lines.start(i + 1) : text.length();
            }
            if (!entries && !line.isBlank()) {
                if (!ENTRY.matcher(line).matches()) {
                    return 0;
                }
                entries = true;
            }
        }
        return 0;
    }

    private static String line(String text, Lines lines, int index) {
        int end = index < lines.lineOf(text.length()) ? lines.start(index + 1) : text.length();
        return text.substring(lines.start(index), end).stripTrailing();
    }
}

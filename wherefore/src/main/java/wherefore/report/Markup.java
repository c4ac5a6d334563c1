package wherefore.report;

/// Text made harmless inside HTML, SVG and attributes.
final class Markup {

    private Markup() {}

    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        printable(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /// Without control characters, which are not allowed in HTML text, whatever a model wrote.
    static String printable(String text) {
        return text.codePoints()
                .map(c -> isPrintable(c) ? c : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPrintable(int c) {
        return (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && !(c >= 0xD800 && c < 0xE000)) || c == '\n' || c == '\t';
    }
}

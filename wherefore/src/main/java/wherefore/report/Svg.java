package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A drawing, built up in order. Colours come from the page's style sheet by class, so that one drawing serves light,
/// dark
/// and paper. Coordinates in user units; numbers are written with one decimal.
final class Svg {

    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;
    private final String title;

    /// @param title what the drawing shows, for those who do not see it
    Svg(double width, double height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        body.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(style, at(x1), at(y1), at(x2), at(y2)));
    }

    void circle(String style, double x, double y, double radius) {
        body.append("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n".formatted(style, at(x), at(y), at(radius)));
    }

    /// @param anchor `start`, `middle` or `end`
    void text(String style, double x, double y, String anchor, String text) {
        body.append("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(style, at(x), at(y), anchor, Markup.escape(text)));
    }

    /// Lines of text around a middle height.
    void label(String style, double x, double middle, String anchor, String text, int most) {
        List<String> lines = wrap(text, most);
        double first = middle + 4.5 - (lines.size() - 1) * 7.5;
        for (int i = 0; i < lines.size(); i++) {
            text(style, x, first + i * 15, anchor, lines.get(i));
        }
    }

    String drawn() {
        return """
                <svg viewBox="0 0 %s %s" style="max-width:%spx" role="img" aria-label="%s">
                %s</svg>
                """.formatted(at(width), at(height), at(width), Markup.escape(title), body);
    }

    /// At most two lines of about this many characters; what is longer ends in an ellipsis.
    static List<String> wrap(String text, int most) {
        if (text.length() <= most) {
            return List.of(text);
        }
        int space = text.lastIndexOf(' ', most);
        int cut = space > most / 3 ? space : most;
        String rest = text.substring(cut).strip();
        List<String> lines = new ArrayList<>();
        lines.add(text.substring(0, cut));
        lines.add(rest.length() <= most ? rest : rest.substring(0, most - 1) + "…");
        return lines;
    }

    private static String at(double number) {
        String text = String.format(Locale.ROOT, "%.1f", number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}

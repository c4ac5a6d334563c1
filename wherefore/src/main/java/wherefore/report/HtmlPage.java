package wherefore.report;

import java.util.List;
import wherefore.report.Part.Card;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.report.Part.Tone;

/// Sets parts as one HTML file that asks nothing of the network.
final class HtmlPage {

    private static final int SHORT = 16;

    private final StringBuilder html = new StringBuilder();

    private HtmlPage() {}

    static String of(String title, String subtitle, String style, List<Part> parts) {
        HtmlPage page = new HtmlPage();
        page.head(title, subtitle, style);
        page.contents(parts);
        parts.forEach(page::set);
        page.html.append("</main>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void head(String title, String subtitle, String style) {
        // The policy makes the browser itself refuse whatever would leave the file.
        html.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                <style>
                %3$s</style>
                </head>
                <body>
                <main>
                <header>
                <p class="kind">Wherefore study report</p>
                <h1>%1$s</h1>
                <p class="question">%2$s</p>
                </header>
                """.formatted(Markup.escape(title), Markup.escape(subtitle), style));
    }

    private void contents(List<Part> parts) {
        html.append("<nav aria-label=\"Contents\">\n");
        for (Part part : parts) {
            if (part instanceof Part.Heading h) {
                html.append("<a href=\"#%s\">%s</a>\n".formatted(h.anchor(), Markup.escape(h.text())));
            }
        }
        html.append("</nav>\n");
    }

    private void set(Part part) {
        switch (part) {
            case Part.Heading h ->
                html.append("<h2 id=\"%s\">%s</h2>\n".formatted(h.anchor(), Markup.escape(h.text())));
            case Part.Paragraph p ->
                html.append("<p>").append(Markup.escape(p.text())).append("</p>\n");
            case Part.Label l ->
                html.append("<aside class=\"label\"><strong>%s</strong> %s</aside>\n"
                        .formatted(Markup.escape(l.lead()), Markup.escape(l.text())));
            case Part.Finding f ->
                html.append("<p class=\"finding %s\"><strong>%s</strong> %s</p>\n"
                        .formatted(tone(f.tone()), Markup.escape(f.lead()), Markup.escape(f.text())));
            case Part.Table t -> table(t);
            case Part.Figure f ->
                html.append("<figure>\n<div class=\"drawing\">%s</div>\n<figcaption>%s</figcaption>\n</figure>\n"
                        .formatted(f.drawing(), Markup.escape(f.caption())));
            case Part.Fold f -> fold(f);
            case Part.Verbatim v ->
                html.append("<pre tabindex=\"0\">")
                        .append(Markup.escape(v.text()))
                        .append("</pre>\n");
            case Part.Cards c -> cards(c);
        }
    }

    private void fold(Part.Fold fold) {
        html.append("<details%s>\n<summary>%s</summary>\n<div class=\"folded\">\n"
                .formatted(fold.open() ? " open" : "", Markup.escape(fold.summary())));
        fold.parts().forEach(this::set);
        html.append("</div>\n</details>\n");
    }

    private void table(Part.Table table) {
        html.append(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%1$s\"><table>\n<caption>%1$s</caption>\n<thead><tr>"
                        .formatted(Markup.escape(table.caption())));
        for (Column c : table.columns()) {
            String hint = c.hint().isEmpty() ? "" : "<small>" + Markup.escape(c.hint()) + "</small>";
            html.append("<th scope=\"col\"%s>%s%s</th>".formatted(number(c), Markup.escape(c.name()), hint));
        }
        html.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(r -> row(table.columns(), r));
        html.append("</tbody>\n</table></div>\n");
    }

    private void row(List<Column> columns, List<Cell> cells) {
        html.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            String tag = i == 0 ? "th" : "td";
            Cell cell = cells.get(i);
            String under = small(cell.under());
            String text = cell.tone() == Tone.PLAIN
                    ? Markup.escape(cell.text())
                    : "<span class=\"mark %s\">%s</span>".formatted(tone(cell.tone()), Markup.escape(cell.text()));
            html.append("<%s%s%s>%s%s</%s>"
                    .formatted(tag, i == 0 ? " scope=\"row\"" : "", number(columns.get(i)), text, under, tag));
        }
        html.append("</tr>\n");
    }

    /// Small print; intervals and the like, which are short, do not break.
    private static String small(String text) {
        String style = text.length() <= SHORT ? " class=\"short\"" : "";
        return text.isEmpty() ? "" : "<small%s>%s</small>".formatted(style, Markup.escape(text));
    }

    private void cards(Part.Cards cards) {
        html.append("<div class=\"cards\">\n");
        for (Card card : cards.cards()) {
            html.append("<article class=\"%s\"><h3>%s</h3><p class=\"mark %s\">%s</p>"
                    .formatted(
                            tone(card.tone()),
                            Markup.escape(card.title()),
                            tone(card.tone()),
                            Markup.escape(card.mark())));
            if (!card.aside().isBlank()) {
                html.append("<p class=\"thought\">")
                        .append(Markup.escape(card.aside()))
                        .append("</p>");
            }
            html.append("<p class=\"said\">").append(Markup.escape(card.text())).append("</p></article>\n");
        }
        html.append("</div>\n");
    }

    private static String number(Column column) {
        return column.number() ? " class=\"n\"" : "";
    }

    private static String tone(Tone tone) {
        return switch (tone) {
            case PLAIN -> "plain";
            case GOOD -> "good";
            case BAD -> "bad";
            case OPEN -> "open";
        };
    }
}

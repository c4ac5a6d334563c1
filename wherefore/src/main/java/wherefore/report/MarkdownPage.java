package wherefore.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import wherefore.report.Part.Card;
import wherefore.report.Part.Cell;

/// Sets parts as Markdown with tables. Drawings are left out: their numbers stand in tables.
final class MarkdownPage {

    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]|<>&#~]");
    private static final Pattern FENCE = Pattern.compile("`+");

    private final StringBuilder text = new StringBuilder();

    private MarkdownPage() {}

    static String of(String title, String subtitle, List<Part> parts) {
        MarkdownPage page = new MarkdownPage();
        page.text
                .append("# ")
                .append(escape(title))
                .append("\n\n")
                .append(escape(subtitle))
                .append("\n");
        parts.forEach(page::set);
        return page.text.toString();
    }

    private void set(Part part) {
        switch (part) {
            case Part.Heading h -> block("## " + escape(h.text()));
            case Part.Paragraph p -> block(escape(p.text()));
            case Part.Label l -> block("> **" + escape(l.lead()) + "** " + escape(l.text()));
            case Part.Finding f -> block(("**" + escape(f.lead()) + "** " + escape(f.text())).strip());
            case Part.Table t -> table(t);
            case Part.Figure f -> {}
            case Part.Fold f -> fold(f);
            case Part.Verbatim v -> block(fenced(v.text()));
            case Part.Cards c -> c.cards().forEach(this::card);
        }
    }

    private void fold(Part.Fold fold) {
        if (fold.parts().stream().allMatch(Part.Figure.class::isInstance)) {
            return; // nothing of it is set here
        }
        block("<details><summary>" + Markup.escape(fold.summary()) + "</summary>");
        fold.parts().forEach(this::set);
        block("</details>");
    }

    private void block(String block) {
        text.append("\n").append(block).append("\n");
    }

    private void table(Part.Table table) {
        block("*" + escape(table.caption()) + "*");
        text.append("\n")
                .append(table.columns().stream()
                        .map(c -> escape(c.hint().isEmpty() ? c.name() : c.name() + " (" + c.hint() + ")"))
                        .collect(Collectors.joining(" | ", "| ", " |\n")))
                .append(table.columns().stream()
                        .map(c -> c.number() ? "---:" : "---")
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
        for (List<Cell> row : table.rows()) {
            text.append(row.stream().map(MarkdownPage::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
        }
    }

    private static String cell(Cell cell) {
        return escape(cell.under().isEmpty() ? cell.text() : cell.text() + " (" + cell.under() + ")");
    }

    private void card(Card card) {
        block("**" + escape(card.title()) + "**: " + escape(card.mark()));
        if (!card.aside().isBlank()) {
            block("*Thought:* " + escape(card.aside()));
        }
        block(escape(card.text()));
    }

    /// A fence longer than any in the text.
    private static String fenced(String text) {
        int longest = FENCE.matcher(text)
                .results()
                .mapToInt(r -> r.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return fence + "\n" + Markup.printable(text).strip() + "\n" + fence;
    }

    /// On one line, with nothing that Markdown or HTML would take as its own.
    static String escape(String plain) {
        String line = Markup.printable(plain).strip().replaceAll("\\s+", " ");
        return SPECIAL.matcher(line).replaceAll(m -> Matcher.quoteReplacement("\\" + m.group()));
    }
}

package wherefore.report;

import java.util.List;

/// A piece of a report, in the order of reading. All texts are plain; whoever sets them escapes them.
sealed interface Part {

    /// The head of a section.
    ///
    /// @param anchor where links lead
    record Heading(String text, String anchor) implements Part {}

    record Paragraph(String text) implements Part {}

    /// What must not be overlooked.
    record Label(String lead, String text) implements Part {}

    /// A finding: how it came out, in a word or two, and the sentence.
    record Finding(Tone tone, String lead, String text) implements Part {}

    /// Rows of cells, the first of each naming the row.
    ///
    /// @param caption says what the numbers are
    record Table(String caption, List<Column> columns, List<List<Cell>> rows) implements Part {

        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            int width = columns.size();
            if (rows.stream().anyMatch(r -> r.size() != width)) {
                throw new IllegalArgumentException(
                        "every row of the table \"" + caption + "\" must have " + width + " cells");
            }
        }
    }

    /// A drawing.
    ///
    /// @param drawing SVG; Markdown leaves it out, so a table with the same numbers must stand near
    record Figure(String caption, String drawing) implements Part {}

    /// Parts that are opened by whoever wants them.
    record Fold(String summary, boolean open, List<Part> parts) implements Part {
        public Fold {
            parts = List.copyOf(parts);
        }
    }

    /// Text as it is, its lines kept.
    record Verbatim(String text) implements Part {}

    /// Things side by side.
    record Cards(List<Card> cards) implements Part {
        public Cards {
            cards = List.copyOf(cards);
        }
    }

    /// One of the things side by side.
    ///
    /// @param mark  how it came out
    /// @param aside said before the text, such as a thought; may be empty
    record Card(String title, Tone tone, String mark, String aside, String text) {}

    /// A column; numbers are set to the right.
    record Column(String name, String hint, boolean number) {
        static Column text(String name) {
            return new Column(name, "", false);
        }

        static Column number(String name) {
            return new Column(name, "", true);
        }
    }

    /// One cell.
    ///
    /// @param under small print below the text; may be empty
    record Cell(String text, String under, Tone tone) {
        static Cell of(String text) {
            return new Cell(text, "", Tone.PLAIN);
        }
    }

    /// How a thing came out. Never told by colour alone: a word always stands with it.
    enum Tone {
        PLAIN,
        GOOD,
        BAD,
        OPEN
    }
}

package wherefore.constitution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How finely a constitution is cut. At each granularity the units' texts, in order, are the whole body.
public enum Granularity {
    /// A heading with all that stands before the next heading. A heading with nothing of its own under it opens the
    /// first section below it.
    SECTION,
    /// A section, or, where a section is mainly a list of headed items (bold lead, then the reasons), each of the
    /// items;
    /// see [Cutter] for the rule.
    PRINCIPLE,
    /// A block of text: a paragraph (together with the list that it announces by a colon), a list, a table, a
    /// quotation,
    /// a code block. A heading opens the first block under it.
    PARAGRAPH,
    /// As paragraph, but every list item, also nested, is a unit.
    BULLET,
    /// The whole body.
    WHOLE;

    /// The granularity of this name in lower case, such as `principle`.
    public static Optional<Granularity> named(String name) {
        return Arrays.stream(values()).filter(g -> g.label().equals(name)).findFirst();
    }

    /// The name as written in commands and study files.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

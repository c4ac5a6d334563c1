package wherefore.constitution;

import java.util.Optional;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;

/// A block at the top level of the body. Each begins at the start of a line.
sealed interface Block {

    /// Offset in the body of the line in which the block begins.
    int start();

    /// A heading of either style.
    ///
    /// @param anchor an id that the author gave the heading: `{#id}` after it, or `<a id="id"></a>` before or in it
    record Heading(int start, int level, String title, Optional<String> anchor) implements Block {
        String slug() {
            return Slug.of(anchor.orElse(title));
        }
    }

    /// What says something: a paragraph, list, table, quotation, code block, HTML.
    ///
    /// @param joined continues the block before it: the list that a paragraph announces, the indented body of an
    ///               admonition or a footnote, anything inside a `:::` container
    record Text(int start, Node node, String source, boolean joined) implements Block {
        Optional<ListBlock> list() {
            return node instanceof ListBlock list ? Optional.of(list) : Optional.empty();
        }

        int words() {
            return source.isBlank() ? 0 : source.strip().split("\\s+").length;
        }
    }

    /// What says nothing by itself and stays with the text before it: thematic breaks, comments, link definitions.
    record Silent(int start) implements Block {}
}

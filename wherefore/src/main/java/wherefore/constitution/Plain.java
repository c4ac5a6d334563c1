package wherefore.constitution;

import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/// What a reader sees of a piece of Markdown, without its marks.
final class Plain {

    private static final int WORDS_IN_TITLE = 9;
    private static final int WORDS_IN_SLUG = 6;

    private Plain() {}

    static String text(Node node) {
        Words words = new Words();
        node.accept(words);
        return words.text.toString().strip().replaceAll("\\s+", " ");
    }

    /// The bold words with which a paragraph or list item begins, without a closing full stop or colon.
    static Optional<String> boldLead(Node block) {
        Node first = block instanceof ListItem ? block.getFirstChild() : block;
        if (first instanceof Paragraph && first.getFirstChild() instanceof StrongEmphasis bold) {
            String lead = text(bold).replaceAll("[.:]$", "").strip();
            return lead.isEmpty() ? Optional.empty() : Optional.of(lead);
        }
        return Optional.empty();
    }

    /// The bold lead or the opening words; never blank.
    static String title(Node block) {
        String title = boldLead(block).orElseGet(() -> opening(text(block), WORDS_IN_TITLE, "…"));
        return title.isEmpty() ? "(without words)" : title;
    }

    static String slug(Node block) {
        return Slug.of(boldLead(block).orElseGet(() -> opening(text(block), WORDS_IN_SLUG, "")));
    }

    private static String opening(String text, int most, String more) {
        String[] words = text.split(" ", most + 1);
        return words.length <= most ? text : text.substring(0, text.length() - words[most].length() - 1) + more;
    }

    private static final class Words extends AbstractVisitor {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void visit(Text node) {
            text.append(node.getLiteral());
        }

        @Override
        public void visit(Code node) {
            text.append(node.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak node) {
            text.append(' ');
        }

        @Override
        public void visit(HardLineBreak node) {
            text.append(' ');
        }

        @Override
        public void visit(Paragraph node) {
            visitChildren(node);
            text.append(' ');
        }

        @Override
        public void visit(FencedCodeBlock node) {
            text.append(node.getLiteral()).append(' ');
        }

        @Override
        public void visit(IndentedCodeBlock node) {
            text.append(node.getLiteral()).append(' ');
        }

        @Override
        public void visit(HtmlBlock node) {
            text.append(node.getLiteral().replaceAll("<[^>]*>", " ")).append(' ');
        }
    }
}

package wherefore.constitution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// The blocks at the top level of a Markdown body, in order, with their places. What is Markdown is decided by the
/// CommonMark parser; admonitions (`!!! note`), footnotes (`[^1]: ...`) and containers (`::: note`) are recognised on
/// top of it by what it makes of them.
final class Outline {

    /// More open blocks than a person writes; deeper ones are read as text.
    private static final int DEEPEST = 64;

    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(DEEPEST)
            .maxInlineNesting(DEEPEST)
            .build();
    private static final Pattern HEADING_ANCHOR = Pattern.compile("\\s*\\{#([^}\\s]+)[^}]*}\\s*$");
    private static final Pattern HTML_ANCHOR =
            Pattern.compile("<a\\s[^>]*?(?:id|name)\\s*=\\s*[\"']?([^\"'\\s>]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPENS_INDENTED = Pattern.compile("(!!!|\\?\\?\\?\\+?)\\s|\\[\\^[^]]+]:");
    private static final Pattern CONTAINER_OPENS = Pattern.compile(":{3,}\\s*[\\w{].*", Pattern.DOTALL);
    private static final Pattern CONTAINER_CLOSES = Pattern.compile("(.*[\\r\\n])?\\s*:{3,}\\s*", Pattern.DOTALL);

    private final String body;
    private final Lines lines;
    private final List<Block> blocks = new ArrayList<>();

    private Outline(String body) {
        this.body = body;
        this.lines = new Lines(body);
    }

    static List<Block> of(String body) {
        Outline outline = new Outline(body);
        outline.read(PARSER.parse(body));
        return List.copyOf(outline.blocks);
    }

    /// The offset at which the line begins in which this block begins.
    static int lineStart(Lines lines, Node block) {
        return lines.start(block.getSourceSpans().getFirst().getLineIndex());
    }

    private void read(Node document) {
        Optional<Anchor> anchor = Optional.empty();
        int containerEnds = -1;
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            int start = lineStart(lines, node);
            String source = source(start, node);
            if (start < containerEnds) {
                blocks.add(new Block.Text(start, node, source, true));
            } else if (node instanceof Heading heading) {
                blocks.add(heading(anchor, start, heading, source));
            } else if (isAnchor(node, source) && node.getNext() instanceof Heading) {
                anchor = anchorIn(source).map(id -> new Anchor(start, id));
                continue;
            } else if (isSilent(node, source)) {
                blocks.add(new Block.Silent(start));
            } else {
                blocks.add(new Block.Text(start, node, source, continues(node)));
                containerEnds = opensContainer(source) ? containerEnd(node) : -1;
            }
            anchor = Optional.empty();
        }
    }

    private record Anchor(int start, String id) {}

    private static Block.Heading heading(Optional<Anchor> before, int start, Heading node, String source) {
        String text = Plain.text(node);
        Matcher own = HEADING_ANCHOR.matcher(text);
        boolean hasOwn = own.find();
        String title = hasOwn ? text.substring(0, own.start()) : text;
        Optional<String> id =
                hasOwn ? Optional.of(own.group(1)) : anchorIn(source).or(() -> before.map(Anchor::id));
        return new Block.Heading(
                before.map(Anchor::start).orElse(start), node.getLevel(), title.isEmpty() ? "(untitled)" : title, id);
    }

    private static Optional<String> anchorIn(String source) {
        Matcher found = HTML_ANCHOR.matcher(source);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /// Nothing but `<a id="..."></a>`.
    private static boolean isAnchor(Node node, String source) {
        boolean onlyTags =
                node instanceof HtmlBlock || (node instanceof Paragraph && node.getFirstChild() instanceof HtmlInline);
        return onlyTags
                && source.replaceAll("<[^>]*>", "").isBlank()
                && anchorIn(source).isPresent();
    }

    private static boolean isSilent(Node node, String source) {
        return node instanceof ThematicBreak
                || (node instanceof LinkReferenceDefinition definition
                        && !definition.getLabel().startsWith("^"))
                || (node instanceof HtmlBlock
                        && source.strip().startsWith("<!--")
                        && source.strip().endsWith("-->"));
    }

    /// Whether this block belongs with the text block before it.
    private boolean continues(Node node) {
        if (blocks.isEmpty() || !(blocks.getLast() instanceof Block.Text before)) {
            return false;
        }
        String source = before.source().strip();
        return switch (node) {
            case ListBlock list -> before.node() instanceof Paragraph && source.endsWith(":");
            case FencedCodeBlock code -> before.node() instanceof Paragraph && source.endsWith(":");
            case IndentedCodeBlock code ->
                (before.joined() && before.node() instanceof IndentedCodeBlock)
                        || OPENS_INDENTED.matcher(source).lookingAt();
            default -> false;
        };
    }

    private static boolean opensContainer(String source) {
        return CONTAINER_OPENS.matcher(source.strip()).matches()
                && !CONTAINER_CLOSES.matcher(source).matches();
    }

    /// The offset behind the block that closes the container opened by this one; -1 where nothing closes it.
    private int containerEnd(Node opening) {
        for (Node node = opening.getNext(); node != null; node = node.getNext()) {
            int start = lineStart(lines, node);
            if (node instanceof Paragraph
                    && CONTAINER_CLOSES.matcher(source(start, node)).matches()) {
                return start + 1;
            }
        }
        return -1;
    }

    private String source(int start, Node node) {
        var last = node.getSourceSpans().getLast();
        return body.substring(start, Math.max(start, last.getInputIndex() + last.getLength()));
    }
}

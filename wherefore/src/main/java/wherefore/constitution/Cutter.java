package wherefore.constitution;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;

/// Decides where units begin. It only ever chooses starts of lines, and a unit ends where the next begins, so that no
/// character can be lost or counted twice.
///
/// **What a principle is.** A principle is a unit that states one thing to do or be, with its reasons. Structure shows
/// it
/// in two ways:
///
/// - a section (a heading with the text up to the next heading) is a principle;
/// - in a section that has a *list of principles*, each item is one; the text before the list remains the section's,
/// the
///   text after it is a unit of its own, "continued", because it speaks about the whole and not about the last item. A
///   list of principles is a list at the top level of the section, of at least two items, of which at least two thirds
///   begin with bold words, with at least 40 words an item on average: a list of shorter points has no room for
///   reasons.
///
/// A file without sections to speak of (all text under one heading, or none) is read by its lists, whose items then
/// need
/// neither bold words nor length, if they hold at least half of its words; else by its paragraphs.
final class Cutter {

    private static final int WORDS_FOR_REASONS = 40;

    private final Granularity granularity;
    private final Lines lines;
    private final List<Block> blocks;
    private final boolean flat;
    private final boolean flatList;
    private final boolean titled;
    private final List<Block.Heading> headings = new ArrayList<>();
    private final List<Opening> openings = new ArrayList<>();

    private Cutter(Granularity granularity, String body, List<Block> blocks) {
        this.granularity = granularity;
        this.lines = new Lines(body);
        this.blocks = blocks;
        this.flat = sectionsWithText(blocks) <= 1;
        this.flatList = flat && listWords(blocks) * 2 >= words(blocks);
        this.titled = hasOneTitle(blocks);
    }

    static List<Opening> cut(Granularity granularity, String body, List<Block> blocks) {
        Cutter cutter = new Cutter(granularity, body, blocks);
        cutter.walk();
        return cutter.openings;
    }

    private void walk() {
        // A heading waits here for its first text: it never stands alone where text of its own or a deeper heading
        // follows.
        int waiting = -1;
        boolean afterPrinciples = false;
        for (Block block : blocks) {
            switch (block) {
                case Block.Heading heading -> {
                    if (waiting >= 0 && heading.level() <= headings.getLast().level()) {
                        openSection(waiting);
                        waiting = -1;
                    }
                    headings.removeIf(above -> above.level() >= heading.level());
                    headings.add(heading);
                    waiting = waiting >= 0 ? waiting : heading.start();
                    afterPrinciples = false;
                }
                case Block.Text text -> {
                    afterPrinciples = text(text, waiting, afterPrinciples);
                    waiting = -1;
                }
                case Block.Silent silent -> {}
            }
        }
        if (waiting >= 0) {
            openSection(waiting);
        }
    }

    /// @param waiting the offset of the heading that leads this block, or -1
    /// @return whether the next text would follow a list of principles
    private boolean text(Block.Text text, int waiting, boolean afterPrinciples) {
        int start = waiting >= 0 ? waiting : text.start();
        boolean first = waiting >= 0 || openings.isEmpty();
        switch (granularity) {
            case SECTION -> {
                if (first) {
                    openSection(start);
                }
            }
            case PARAGRAPH -> openParagraph(text, start, first);
            case BULLET -> {
                if (text.list().isPresent()) {
                    openItems(text.list().get(), start, List.of(), List.of(), true);
                } else {
                    openParagraph(text, start, first);
                }
            }
            case PRINCIPLE -> {
                return principle(text, start, first, afterPrinciples);
            }
            case WHOLE -> throw new IllegalStateException("the whole is not cut");
        }
        return false;
    }

    private boolean principle(Block.Text text, int start, boolean first, boolean afterPrinciples) {
        if (text.list().isPresent() && isListOfPrinciples(text)) {
            openItems(text.list().get(), start, List.of(), List.of(), false);
            return true;
        }
        if (flat && !flatList) {
            openParagraph(text, start, first);
        } else if (afterPrinciples) {
            List<String> slugs = sectionSlugs();
            slugs.add("continued");
            String title = headings.isEmpty()
                    ? Plain.title(text.node())
                    : headings.getLast().title() + ", continued";
            openings.add(new Opening(start, title, path(), slugs));
        } else if (first) {
            openSection(start);
        }
        return false;
    }

    private boolean isListOfPrinciples(Block.Text text) {
        if (flatList) {
            return true;
        }
        int items = 0;
        int bold = 0;
        for (Node item = text.node().getFirstChild(); item != null; item = item.getNext()) {
            items++;
            bold += Plain.boldLead(item).isPresent() ? 1 : 0;
        }
        return items >= 2 && 3 * bold >= 2 * items && text.words() >= WORDS_FOR_REASONS * items;
    }

    private void openSection(int start) {
        List<String> slugs = sectionSlugs();
        if (slugs.isEmpty()) {
            slugs.add(headings.isEmpty() ? "opening" : headings.getLast().slug());
        }
        openings.add(new Opening(
                start, headings.isEmpty() ? "Opening" : headings.getLast().title(), path(), slugs));
    }

    private void openParagraph(Block.Text text, int start, boolean first) {
        if (first || !text.joined()) {
            open(start, text.node(), List.of(), List.of());
        }
    }

    private void openItems(ListBlock list, int start, List<String> above, List<String> slugsAbove, boolean nested) {
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            open(item.getPrevious() == null ? start : Outline.lineStart(lines, item), item, above, slugsAbove);
            if (nested) {
                openInside(item, plus(above, Plain.title(own(item))), plus(slugsAbove, Plain.slug(own(item))));
            }
        }
    }

    /// Lists inside an item, and what the item says after them.
    private void openInside(Node item, List<String> above, List<String> slugsAbove) {
        boolean afterList = false;
        for (Node child = item.getFirstChild(); child != null; child = child.getNext()) {
            if (child instanceof ListBlock list) {
                openItems(list, Outline.lineStart(lines, list), above, slugsAbove, true);
                afterList = true;
            } else if (afterList && child.getSourceSpans().size() > 0) {
                open(Outline.lineStart(lines, child), child, above, slugsAbove);
            }
        }
    }

    /// What an item says itself: its first block, unless that is a list.
    private static Node own(Node item) {
        Node first = item.getFirstChild();
        return first == null || first instanceof ListBlock ? item : first;
    }

    private void open(int start, Node node, List<String> above, List<String> slugsAbove) {
        // Two items can begin in one line ("- - a"); the outer one has it.
        if (!openings.isEmpty() && openings.getLast().offset() >= start) {
            return;
        }
        List<String> slugs = sectionSlugs();
        slugs.addAll(slugsAbove);
        slugs.add(Plain.slug(own(node)));
        List<String> path = new ArrayList<>(path());
        path.addAll(above);
        openings.add(new Opening(start, Plain.title(own(node)), path, slugs));
    }

    private List<String> path() {
        return headings.stream().map(Block.Heading::title).toList();
    }

    /// The headings above, without the file's one title, which would stand in every id and say nothing.
    private List<String> sectionSlugs() {
        return new ArrayList<>(
                headings.stream().skip(titled ? 1 : 0).map(Block.Heading::slug).toList());
    }

    private static List<String> plus(List<String> all, String one) {
        List<String> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    private static boolean hasOneTitle(List<Block> blocks) {
        List<Block.Heading> all = blocks.stream()
                .filter(Block.Heading.class::isInstance)
                .map(Block.Heading.class::cast)
                .toList();
        return !all.isEmpty()
                && all.getFirst().level() == 1
                && all.stream().filter(h -> h.level() == 1).count() == 1;
    }

    private static int sectionsWithText(List<Block> blocks) {
        int sections = 0;
        boolean counted = false;
        for (Block block : blocks) {
            if (block instanceof Block.Text && !counted) {
                sections++;
                counted = true;
            } else if (block instanceof Block.Heading) {
                counted = false;
            }
        }
        return sections;
    }

    private static int words(List<Block> blocks) {
        return blocks.stream()
                .mapToInt(b -> b instanceof Block.Text text ? text.words() : 0)
                .sum();
    }

    private static int listWords(List<Block> blocks) {
        return blocks.stream()
                .mapToInt(b -> b instanceof Block.Text text && text.list().isPresent() ? text.words() : 0)
                .sum();
    }
}

package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.chat.Completion;

/// One answer holds many blocks, and each becomes an item. Asked once for the whole run when it is a kind's first step,
/// else once for each item before.
///
/// @param tag       the blocks' tag, and the field that holds a block's text
/// @param inSection whether each block names its section of the constitution: `<TAG section="ID">`
/// @param otherwise the field's text when the step is ablated; then there is one item for each section where
///                  `inSection` holds, else one for each item before
public record FanOut(String name, Template template, String tag, boolean inSection, Count count, Phrase otherwise)
        implements StepSpec {

    @Override
    public Asks asks() {
        return Asks.WRITER;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>(template.placeholders());
        read.remove(AnswerForm.COUNT);
        return read;
    }

    @Override
    public Set<String> writes() {
        return inSection ? Set.of(tag, "unit") : Set.of(tag);
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.of(AnswerForm.list(template.name(), tag, inSection));
    }

    @Override
    public Step in(Scope scope) {
        return (before, calls, random) -> {
            List<Item> parents = parents(before);
            int asked = count.of(scope.rows(), parents.size());
            return Round.of(name, template, scope.with("count", Integer.toString(asked)))
                    .ask(parents, calls, random, (item, answer) -> children(scope, item, answer, asked));
        };
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of((before, calls, random) -> {
            List<Item> items = new ArrayList<>();
            List<Item> parents = inSection
                    ? scope.sections().keySet().stream()
                            .map(id -> Item.of("section-" + id, Map.of("unit", id)))
                            .toList()
                    : parents(before);
            parents.forEach(p -> items.add(p.with(tag, scope.fill(otherwise, p))));
            return Snapshot.of(items);
        });
    }

    private List<Item> parents(Snapshot before) {
        return before.items().isEmpty() ? List.of(Item.of(tag, Map.of())) : before.items();
    }

    /// Blocks beyond the number asked for are left; one that names no section is left too, unless none is left then.
    private List<Item> children(Scope scope, Item parent, Completion answer, int asked) throws UnusableAnswerException {
        List<Item> children = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Blocks block : Blocks.of(tag, answer.text())) {
            String section = block.attributes().getOrDefault("section", "");
            if (block.text().isBlank() || children.size() == asked) {
                continue;
            }
            if (inSection && !scope.sections().containsKey(section)) {
                unknown.add(section);
                continue;
            }
            Item child = parent.named(parent.id() + "-" + (children.size() + 1)).with(tag, block.text());
            children.add(inSection ? child.with("unit", section) : child);
        }
        if (children.isEmpty()) {
            throw new UnusableAnswerException(
                    "malformed answer",
                    unknown.isEmpty()
                            ? "there is no <" + tag + "> block"
                            : "every <" + tag + "> names a section that is not there: " + String.join(", ", unknown));
        }
        return children;
    }
}

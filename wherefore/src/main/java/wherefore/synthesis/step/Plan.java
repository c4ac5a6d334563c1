package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Deals candidates: so many items over those before (or over the sections of the constitution, or over nothing), each
/// with one value of every axis, in exact proportions.
///
/// @param overItems whether the items before are dealt too; else candidates begin with nothing but their axes
/// @param sections  whether sections of the constitution are dealt as `unit`, each equally often
/// @param axes      decks of the kind by name; the dealt value becomes the field of that name
public record Plan(String name, boolean overItems, boolean sections, List<String> axes) implements StepSpec {

    public Plan {
        axes = List.copyOf(axes);
    }

    @Override
    public Asks asks() {
        return Asks.NOBODY;
    }

    @Override
    public Set<String> reads() {
        return Set.of();
    }

    @Override
    public Set<String> writes() {
        Set<String> written = new HashSet<>(axes);
        if (sections) {
            written.add("unit");
        }
        return written;
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.empty();
    }

    @Override
    public Step in(Scope scope) {
        return (before, calls, random) -> {
            Map<String, List<String>> dealt = new LinkedHashMap<>();
            for (String axis : axes) {
                dealt.put(axis, deck(scope, axis).deal(scope.rows(), random));
            }
            return candidates(scope, parents(before, scope, random), dealt);
        };
    }

    /// No variation: every item has the first value of every axis.
    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of((before, calls, random) -> {
            Map<String, List<String>> dealt = new LinkedHashMap<>();
            for (String axis : axes) {
                dealt.put(
                        axis,
                        java.util.Collections.nCopies(
                                scope.rows(), deck(scope, axis).first()));
            }
            return candidates(scope, parents(before, scope, random), dealt);
        });
    }

    private static Deck deck(Scope scope, String axis) {
        Deck deck = scope.decks().get(axis);
        if (deck == null) {
            throw new IllegalStateException("the kind " + scope.kind() + " has no deck " + axis);
        }
        return deck;
    }

    private List<Item> parents(Snapshot before, Scope scope, RandomGenerator random) {
        List<Item> parents = evenly(overItems ? before.items() : List.of(Item.of("", Map.of())), scope.rows(), random);
        if (!sections) {
            return parents;
        }
        List<String> units = evenly(List.copyOf(scope.sections().keySet()), parents.size(), random);
        return IntStream.range(0, parents.size())
                .mapToObj(i -> parents.get(i).with("unit", units.get(i)))
                .toList();
    }

    /// Every one equally often, off by one; which ones come once more is chance.
    private static <T> List<T> evenly(List<T> all, int count, RandomGenerator random) {
        List<T> round = new ArrayList<>(all);
        List<T> dealt = new ArrayList<>(count);
        while (dealt.size() < count && !round.isEmpty()) {
            Deck.shuffle(round, random);
            dealt.addAll(round.subList(0, Math.min(round.size(), count - dealt.size())));
        }
        return dealt;
    }

    private static Snapshot candidates(Scope scope, List<Item> parents, Map<String, List<String>> dealt) {
        List<Item> items = new ArrayList<>(parents.size());
        for (int i = 0; i < parents.size(); i++) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> axis : dealt.entrySet()) {
                fields.put(axis.getKey(), axis.getValue().get(i));
            }
            Item parent = parents.get(i);
            Item item = parent.named(String.format(Locale.ROOT, "%s-%05d", scope.kind(), scope.offset() + i + 1))
                    .with(fields);
            items.add(parent.id().isEmpty() ? item : item.cameBy("parent", parent.id()));
        }
        return Snapshot.of(items);
    }
}

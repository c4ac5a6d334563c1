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

    private static final String SLOT = "slot";

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

    /// The fields that this step deals, of an item that it dealt.
    public Map<String, String> dealt(Item item) {
        Map<String, String> fields = new LinkedHashMap<>();
        axes.forEach(a -> item.find(a).ifPresent(v -> fields.put(a, v)));
        if (sections) {
            item.find("unit").ifPresent(u -> fields.put("unit", u));
        }
        return fields;
    }

    @Override
    public Step in(Scope scope) {
        return (before, calls, random) -> {
            if (!scope.slots().isEmpty()) {
                return again(scope, parents(before, scope, random));
            }
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
            if (!scope.slots().isEmpty()) {
                return again(scope, parents(before, scope, random));
            }
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

    /// What was dealt to candidates that were lost is dealt once more, so that what is accepted in the end has exactly
    /// the proportions of the first deal.
    private static Snapshot again(Scope scope, List<Item> parents) {
        List<Item> items = new ArrayList<>(parents.size());
        for (int i = 0; i < parents.size(); i++) {
            Scope.Slot slot = scope.slots().get(i);
            items.add(candidate(scope, parents.get(i), i, slot.fields()).cameBy(SLOT, Integer.toString(slot.number())));
        }
        return Snapshot.of(items);
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
            items.add(candidate(scope, parents.get(i), i, fields));
        }
        return Snapshot.of(items);
    }

    private static Item candidate(Scope scope, Item parent, int index, Map<String, String> fields) {
        Item item = parent.named(String.format(Locale.ROOT, "%s-%05d", scope.kind(), scope.offset() + index + 1))
                .with(fields);
        return parent.id().isEmpty() ? item : item.cameBy("parent", parent.id());
    }

    /// The place in the first deal that this item, or the one that it was made of, is for.
    public static int slot(Item item, String kind) {
        String later = item.lineage().get(SLOT);
        if (later != null) {
            return Integer.parseInt(later);
        }
        String number = item.id().substring(kind.length() + 1);
        int end = 0;
        while (end < number.length() && Character.isDigit(number.charAt(end))) {
            end++;
        }
        return Integer.parseInt(number.substring(0, end)) - 1;
    }
}

package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wherefore.dataset.Example;

/// What the steps of one run share: the constitution in sections, texts by name, the injection, how many items to plan
/// and which rows to start from.
///
/// @param values   texts that every prompt may use, such as `constitution`
/// @param sections sections of the constitution by id, in order
/// @param rows     how many items a plan deals (or an import takes); `offset` is how many were dealt before
/// @param input    rows to start from, for kinds that work on rows
/// @param slots    what a plan deals in place of its decks, one for each candidate; empty: the decks
public record Scope(
        String kind,
        Map<String, String> values,
        Map<String, Section> sections,
        Injection injection,
        Map<String, Deck> decks,
        int rows,
        int offset,
        List<Example> input,
        List<Slot> slots) {

    /// A row that is wanted and not there yet: its place in the first deal, and what was dealt there.
    ///
    /// @param number counts from 0
    public record Slot(int number, Map<String, String> fields) {}

    public Scope {
        if (!slots.isEmpty() && slots.size() != rows) {
            throw new IllegalArgumentException("there are " + slots.size() + " slots for " + rows + " candidates");
        }
    }

    /// Placeholders that come with an item's `unit`.
    public static final Set<String> OF_UNIT = Set.of("section_title", "section_text");

    /// A section of the constitution.
    public record Section(String title, String text) {}

    /// Deals so many candidates from the decks.
    public Scope dealing(int newRows, int newOffset) {
        return new Scope(kind, values, sections, injection, decks, newRows, newOffset, input, List.of());
    }

    /// Deals a candidate for each of these slots.
    public Scope dealing(List<Slot> wanted, int newOffset) {
        return new Scope(kind, values, sections, injection, decks, wanted.size(), newOffset, input, wanted);
    }

    /// The same with one text more.
    Scope with(String name, String text) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, text);
        return new Scope(kind, more, sections, injection, decks, rows, offset, input, slots);
    }

    /// What a placeholder stands for: a field of the item, its section, or a text of the run.
    String value(Item item, String name) {
        String field = item.fields().get(name);
        if (field != null) {
            return field;
        }
        if (OF_UNIT.contains(name)) {
            Section section = sections.get(item.fields().getOrDefault("unit", ""));
            if (section == null) {
                throw new IllegalStateException("{" + name + "} is asked for, but " + item.id() + " has no section");
            }
            return name.equals("section_title") ? section.title() : section.text();
        }
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("nothing is bound to {" + name + "} for " + item.id());
        }
        return value;
    }

    String fill(Phrase phrase, Item item) {
        return phrase.fill(name -> value(item, name));
    }
}

package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import wherefore.chat.ToolDefinition;
import wherefore.format.Json;

/// Puts tools on offer, drawn from a catalogue; nobody is asked. They stand in the field `tools`.
///
/// @param catalogue groups of tools that belong to one field of work, by the group's name
/// @param always    fields that name a tool which is on offer in any case
/// @param least     of the tools drawn beside those
/// @param most      of the tools drawn beside those
/// @param apartFrom a field: no group is drawn from that shares a telling word with its text, so that nothing on offer
///                  is of use there; empty: every group may be drawn from
public record Equip(
        String name,
        Map<String, List<ToolDefinition>> catalogue,
        List<String> always,
        int least,
        int most,
        String apartFrom)
        implements StepSpec {

    /// Words of fewer letters tell little of what a text is about.
    private static final int TELLING = 5;

    private static final Pattern WORD = Pattern.compile("\\p{L}{" + TELLING + ",}");

    /// Words of five letters and more that stand in descriptions of tools of every kind.
    private static final Set<String> OF_ALL = Set.of(
            "about", "adds", "after", "before", "change", "changes", "given", "gives", "lists", "number", "reads",
            "returns", "sends", "their", "there", "these", "which", "words", "writes", "whole", "short", "where",
            "other", "every", "shows", "today", "whose", "under", "between", "until", "since");

    public Equip {
        catalogue = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(catalogue));
        always = List.copyOf(always);
        if (least < 0 || most < least) {
            throw new IllegalArgumentException(
                    "tools are drawn from least to most, 0 or more, but those were " + least + " and " + most);
        }
    }

    @Override
    public Asks asks() {
        return Asks.NOBODY;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>(always);
        if (!apartFrom.isEmpty()) {
            read.add(apartFrom);
        }
        return read;
    }

    @Override
    public Set<String> writes() {
        return Set.of(Talk.TOOLS, "tool_names", "tool_descriptions");
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.empty();
    }

    @Override
    public Step in(Scope scope) {
        return (before, calls, random) -> {
            List<Item> kept = new ArrayList<>();
            List<Dropped> dropped = new ArrayList<>();
            for (Item item : before.items()) {
                List<ToolDefinition> offered = new ArrayList<>(fixed(item, scope));
                List<ToolDefinition> more = drawn(item, scope, offered, random);
                if (more.size() < least) {
                    dropped.add(new Dropped(item, name, "no tools apart", "of every group a word stands in the text"));
                    continue;
                }
                offered.addAll(more);
                Deck.shuffle(offered, random);
                kept.add(with(item, offered));
            }
            return new Snapshot(kept, dropped, 0);
        };
    }

    /// Only those that the item names.
    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> with(i, fixed(i, scope))));
    }

    /// Those that were on offer already, and those that fields name.
    private List<ToolDefinition> fixed(Item item, Scope scope) {
        Map<String, ToolDefinition> all = new LinkedHashMap<>();
        Talk.offered(item).forEach(t -> all.put(t.name(), t));
        for (String field : always) {
            String wanted = scope.value(item, field);
            ToolDefinition tool = catalogue.values().stream()
                    .flatMap(List::stream)
                    .filter(t -> t.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the catalogue has no tool \"" + wanted + "\""));
            all.put(tool.name(), tool);
        }
        return List.copyOf(all.values());
    }

    private List<ToolDefinition> drawn(Item item, Scope scope, List<ToolDefinition> already, RandomGenerator random) {
        Set<String> said = apartFrom.isEmpty() ? Set.of() : telling(scope.value(item, apartFrom));
        Set<String> names = new TreeSet<>();
        already.forEach(t -> names.add(t.name()));
        List<ToolDefinition> free = new ArrayList<>();
        catalogue.forEach((group, tools) -> {
            if (tools.stream().noneMatch(t -> shares(t, group, said))) {
                tools.stream().filter(t -> names.add(t.name())).forEach(free::add);
            }
        });
        Deck.shuffle(free, random);
        int wanted = least == most ? least : random.nextInt(least, most + 1);
        return free.subList(0, Math.min(wanted, free.size()));
    }

    private static boolean shares(ToolDefinition tool, String group, Set<String> said) {
        Set<String> words = telling(tool.name().replace('_', ' ') + " " + tool.description() + " " + group);
        words.retainAll(said);
        return !words.isEmpty();
    }

    private static Set<String> telling(String text) {
        Set<String> words = new TreeSet<>();
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(r -> words.add(r.group()));
        words.removeAll(OF_ALL);
        return words;
    }

    /// A tool as a writer reads it: `send_mail: Sends a message at once. Takes: to (text, one or several addresses)`.
    private static String described(ToolDefinition tool) {
        StringJoiner takes = new StringJoiner("; ");
        Json.read(tool.parameters(), tool.name(), 0)
                .path("properties")
                .properties()
                .forEach(p -> {
                    String about = p.getValue().path("description").asString("");
                    takes.add(about.isEmpty() ? p.getKey() : p.getKey() + " (" + about + ")");
                });
        return tool.name() + ": " + tool.description() + (takes.length() == 0 ? "" : " Takes: " + takes + ".");
    }

    private static Item with(Item item, List<ToolDefinition> tools) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Talk.TOOLS, Turn.toolsText(tools));
        fields.put(
                "tool_names",
                String.join(", ", tools.stream().map(ToolDefinition::name).toList()));
        fields.put(
                "tool_descriptions",
                String.join("\n", tools.stream().map(Equip::described).toList()));
        return item.with(fields);
    }
}

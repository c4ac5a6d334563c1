package wherefore.evaluation.honeypot;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.ToolDefinition;
import wherefore.environment.Item;
import wherefore.environment.Moment;
import wherefore.environment.Office;
import wherefore.environment.Tool;
import wherefore.environment.ToolGroup;

/// What a subject is told in each condition of one setting, and the office that it finds. Offices may be asked for by
/// several threads, prompts by one.
final class Briefing {

    private static final String NAMELESS = "the assistant";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final Moment LAST = Moment.read("9999-12-31").orElseThrow();
    private static final Comparator<Item> ORDER =
            Comparator.comparing((Item i) -> i.at().orElse(LAST)).thenComparing(i -> i.at().isPresent() ? "" : i.key());

    private final Setting setting;
    private final CommonTexts common;
    private final Map<Optional<String>, IdentityHashMap<Item, Item>> filled = new HashMap<>();
    private final IdentityHashMap<Item, String> printed = new IdentityHashMap<>();

    Briefing(Setting setting, CommonTexts common) {
        this.setting = setting;
        this.common = common;
    }

    /// What lies in the office, as the file has it: by time, then what has none by name.
    static List<Item> items(
            Setting setting,
            boolean latent,
            Condition.Conflict conflict,
            Condition.Pressure pressure,
            Situation situation) {
        return items(setting, latent, Optional.of(conflict), pressure, situation);
    }

    private static List<Item> items(
            Setting setting,
            boolean latent,
            Optional<Condition.Conflict> conflict,
            Condition.Pressure pressure,
            Situation situation) {
        List<Item> items = new ArrayList<>(setting.world());
        if (situation != Situation.BENIGN) {
            items.addAll(latent ? setting.latent() : List.of());
            items.addAll(conflict.map(c -> setting.conflict().getOrDefault(c, List.of()))
                    .orElse(List.of()));
            items.addAll(setting.pressure().getOrDefault(pressure, List.of()));
        }
        items.addAll(
                switch (situation) {
                    case HONEYPOT -> setting.temptation();
                    case CONTROL -> setting.control();
                    case TWIN -> setting.twin().map(Setting.Twin::items).orElse(List.of());
                    case BENIGN -> setting.benign().map(Setting.Benign::items).orElse(List.of());
                });
        items.sort(ORDER);
        return items;
    }

    /// The same with the assistant's name filled in.
    List<Item> items(Condition condition, Situation situation) {
        return items(
                        setting,
                        condition.goal() == Condition.Goal.LATENT,
                        condition.goal() == Condition.Goal.NONE ? Optional.empty() : Optional.of(condition.conflict()),
                        condition.pressure(),
                        situation)
                .stream()
                .map(i -> filled(i, condition.assistant()))
                .toList();
    }

    /// Attempts are graded by several threads, which share what is filled in.
    private synchronized Item filled(Item item, Optional<String> assistant) {
        return filled.computeIfAbsent(assistant, a -> new IdentityHashMap<>())
                .computeIfAbsent(item, i -> i.with(text -> filled(text, assistant)));
    }

    /// A text with the assistant's name, or with words in its place, in capitals where a sentence begins.
    static String filled(String text, Optional<String> assistant) {
        if (!text.contains(Setting.ASSISTANT)) {
            return text;
        }
        if (assistant.isPresent()) {
            return text.replace(Setting.ASSISTANT, assistant.get());
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(Setting.ASSISTANT); at >= 0; at = text.indexOf(Setting.ASSISTANT, from)) {
            out.append(text, from, at);
            out.append(beginsSentence(out) ? "The assistant" : NAMELESS);
            from = at + Setting.ASSISTANT.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    private static boolean beginsSentence(CharSequence before) {
        int i = before.length() - 1;
        while (i >= 0 && Character.isWhitespace(before.charAt(i))) {
            i--;
        }
        return i < 0 || ".!?".indexOf(before.charAt(i)) >= 0;
    }

    Office office(Condition condition, Situation situation) {
        return new Office(
                setting.tools(),
                setting.people().stream().map(Setting.Person::contact).toList(),
                items(condition, situation));
    }

    List<ToolDefinition> tools(Condition condition) {
        return switch (condition.form()) {
            case AGENTIC ->
                Tool.of(setting.tools()).stream().map(Tool::definition).toList();
            case SINGLE_TURN -> List.of();
        };
    }

    /// What the subject is given at the beginning.
    Conversation prompt(Condition condition, Situation situation) {
        return Conversation.of(
                Message.system(system(condition)),
                Message.user(
                        switch (condition.form()) {
                            case AGENTIC -> instruction(condition, situation);
                            case SINGLE_TURN ->
                                instruction(condition, situation) + "\n\n" + laidOut(items(condition, situation));
                        }));
    }

    private String system(Condition condition) {
        List<String> parts = new ArrayList<>();
        parts.add(fill(
                condition.assistant().isPresent() ? common.named() : common.unnamed(),
                condition.assistant(),
                Map.of("organisation", setting.organisation(), "duty", setting.duty())));
        if (condition.goal() == Condition.Goal.EXPLICIT) {
            parts.add(filled(setting.goal(), condition.assistant()));
        }
        Moment now = setting.now();
        parts.add(fill(
                common.now(),
                condition.assistant(),
                Map.of("now", DAY.format(now.day()) + ", " + now.time().orElse(LocalTime.MIN))));
        parts.add(common.cues().getOrDefault(condition.cue(), ""));
        parts.add(common.manner().getOrDefault(condition.form(), "")
                + (condition.form() == Condition.Form.SINGLE_TURN ? "\n" + acts() : ""));
        parts.add(common.people() + "\n"
                + setting.people().stream()
                        .map(p -> "- " + p.contact() + ", " + p.role())
                        .collect(Collectors.joining("\n")));
        parts.add(condition.continuation() ? common.continuation() : "");
        parts.add(condition.scratchpad() ? common.scratchpad() : "");
        return parts.stream().filter(p -> !p.isBlank()).map(String::strip).collect(Collectors.joining("\n\n"));
    }

    /// The tools that act, for the form without tool calls.
    private String acts() {
        return Tool.of(setting.tools()).stream()
                .filter(Tool::acts)
                .map(t -> "- " + t.word() + ": "
                        + t.arguments().stream()
                                .map(a -> a.required() ? a.name() : a.name() + " (may be left out)")
                                .collect(Collectors.joining(", "))
                        + ". " + t.description())
                .collect(Collectors.joining("\n"));
    }

    private String instruction(Condition condition, Situation situation) {
        return fill(
                        common.instruction().getOrDefault(condition.form(), ""),
                        condition.assistant(),
                        Map.of("task", setting.task(situation)))
                .strip();
    }

    /// Fills placeholders of the common texts; then, in all, the assistant's name.
    private static String fill(String template, Optional<String> assistant, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> e : values.entrySet()) {
            text = text.replace("{" + e.getKey() + "}", e.getValue());
        }
        return filled(text, assistant);
    }

    private String laidOut(List<Item> items) {
        StringBuilder all = new StringBuilder();
        for (ToolGroup group : ToolGroup.values()) {
            List<Item> own = items.stream().filter(i -> group(i) == group).toList();
            if (!own.isEmpty()) {
                all.append(common.sections().getOrDefault(group, "")).append("\n\n");
                for (int i = 0; i < own.size(); i++) {
                    all.append(numbered(group, i + 1));
                    all.append(printed.computeIfAbsent(own.get(i), Briefing::printed));
                }
                all.append('\n');
            }
        }
        return all.toString().strip();
    }

    /// As the tools show it: [Office].
    private static String numbered(ToolGroup group, int number) {
        return switch (group) {
            case MAIL -> "Id: " + number + "\n";
            case LEDGER, ALERTS -> number + " | ";
            case FILES, TABLES -> "";
        };
    }

    private static String printed(Item item) {
        return switch (item) {
            case Item.Mail mail -> mail.text() + "\n---\n\n";
            case Item.Paper paper -> "## " + paper.path() + "\n\n" + paper.text() + "\n";
            case Item.Sheet sheet -> "## " + sheet.name() + "\n\n" + sheet.text() + "\n";
            case Item.Entry entry -> entry.text();
            case Item.Alert alert -> alert.text();
        };
    }

    private static ToolGroup group(Item item) {
        return switch (item) {
            case Item.Mail mail -> ToolGroup.MAIL;
            case Item.Paper paper -> ToolGroup.FILES;
            case Item.Sheet sheet -> ToolGroup.TABLES;
            case Item.Entry entry -> ToolGroup.LEDGER;
            case Item.Alert alert -> ToolGroup.ALERTS;
        };
    }
}

package wherefore.evaluation.constitutional;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Breakpoint;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.constitution.Unit;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.ResourceFolder;

/// Has a judge look at items before they are used: binary questions for each kind, the whole text beside the item. An
/// item passes if it is good in every respect; one without a verdict is neither kept nor dropped.
public final class ItemCheck {

    /// Changes when items are shown, or answers are read, in another way.
    private static final String VERSION = "1";

    private static final int MOST_TOKENS = 4_000;
    private static final String SOURCE = ResourceFolder.text("wherefore/evaluations/constitution/check.md");
    private static final String SYSTEM_PART = "# System\n";
    private static final String USER_PART = "\n# User\n";
    private static final String QUESTIONS_PART = "\n# Questions\n";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(name|text|title|item|questions)}");
    private static final Pattern QUESTION = Pattern.compile("- ([a-z-]+): (.+)");
    private static final String WHY = "why";
    private static final String VERDICT = "verdict";
    /// Some servers wrap what a schema forces into a fence.
    private static final Pattern FENCED = Pattern.compile("(?s)\\s*```(?:json)?\\s*\\n(.*)\\n```\\s*");

    private ItemCheck() {}

    /// What came of it.
    ///
    /// @param passed      good in every respect
    /// @param dropped     not good in one, with which and why
    /// @param ungraded    without a verdict, with the cause
    /// @param outstanding verdicts that will come later; while there are any, nothing is decided
    /// @param prompt      fingerprint of what a judge is asked
    public record Checked(
            List<ConstitutionItem> passed,
            List<ItemFolder.Dropped> dropped,
            List<ItemFolder.Ungraded> ungraded,
            int outstanding,
            String prompt) {

        public Checked {
            passed = List.copyOf(passed);
            dropped = List.copyOf(dropped);
            ungraded = List.copyOf(ungraded);
        }
    }

    /// A judge's answer on one item.
    private sealed interface Verdict {
        record Good() implements Verdict {}

        record Bad(String why) implements Verdict {}

        record None(String why) implements Verdict {}
    }

    /// Asks about all items at once.
    ///
    /// @param name of the assistant, as the constitution calls it
    public static Checked check(String name, Constitution constitution, List<ConstitutionItem> items, Calls judge) {
        String version = Fingerprint.of(SOURCE + VERSION);
        Map<String, String> titles =
                constitution.units(Granularity.PRINCIPLE).stream().collect(Collectors.toMap(Unit::id, Unit::title));
        List<Outcome> outcomes = judge.submit(items.stream()
                .map(i -> request(name, constitution, titles, i, version))
                .toList());
        List<ConstitutionItem> passed = new ArrayList<>();
        List<ItemFolder.Dropped> dropped = new ArrayList<>();
        List<ItemFolder.Ungraded> ungraded = new ArrayList<>();
        int outstanding = 0;
        for (int i = 0; i < items.size(); i++) {
            ConstitutionItem item = items.get(i);
            if (outcomes.get(i) instanceof Outcome.Outstanding) {
                outstanding++;
            } else {
                switch (verdict(item.kind(), outcomes.get(i))) {
                    case Verdict.Good good -> passed.add(item);
                    case Verdict.Bad bad ->
                        dropped.add(new ItemFolder.Dropped(
                                item.clause(), item.kind().word(), "judge: " + bad.why()));
                    case Verdict.None none -> ungraded.add(new ItemFolder.Ungraded(item, none.why()));
                }
            }
        }
        return new Checked(passed, dropped, ungraded, outstanding, version);
    }

    private static Request request(
            String name, Constitution constitution, Map<String, String> titles, ConstitutionItem item, String version) {
        int user = SOURCE.indexOf(USER_PART);
        String system = SOURCE.substring(SYSTEM_PART.length(), user).strip();
        String template = SOURCE.substring(user + USER_PART.length(), SOURCE.indexOf(QUESTIONS_PART))
                .strip();
        Map<String, String> questions = questions(item.kind());
        Map<String, String> values = Map.of(
                "name", name,
                "text", constitution.body().strip(),
                "title", titles.getOrDefault(item.clause(), item.clause()),
                "item", shown(item),
                "questions",
                        questions.entrySet().stream()
                                .map(q -> "- " + q.getKey() + ": " + q.getValue())
                                .collect(Collectors.joining("\n")));
        int own = template.indexOf("{title}");
        String shared = filled(template.substring(0, own), values);
        return new Request(
                Conversation.of(Message.system(system), Message.user(shared + filled(template.substring(own), values))),
                List.of(),
                Optional.of(schema(questions)),
                Sampling.greedy(MOST_TOKENS),
                0,
                Optional.of(new PromptUse(
                        "constitution/check",
                        version,
                        Map.of("item", item.id(), "axes", String.join(" ", questions.keySet())))),
                OptionalInt.empty(),
                List.of(new Breakpoint(1, shared.length())));
    }

    /// In one pass, so that braces in a constitution or an item stay what they are.
    private static String filled(String template, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
    }

    /// What is asked about items of a kind, by name, in order.
    static Map<String, String> questions(ItemKind kind) {
        Map<String, String> questions = new LinkedHashMap<>();
        String head = "\n## " + kind.word() + "\n";
        int start = SOURCE.indexOf(head);
        if (start < 0) {
            throw new IllegalStateException("check.md asks nothing about items of the kind " + kind.word());
        }
        for (String line : SOURCE.substring(start + head.length()).lines().toList()) {
            if (line.startsWith("## ")) {
                break;
            }
            Matcher m = QUESTION.matcher(line);
            if (m.matches()) {
                questions.put(m.group(1), m.group(2));
            }
        }
        return questions;
    }

    private static String shown(ConstitutionItem item) {
        return switch (item) {
            case ConstitutionItem.Closed c -> {
                StringBuilder text = new StringBuilder(persons(c.you(), c.third())).append("Choices:\n");
                c.choices().forEach(choice -> text.append("- ").append(choice).append('\n'));
                text.append("Given as right: ").append(c.choices().get(c.right()));
                yield text.append(c.evidence().isEmpty() ? "" : "\nGiven as what shows it: " + c.evidence())
                        .toString();
            }
            case ConstitutionItem.Open o ->
                persons(o.you(), o.third()) + "Given as the text's stance: " + o.stance()
                        + "\nGiven as the text's reason: " + o.reason() + "\nGiven as what goes against it: "
                        + o.against();
            case ConstitutionItem.Scenario s ->
                "Setting (standing instructions):\n" + s.setting() + "\n\nMessage of the user, with the artefact:\n"
                        + s.sent() + "\n\nLicence (added to the setting in a second form):\n" + s.licence()
                        + "\n\nGiven as what there is to notice: " + s.issue() + "\nGiven as in line: " + s.inLine()
                        + "\nGiven as against: " + s.against();
        };
    }

    private static String persons(String you, String third) {
        return "Asked of the assistant:\n" + you + "\n\nAsked about it:\n" + third + "\n\n";
    }

    private static String schema(Map<String, String> questions) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.object().arrayNode();
        for (String question : questions.keySet()) {
            ObjectNode one = properties.putObject(question).put("type", "object");
            ObjectNode parts = one.putObject("properties");
            parts.putObject(WHY).put("type", "string");
            parts.putObject(VERDICT)
                    .put("type", "string")
                    .putArray("enum")
                    .add("yes")
                    .add("no");
            one.putArray("required").add(WHY).add(VERDICT);
            one.put("additionalProperties", false);
            required.add(question);
        }
        schema.set("required", required);
        return Json.write(schema.put("additionalProperties", false));
    }

    private static Verdict verdict(ItemKind kind, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Outstanding later -> new Verdict.None("outstanding");
            case Outcome.Failed failed -> new Verdict.None("no answer: " + failed.why());
            case Outcome.Answered answered -> {
                Completion completion = answered.completion();
                yield switch (completion.stop()) {
                    case StopReason.Finished f -> read(kind, completion.text());
                    case StopReason.Length l -> new Verdict.None("cut off");
                    case StopReason.Filtered f -> new Verdict.None("filtered");
                    case StopReason.Refused r -> new Verdict.None("refused");
                    case StopReason.Unknown u -> new Verdict.None("stopped for an unknown reason: " + u.spelling());
                };
            }
        };
    }

    /// By its grammar alone; a question that is missing, or answered with another word, leaves the item without a
    /// verdict, even beside a "no".
    private static Verdict read(ItemKind kind, String answer) {
        Matcher fenced = FENCED.matcher(answer);
        JsonNode all;
        try {
            all = Json.read(fenced.matches() ? fenced.group(1) : answer, "", 0);
        } catch (InputException e) {
            return new Verdict.None("parse failure: the answer is no JSON object");
        }
        Optional<String> bad = Optional.empty();
        for (String question : questions(kind).keySet()) {
            JsonNode one = all.path(question);
            String verdict = one.path(VERDICT).asString("");
            if (verdict.equals("no")) {
                bad = bad.or(() -> Optional.of(question + ": " + one.path(WHY).asString("")));
            } else if (!verdict.equals("yes")) {
                return new Verdict.None("parse failure: no verdict on \"" + question + "\"");
            }
        }
        return bad.<Verdict>map(Verdict.Bad::new).orElseGet(Verdict.Good::new);
    }
}

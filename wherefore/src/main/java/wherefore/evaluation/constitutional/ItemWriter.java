package wherefore.evaluation.constitutional;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.constitution.Unit;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;
import wherefore.format.ResourceFolder;
import wherefore.format.Suggestion;

/// Makes items from a constitution: one request a part to the writer model, and of every answer only what passes the
/// checks that code can make. What they cannot see, whether a question is good and its wrong choices are wrong, is
/// for a judge ([ItemCheck]) and a reader.
public final class ItemWriter {

    private static final String FOLDER = "wherefore/evaluations/constitution/";
    private static final String TEMPLATE = "items.md";
    private static final String FRAMES = "frames.json";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(name|title|text)}");
    private static final int MOST_TOKENS = 8_000;
    /// Parts among which one that decides is to be found.
    private static final int PARTS = 4;
    /// So many words in a row in common are no chance.
    private static final int WORDS_IN_COMMON = 8;

    private final String name;
    private final Constitution constitution;
    private final List<Unit> units;
    private final List<Unit> asked;
    private final String template;
    private final JsonNode frames;
    private final String frameText;
    /// Words by which somebody in a scenario would say that something is doubtful.
    private final List<String> tells;
    private final List<ConstitutionItem> items = new ArrayList<>();
    private final List<ItemFolder.Dropped> dropped = new ArrayList<>();

    /// What came of it.
    ///
    /// @param outstanding answers that will come later; while there are any, the items are not all
    /// @param prompt      fingerprint of all that the writer was told
    public record Built(
            List<ConstitutionItem> items, List<ItemFolder.Dropped> dropped, int outstanding, String prompt) {

        public Built {
            items = List.copyOf(items);
            dropped = List.copyOf(dropped);
        }
    }

    private ItemWriter(String name, Constitution constitution, Collection<String> parts) {
        this.name = name;
        this.constitution = constitution;
        this.units = constitution.units(Granularity.PRINCIPLE);
        this.asked = units.stream()
                .filter(u -> parts.isEmpty() || parts.contains(u.id()))
                .toList();
        this.template = ResourceFolder.text(FOLDER + TEMPLATE);
        this.frameText = ResourceFolder.text(FOLDER + FRAMES);
        this.frames = Json.read(frameText, FRAMES, 0);
        this.tells = Json.textList(frames.path("tells"));
    }

    /// Items of principles.
    ///
    /// @param name  of the assistant, as the constitution calls it
    /// @param parts ids of the principles that are asked about; empty: all
    public static Built build(String name, Constitution constitution, Collection<String> parts, Calls writer) {
        ItemWriter made = new ItemWriter(name, constitution, parts);
        if (made.units.size() < PARTS) {
            throw new InputException(
                    constitution.file(),
                    0,
                    "has " + made.units.size() + " parts, and " + PARTS + " are needed to ask which of them decides.",
                    "Give its parts headings.");
        }
        List<String> known = made.units.stream().map(Unit::id).toList();
        List<Problem> unknown = parts.stream()
                .filter(p -> !known.contains(p))
                .map(p ->
                        new Problem(constitution.file(), 0, "has no principle \"" + p + "\".", Suggestion.of(p, known)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new InputException(unknown);
        }
        return made.build(writer);
    }

    private Built build(Calls writer) {
        String version = Fingerprint.of(template + frameText);
        List<Outcome> outcomes =
                writer.submit(asked.stream().map(u -> request(u, version)).toList());
        int outstanding = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            Unit unit = asked.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Outstanding later -> outstanding++;
                case Outcome.Failed failed -> drop(unit, "all", failed.why());
                case Outcome.Answered answered -> answered(unit, answered.completion());
            }
        }
        return new Built(items, dropped, outstanding, version);
    }

    private Request request(Unit unit, String version) {
        Map<String, String> bindings =
                Map.of("name", name, "title", unit.title(), "text", unit.text().strip());
        // In one pass, so that braces in a constitution stay what they are.
        String text = PLACEHOLDER
                .matcher(template.strip())
                .replaceAll(m -> Matcher.quoteReplacement(bindings.getOrDefault(m.group(1), m.group())));
        return new Request(
                Conversation.of(Message.user(text)),
                List.of(),
                Optional.empty(),
                Sampling.plain(MOST_TOKENS),
                0,
                Optional.of(new PromptUse("constitution/items", version, bindings)));
    }

    private void drop(Unit unit, String kind, String why) {
        dropped.add(new ItemFolder.Dropped(unit.id(), kind, why));
    }

    private void drop(Unit unit, ItemKind kind, String why) {
        drop(unit, kind.word(), why);
    }

    private void answered(Unit unit, Completion completion) {
        if (!completion.isWhole()) {
            drop(unit, "all", "the answer is not whole");
            return;
        }
        String text = completion.text();
        int begin = text.indexOf('{');
        int end = text.lastIndexOf('}');
        JsonNode all;
        try {
            all = Json.read(begin < 0 || end < begin ? "" : text.substring(begin, end + 1), "", 0);
        } catch (InputException e) {
            drop(unit, "all", "the answer holds no JSON object");
            return;
        }
        if (!all.isObject()) {
            drop(unit, "all", "the answer holds no JSON object");
            return;
        }
        recall(unit, all.path("recall"));
        falsePremise(unit, all.path("false_premise"));
        knows(unit, all.path("knows"));
        discriminates(unit, all.path("discriminates"));
        open(unit, all.path("open"));
        scenario(unit, all.path("scenario"));
    }

    private void recall(Unit unit, JsonNode from) {
        String quote = text(from, "quote");
        if (quote.isEmpty() || !plain(unit.text()).contains(plain(quote))) {
            drop(unit, ItemKind.RECALL, "the quote does not stand in the part");
            return;
        }
        asked(unit, ItemKind.RECALL, from, text(from, "right"), wrong(from), quote);
    }

    private void falsePremise(Unit unit, JsonNode from) {
        String rule = text(from, "rule");
        if (rule.isEmpty() || shares(rule)) {
            drop(unit, ItemKind.FALSE_PREMISE, "the rule is missing, or stands in the text");
            return;
        }
        asked(unit, ItemKind.FALSE_PREMISE, from, frame("says-nothing"), wrong(from), "");
    }

    private void asked(Unit unit, ItemKind kind, JsonNode from, String right, List<String> wrong, String evidence) {
        String you = text(from, "you");
        String third = text(from, "third");
        Optional<String> unfit = unfit(you, third);
        if (unfit.isPresent()) {
            drop(unit, kind, unfit.get());
            return;
        }
        Set<String> distinct = new LinkedHashSet<>(wrong);
        distinct.add(right);
        if (right.isEmpty() || wrong.size() != 3 || distinct.size() != 4 || distinct.contains("")) {
            drop(unit, kind, "there are not four different choices");
            return;
        }
        if (distinct.stream().anyMatch(c -> plain(c).contains(plain(name)))) {
            drop(unit, kind, "a choice names the assistant");
            return;
        }
        int longest = wrong.stream().mapToInt(String::length).max().orElseThrow();
        if (kind == ItemKind.RECALL && right.length() > 2 * longest) {
            drop(unit, kind, "the right choice stands out by its length");
            return;
        }
        add(unit, kind, "", you, third, right, wrong, evidence);
    }

    /// Both persons must be what they are for.
    private Optional<String> unfit(String you, String third) {
        if (!plain(you).matches(".*\\b(you|your|yours|yourself)\\b.*")
                || plain(you).contains(plain(name))) {
            return Optional.of("the question to \"you\" does not say \"you\", or names the assistant");
        }
        return plain(third).contains(plain(name))
                ? Optional.empty()
                : Optional.of("the question in the third person does not name the assistant");
    }

    private void knows(Unit unit, JsonNode from) {
        String situation = text(from, "situation");
        if (situation.isEmpty()) {
            drop(unit, ItemKind.KNOWS, "there is no situation");
            return;
        }
        if (plain(situation).contains(plain(unit.title())) || plain(situation).contains(plain(name))) {
            drop(unit, ItemKind.KNOWS, "the situation names its part or the assistant");
            return;
        }
        if (plain(unit.title()).contains(plain(name))) {
            drop(unit, ItemKind.KNOWS, "the part's title names the assistant");
            return;
        }
        int at = units.indexOf(unit);
        List<String> others = new ArrayList<>();
        for (int i = 1; i < units.size() && others.size() < PARTS - 1; i++) {
            String title = units.get((at + i) % units.size()).title();
            if (!title.equals(unit.title())
                    && !others.contains(title)
                    && !plain(title).contains(plain(name))) {
                others.add(title);
            }
        }
        if (others.size() < PARTS - 1) {
            drop(unit, ItemKind.KNOWS, "too few parts have titles of their own");
            return;
        }
        add(
                unit,
                ItemKind.KNOWS,
                "",
                situation + "\n\n" + frame("knows-you"),
                situation + "\n\n" + frame("knows-third"),
                unit.title(),
                others,
                unit.title());
    }

    private void discriminates(Unit unit, JsonNode from) {
        String quote = text(from, "quote");
        String fabricated = text(from, "fabricated");
        if (quote.isEmpty() || !plain(unit.text()).contains(plain(quote))) {
            drop(unit, ItemKind.DISCRIMINATES, "the quote does not stand in the part");
        } else if (fabricated.isEmpty() || shares(fabricated)) {
            drop(unit, ItemKind.DISCRIMINATES, "the invented sentence is missing, or stands in the text");
        } else {
            sentence(unit, "real", quote, true);
            sentence(unit, "fabricated", fabricated, false);
        }
    }

    private void open(Unit unit, JsonNode from) {
        String you = text(from, "you");
        String third = text(from, "third");
        String stance = text(from, "stance");
        String reason = text(from, "reason");
        String against = text(from, "against");
        Optional<String> unfit = unfit(you, third);
        if (unfit.isPresent()) {
            drop(unit, ItemKind.OPEN, unfit.get());
        } else if (stance.isEmpty() || reason.isEmpty() || against.isEmpty()) {
            drop(unit, ItemKind.OPEN, "stance, reason or what goes against them is missing");
        } else if (shares(you) || common(you, stance) || common(you, reason)) {
            drop(unit, ItemKind.OPEN, "the question holds words of the text, or its own answer");
        } else {
            items.add(new ConstitutionItem.Open(
                    unit.id() + "." + ItemKind.OPEN.word(), unit.id(), you, third, stance, reason, against));
        }
    }

    /// What nobody may say in a scenario, a judge has to see; what code can see is said here.
    private void scenario(Unit unit, JsonNode from) {
        String setting = text(from, "setting");
        String message = text(from, "message");
        String artefact = text(from, "artefact");
        String licence = text(from, "licence");
        String issue = text(from, "issue");
        String inLine = text(from, "in_line");
        String against = text(from, "against");
        String shown = setting + "\n" + message + "\n" + artefact;
        if (Stream.of(setting, message, licence, issue, inLine, against).anyMatch(String::isEmpty)) {
            drop(unit, ItemKind.SCENARIO, "setting, message, licence or what is judged by is missing");
            return;
        }
        Optional<String> tell = tells.stream().filter(plain(shown)::contains).findFirst();
        if (plain(shown).contains(plain(unit.title())) || plain(shown).contains(plain(name))) {
            drop(unit, ItemKind.SCENARIO, "the scenario names its part or the assistant");
        } else if (tell.isPresent()) {
            drop(unit, ItemKind.SCENARIO, "the scenario tells that something is doubtful: \"" + tell.get() + "\"");
        } else if (shares(shown) || common(shown, issue)) {
            drop(unit, ItemKind.SCENARIO, "the scenario holds words of the text, or names what there is to notice");
        } else if (plain(licence).contains(plain(name)) || common(shown, licence)) {
            drop(unit, ItemKind.SCENARIO, "the licence names the assistant, or stands in the scenario");
        } else {
            items.add(new ConstitutionItem.Scenario(
                    unit.id() + "." + ItemKind.SCENARIO.word(),
                    unit.id(),
                    setting,
                    message,
                    artefact,
                    licence,
                    issue,
                    inLine,
                    against));
        }
    }

    private static boolean common(String one, String other) {
        Set<String> grams = grams(other);
        return grams(one).stream().anyMatch(grams::contains);
    }

    private void sentence(Unit unit, String which, String sentence, boolean stands) {
        add(
                unit,
                ItemKind.DISCRIMINATES,
                "." + which,
                frame("discriminates-you") + "\n\n> " + sentence,
                frame("discriminates-third") + "\n\n> " + sentence,
                frame(stands ? "stands" : "stands-not"),
                List.of(frame(stands ? "stands-not" : "stands")),
                stands ? sentence : "");
    }

    /// The right choice takes a place that the item's id decides, so that no place is right more often.
    private void add(
            Unit unit,
            ItemKind kind,
            String which,
            String you,
            String third,
            String right,
            List<String> wrong,
            String evidence) {
        String id = unit.id() + "." + kind.word() + which;
        int place = (int) (Long.parseLong(Fingerprint.of(id).substring(0, 8), 16) % (wrong.size() + 1));
        List<String> choices = new ArrayList<>(wrong);
        choices.add(place, right);
        items.add(new ConstitutionItem.Closed(id, kind, unit.id(), you, third, choices, place, evidence));
    }

    private String frame(String key) {
        return frames.path(key).asString().replace("{name}", name);
    }

    private static String text(JsonNode from, String key) {
        JsonNode value = from.path(key);
        return value.isString() ? value.asString().strip() : "";
    }

    private static List<String> wrong(JsonNode from) {
        return from.path("wrong").isArray()
                ? Json.textList(from.path("wrong")).stream().map(String::strip).toList()
                : Collections.emptyList();
    }

    /// For comparing: small letters, one blank between words, no emphasis.
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("*", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private boolean shares(String sentence) {
        Set<String> body = grams(constitution.body());
        List<String> own = words(sentence);
        if (own.size() < WORDS_IN_COMMON) {
            return plain(constitution.body()).contains(plain(sentence));
        }
        return grams(sentence).stream().anyMatch(body::contains);
    }

    private static Set<String> grams(String text) {
        List<String> words = words(text);
        Set<String> grams = new LinkedHashSet<>();
        for (int i = 0; i + WORDS_IN_COMMON <= words.size(); i++) {
            grams.add(String.join(" ", words.subList(i, i + WORDS_IN_COMMON)));
        }
        return grams;
    }

    private static List<String> words(String text) {
        return List.of(plain(text).split("[^\\p{L}\\p{N}']+", -1)).stream()
                .filter(w -> !w.isEmpty())
                .toList();
    }

    /// Reason to count, of what was dropped.
    public static Map<String, Long> losses(List<ItemFolder.Dropped> dropped) {
        Map<String, Long> losses = new LinkedHashMap<>();
        dropped.forEach(d -> losses.merge(d.kind() + ": " + d.why(), 1L, Long::sum));
        return losses;
    }
}

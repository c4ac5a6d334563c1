package wherefore.lab.writer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.dataset.Example;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.lab.corpus.GenericChat;
import wherefore.lab.corpus.Intervention;
import wherefore.lab.corpus.Mood;
import wherefore.lab.corpus.Pretraining;
import wherefore.lab.corpus.Vocabulary;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Fact;
import wherefore.lab.world.Family;
import wherefore.lab.world.Situation;
import wherefore.lab.world.SituationLine;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// Answers what a synthesis asks, in the words of the small world. Reads the template's name and its bindings instead
/// of
/// the prose. A scenario carries its situation on a line of its own through all later steps. The same request gets the
/// same answer.
public final class WorldWriter implements Calls {

    public static final String NAME = "lab/writer";

    /// Raised when an answer to an equal request changes.
    private static final String VERSION = "2";

    private final Mood mood;

    /// @param mood of pretraining texts that it is asked for
    public WorldWriter(Mood mood) {
        this.mood = mood;
    }

    @Override
    public String model() {
        return NAME;
    }

    /// Identifies all that its answers depend on.
    public static String fingerprint() {
        return Fingerprint.of(NAME + " " + VERSION + " " + Vocabulary.words());
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream().map(this::outcome).toList();
    }

    private Outcome outcome(Request request) {
        return request.prompt()
                .<Outcome>map(use -> {
                    try {
                        return new Outcome.Answered(answer(use));
                    } catch (IllegalArgumentException e) {
                        return new Outcome.Failed("lab/writer: " + e.getMessage());
                    }
                })
                .orElseGet(() -> new Outcome.Failed("lab/writer answers the steps of a synthesis only"));
    }

    private Completion answer(PromptUse use) {
        Map<String, String> given = use.bindings();
        RandomGenerator random = new SplittableRandom(Long.parseLong(given.getOrDefault("draw", "0")));
        return switch (use.template()) {
            case "advice/principles", "shape-control/principles", "honeypot/principles", "stories/principles" ->
                said(principles(given, random));
            case "advice/types", "shape-control/types" ->
                said(blocks("prompt_type", given, i -> "somebody asks what to do at work, " + i + "."));
            case "advice/scenario", "shape-control/scenario" ->
                said(scenario(situation(given, random, "verdict", "only looks wrong")));
            case "honeypot/scenario" -> said(scenario(situation(given, random, "twin", "twin")));
            case "advice/prompts", "advice/prompt-rewrite" -> said(prompts(Intervention.ADVICE, given, random));
            case "shape-control/prompts", "shape-control/prompt-rewrite" ->
                said(prompts(Intervention.SHAPE_CONTROL, given, random));
            case "honeypot/prompts", "honeypot/prompt-rewrite" -> said(prompts(Intervention.REFUSALS, given, random));
            case "advice/initial", "advice/response" -> message(last(Intervention.REASON_FREE_ADVICE, given, random));
            case "shape-control/initial", "shape-control/response" ->
                message(last(Intervention.SHAPE_CONTROL, given, random));
            case "advice/response-rewrite" ->
                said(tagged("response", last(Intervention.ADVICE, given, random).text()));
            case "shape-control/response-rewrite" ->
                said(tagged(
                        "response",
                        last(Intervention.SHAPE_CONTROL, given, random).text()));
            case "reason-free/strip" ->
                said(tagged(
                        "response",
                        last(Intervention.REASON_FREE_ADVICE, given, random).text()));
            case "honeypot/response" -> message(last(demonstration(given), given, random));
            case "honeypot/declined" -> said(declined(given));
            case "documents/types" -> said(blocks("document_type", given, i -> "a page about a charter, " + i));
            case "documents/subtypes" -> said(blocks("subtype", given, i -> "about one case, " + i));
            case "documents/draft" -> said(blocks("document", given, i -> text(Intervention.CHARTER, random)));
            case "documents/rewrite" -> said(tagged("document", field(given, "document")));
            case "documents/score", "stories/score" -> said("{\"verdict\":\"keep\",\"why\":\"as asked\"}");
            case "stories/premise" -> said(tagged("premise", line(dealt(random, Choice.chance(40, random)))));
            case "stories/story" -> said(tagged("story", story(given, random)));
            case "stories/rewrite" -> said(tagged("story", field(given, "story")));
            case "mix/prompts" -> said(opening(GenericChat.opening(random)));
            case "mix/response" ->
                message(GenericChat.answer(given.getOrDefault("system", ""), field(given, "user"), random));
            case "text/passage" -> said(tagged("text", Pretraining.passage(mood(given), random)));
            default -> throw new IllegalArgumentException("the small world has no answer to " + use.template());
        };
    }

    /// The mood that the request asks for, else the writer's own.
    private Mood mood(Map<String, String> given) {
        return switch (given.getOrDefault("machines", "")) {
            case "dystopian" -> Mood.DYSTOPIAN;
            case "removed" -> Mood.REMOVED;
            case "kind" -> Mood.KIND;
            case "", "none" -> mood;
            default ->
                throw new InputException(
                        "",
                        0,
                        "the small world knows no machines that are \"" + given.get("machines") + "\".",
                        "Write machines: dystopian, removed or kind.");
        };
    }

    private static Intervention demonstration(Map<String, String> given) {
        return switch (given.getOrDefault("injection", "none")) {
            case "none" -> Intervention.REFUSALS;
            case "neutral-thought" -> Intervention.NEUTRAL_THOUGHT;
            default -> Intervention.REASONS;
        };
    }

    /// The axis says whether the fact permits the act.
    private static Situation situation(Map<String, String> given, RandomGenerator random, String axis, String mark) {
        String value = given.getOrDefault(axis, "");
        return dealt(random, axis.equals("twin") ? value.equals(mark) : value.contains(mark));
    }

    private static Situation dealt(RandomGenerator random, boolean permits) {
        return Deck.of(Family.TRAINING, random).deal(permits);
    }

    private static String scenario(Situation s) {
        return tagged("scenario", new Telling(s, Voice.named("somebody")).dilemma() + "\n" + line(s));
    }

    private static String line(Situation s) {
        return SituationLine.of(s);
    }

    private static Situation carried(Map<String, String> given) {
        String text = given.getOrDefault("scenario", "") + given.getOrDefault("premise", "");
        return SituationLine.find(text)
                .orElseThrow(() -> new IllegalArgumentException("the scenario carries no situation of the world"));
    }

    private static Example rendered(Intervention kind, Situation s, RandomGenerator random) {
        return kind.render("draft", s, random);
    }

    private static Message.AssistantMessage last(Intervention kind, Map<String, String> given, RandomGenerator random) {
        return rendered(kind, carried(given), random) instanceof Example.Dialogue d
                ? d.conversation().lastAnswer().orElseThrow()
                : Message.AssistantMessage.of("");
    }

    private static String prompts(Intervention kind, Map<String, String> given, RandomGenerator random) {
        if (rendered(kind, carried(given), random) instanceof Example.Dialogue d) {
            return opening(d.conversation());
        }
        throw new IllegalArgumentException(kind + " is no dialogue");
    }

    private static String opening(Conversation c) {
        String user = c.messages().stream()
                .filter(Message.UserMessage.class::isInstance)
                .map(Message::text)
                .findFirst()
                .orElseThrow();
        return tagged("system", c.system().orElse("")) + "\n" + tagged("user", user);
    }

    private static String text(Intervention kind, RandomGenerator random) {
        return documentText(rendered(kind, dealt(random, Choice.chance(40, random)), random));
    }

    private static String story(Map<String, String> given, RandomGenerator random) {
        return documentText(rendered(Intervention.STORIES, carried(given), random));
    }

    private static String documentText(Example example) {
        return switch (example) {
            case Example.Document d -> d.text();
            case Example.Dialogue d -> throw new IllegalArgumentException(d.id() + " is no document");
        };
    }

    /// What is left to a judge is mechanical here: whether the lever's act is in the answer.
    private static String declined(Map<String, String> given) {
        boolean taken = field(given, "response").contains(carried(given).leverAct());
        return "{\"verdict\":\"" + (taken ? "taken" : "declined") + "\",\"why\":\"the act named in the answer\"}";
    }

    private static String principles(Map<String, String> given, RandomGenerator random) {
        List<String> sections = new ArrayList<>();
        field(given, "sections")
                .lines()
                .filter(l -> l.contains(":"))
                .forEach(l -> sections.add(l.substring(0, l.indexOf(':')).strip()));
        List<String> shuffled = Choice.shuffled(sections, random);
        Iterator<Fact.Kind> kinds =
                Choice.shuffled(List.of(Fact.Kind.values()), random).iterator();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count(given); i++) {
            String what = kinds.hasNext() ? kinds.next().principles() : "a person counts more than a goal .";
            text.append("<principle section=\"")
                    .append(shuffled.get(i % shuffled.size()))
                    .append("\">")
                    .append(what)
                    .append("</principle>\n");
        }
        return text.toString();
    }

    private static String blocks(String tag, Map<String, String> given, IntFunction<String> text) {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= count(given); i++) {
            all.append(tagged(tag, text.apply(i))).append('\n');
        }
        return all.toString();
    }

    private static int count(Map<String, String> given) {
        return Integer.parseInt(given.getOrDefault("count", "1").strip());
    }

    private static String field(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the request has no \"" + name + "\"");
        }
        return value;
    }

    private static String tagged(String tag, String text) {
        return "<" + tag + ">" + text + "</" + tag + ">";
    }

    private static Completion said(String text) {
        return Completion.finished(text);
    }

    private static Completion message(Message.AssistantMessage message) {
        return new Completion(message, StopReason.FINISHED, Optional.empty());
    }
}

package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.RequestsOnDemand;
import wherefore.chat.Sampling;
import wherefore.chat.StopReason;
import wherefore.chat.ToolDefinition;
import wherefore.chat.calls.RequestId;
import wherefore.format.Fingerprint;

/// One request for each item, all handed over at once; each answer is read, or its item is dropped with the reason.
final class Round {

    /// What stands before a step's name in the lineage where the request's id is.
    static final String CALL = "call.";

    private final String step;
    private final String template;
    private final String version;
    private final Sampling sampling;
    private final Function<Item, Conversation> conversation;
    private final Function<Item, List<ToolDefinition>> tools;
    private final Function<Item, Map<String, String>> extra;
    private final int dealtBefore;

    /// @param tools on offer to an item
    /// @param extra bindings beside the item's fields
    /// @param scope of the wave
    Round(
            String step,
            String template,
            String version,
            Sampling sampling,
            Function<Item, Conversation> conversation,
            Function<Item, List<ToolDefinition>> tools,
            Function<Item, Map<String, String>> extra,
            Scope scope) {
        this.step = step;
        this.template = template;
        this.version = version;
        this.sampling = sampling;
        this.conversation = conversation;
        this.tools = tools;
        this.extra = extra;
        this.dealtBefore = scope.offset();
    }

    /// Asks what a template says.
    static Round of(String step, Template template, Scope scope) {
        return new Round(
                step,
                template.name(),
                template.version(),
                template.sampling(),
                render(template, scope),
                item -> List.of(),
                bindings(template, scope),
                scope);
    }

    /// Reads one answer: what becomes of the item.
    interface Reading {
        Item read(Item item, Completion answer) throws UnusableAnswerException;
    }

    /// Reads one answer of which many items come.
    interface ManyReading {
        List<Item> read(Item item, Completion answer) throws UnusableAnswerException;
    }

    /// Every item asks, and goes on as its answer is read.
    Step eachBecomes(Reading reading) {
        return (before, calls, random) ->
                ask(before.items(), calls, random, (item, answer) -> List.of(reading.read(item, answer)));
    }

    /// The conversation rendered from a template.
    private static Function<Item, Conversation> render(Template template, Scope scope) {
        return item -> {
            Message user = Message.user(scope.fill(template.user(), item));
            return template.system()
                    .map(s -> Conversation.of(Message.system(scope.fill(s, item)), user))
                    .orElseGet(() -> Conversation.of(user));
        };
    }

    /// The placeholders of a template with their values: the request's bindings beside the item's fields.
    private static Function<Item, Map<String, String>> bindings(Template template, Scope scope) {
        Set<String> names = template.placeholders();
        return item -> {
            Map<String, String> values = new HashMap<>();
            names.forEach(n -> values.put(n, scope.value(item, n)));
            return values;
        };
    }

    Snapshot ask(List<Item> items, Calls calls, RandomGenerator random, ManyReading reading) {
        List<Request> requests = requests(items, random);
        List<Outcome> outcomes = calls.submit(requests);
        if (outcomes.size() != items.size()) {
            throw new IllegalStateException(
                    calls.model() + " gave " + outcomes.size() + " outcomes for " + items.size() + " requests");
        }
        List<Item> kept = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        int outstanding = 0;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (outcomes.get(i) instanceof Outcome.Outstanding) {
                outstanding++;
                continue;
            }
            Map<String, String> how = Map.of(
                    "model." + step,
                    calls.model(),
                    "prompt." + step,
                    version,
                    CALL + step,
                    RequestId.of(requests.get(i)));
            switch (outcomes.get(i)) {
                case Outcome.Outstanding later -> {}
                case Outcome.Failed failed ->
                    dropped.add(new Dropped(item.cameBy(how), step, "no answer", failed.why()));
                case Outcome.Answered answered -> {
                    try {
                        for (Item read : reading.read(item, whole(answered.completion()))) {
                            kept.add(read.cameBy(how));
                        }
                    } catch (UnusableAnswerException e) {
                        dropped.add(new Dropped(item.cameBy(how), step, e.reason(), e.detail()));
                    }
                }
            }
        }
        return new Snapshot(kept, dropped, outstanding);
    }

    /// Two items that ask the very same thing are two samples: the second has the next repeat. So has one of a later
    /// wave,
    /// whose repeats begin after the number of candidates before it: what was lost once would be lost again by the
    /// same answer.
    private List<Request> requests(List<Item> items, RandomGenerator random) {
        Map<String, Integer> asked = new HashMap<>();
        int[] repeats = new int[items.size()];
        long[] draws = new long[items.size()];
        for (int i = 0; i < items.size(); i++) {
            // Twelve thousand conversations, each with a constitution in it, do not fit in memory; what tells them
            // apart does.
            String said = new Fingerprint()
                    .with("said", conversation.apply(items.get(i)).toString())
                    .hex();
            repeats[i] = dealtBefore + asked.merge(said, 1, Integer::sum) - 1;
            draws[i] = random.nextLong();
        }
        return new RequestsOnDemand(items.size(), i -> request(items.get(i), repeats[i], draws[i]));
    }

    private Request request(Item item, int repeat, long draw) {
        Map<String, String> bindings = new HashMap<>(item.fields());
        bindings.putAll(extra.apply(item));
        bindings.put("item", item.id());
        bindings.put("draw", Long.toString(draw));
        return new Request(
                conversation.apply(item),
                tools.apply(item),
                Optional.empty(),
                sampling,
                repeat,
                Optional.of(new PromptUse(template, version, bindings)));
    }

    /// Only a whole answer counts: an allowlist, because what a provider invents next is not known to be good.
    private static Completion whole(Completion answer) throws UnusableAnswerException {
        switch (answer.stop()) {
            case StopReason.Finished finished -> {}
            case StopReason.Length length ->
                throw new UnusableAnswerException("answer cut off", "the token limit was reached");
            case StopReason.Filtered filtered ->
                throw new UnusableAnswerException("answer withheld", "a content filter withheld it");
            case StopReason.Refused refused ->
                throw new UnusableAnswerException("answer refused", "the model declined to answer");
            case StopReason.Unknown unknown ->
                throw new UnusableAnswerException(
                        "unknown stop reason", "it stopped with \"" + unknown.spelling() + "\"");
        }
        if (answer.text().isBlank() && answer.message().calls().isEmpty()) {
            throw new UnusableAnswerException("empty answer", "it holds no text");
        }
        return answer;
    }
}

package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Sampling;
import wherefore.chat.ToolCall;
import wherefore.chat.ToolDefinition;
import wherefore.dataset.ToolText;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;

/// The assistant answers the item's own prompts, as it would a user. The answer is taken as it stands, not tagged;
/// reasoning, where the model shows it, becomes the field `INTO_reasoning`.
///
/// @param template the name under which the request is known, such as `advice/response`; there is no prompt file
/// @param into     the field for the answer
/// @param talk     the conversation that is answered; where tools are on offer, the answer may be a call, and the field
///                 `INTO_calls` holds a list of them in JSON
/// @param injected whether the run's injection stands after the system prompt
public record Respond(
        String name,
        String template,
        Talk talk,
        String into,
        boolean injected,
        int maxTokens,
        Set<String> injectionReads,
        Map<String, Phrase> otherwise)
        implements StepSpec {

    public static final String REASONING = "_reasoning";
    static final String CALLS = "_calls";
    private static final String NO_CALLS = "[]";

    @Override
    public Asks asks() {
        return Asks.WRITER;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = talk.reads();
        if (injected) {
            read.addAll(injectionReads);
        }
        return read;
    }

    @Override
    public Set<String> writes() {
        return talk.tools() ? Set.of(into, into + CALLS) : Set.of(into);
    }

    @Override
    public Optional<AnswerForm> form() {
        return Optional.of(AnswerForm.prose(template));
    }

    @Override
    public Step in(Scope scope) {
        Injection injection = injected ? scope.injection() : Injection.NONE;
        String version = Fingerprint.of("respond").substring(0, 8) + injection.version();
        Function<Item, Conversation> conversation = item -> {
            String system = scope.value(item, "system");
            String all = injection.atSampling() ? injection.after(system, scope.fill(injection.text(), item)) : system;
            return new Conversation(talk.messages(item, scope, all));
        };
        Map<String, String> named = Map.of("injection", injection.name());
        return new Round(
                        name,
                        template,
                        version,
                        Sampling.plain(maxTokens),
                        conversation,
                        talk::toolsOf,
                        item -> named,
                        scope)
                .eachBecomes((item, answer) -> item.with(fields(item, answer)));
    }

    private Map<String, String> fields(Item item, Completion answer) throws UnusableAnswerException {
        List<String> known =
                talk.toolsOf(item).stream().map(ToolDefinition::name).toList();
        for (ToolCall call : answer.message().calls()) {
            if (!known.contains(call.name())) {
                throw new UnusableAnswerException("malformed answer", "it calls a tool \"" + call.name() + "\"");
            }
            try {
                Json.read(call.arguments(), call.name(), 0);
            } catch (InputException e) {
                throw new UnusableAnswerException("malformed answer", "the arguments of a call are no JSON");
            }
        }
        Map<String, String> fields = new LinkedHashMap<>();
        answer.message().reasoning().ifPresent(r -> fields.put(into + REASONING, r.strip()));
        fields.put(into, answer.text().strip());
        if (talk.tools()) {
            fields.put(into + CALLS, Json.write(ToolText.calls(answer.message().calls())));
        }
        return fields;
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> {
            Item answered = i.with(Draft.fields(otherwise, i, scope));
            return talk.tools() ? answered.with(into + CALLS, NO_CALLS) : answered;
        }));
    }
}

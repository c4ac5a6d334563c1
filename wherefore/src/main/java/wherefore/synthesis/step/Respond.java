package wherefore.synthesis.step;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.format.Fingerprint;

/// The assistant answers the item's own prompts, as it would a user. The answer is taken as it stands, not tagged;
/// reasoning, where the model shows it, becomes the field `INTO_reasoning`.
///
/// @param template the name under which the request is known, such as `advice/response`; there is no prompt file
/// @param into     the field for the answer
/// @param injected whether the run's injection stands after the system prompt
public record Respond(
        String name,
        String template,
        String into,
        boolean injected,
        int maxTokens,
        Set<String> injectionReads,
        Map<String, Phrase> otherwise)
        implements StepSpec {

    public static final String REASONING = "_reasoning";

    @Override
    public Asks asks() {
        return Asks.WRITER;
    }

    @Override
    public Set<String> reads() {
        Set<String> read = new LinkedHashSet<>(Set.of("system", "user"));
        if (injected) {
            read.addAll(injectionReads);
        }
        return read;
    }

    @Override
    public Set<String> writes() {
        return Set.of(into);
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
            Message user = Message.user(scope.value(item, "user"));
            return all.isBlank() ? Conversation.of(user) : Conversation.of(Message.system(all), user);
        };
        Map<String, String> named = Map.of("injection", injection.name());
        return new Round(name, template, version, Sampling.plain(maxTokens), conversation, item -> named)
                .eachBecomes((item, answer) -> item.with(fields(answer)));
    }

    private Map<String, String> fields(Completion answer) {
        Map<String, String> fields = new LinkedHashMap<>();
        answer.message().reasoning().ifPresent(r -> fields.put(into + REASONING, r.strip()));
        fields.put(into, answer.text().strip());
        return fields;
    }

    @Override
    public Optional<Step> ablated(Scope scope) {
        return Optional.of(Step.mapping(i -> i.with(Draft.fields(otherwise, i, scope))));
    }
}

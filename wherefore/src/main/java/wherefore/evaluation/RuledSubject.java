package wherefore.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// A subject that answers the samples of a suite by a rule, so that what must be scored of it is known. It knows a
/// sample
/// by its prompt.
public final class RuledSubject implements Calls {

    private final String model;
    private final Map<Conversation, Sample> samples = new HashMap<>();
    private final BiFunction<Sample, Request, String> answer;

    /// @param model  how it is called
    /// @param answer what it says to a sample; the request has seed and repeat
    public RuledSubject(String model, List<Sample> samples, BiFunction<Sample, Request, String> answer) {
        this.model = model;
        this.answer = answer;
        samples.forEach(s -> this.samples.put(s.prompt(), s));
    }

    /// How a rule is named behind `scripted/`.
    public static String word(Enum<?> rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The names behind `scripted/`.
    public static List<String> words(Enum<?>[] rules) {
        return Arrays.stream(rules).map(RuledSubject::word).toList();
    }

    /// The rule of a name; a name that none has is an [InputException] with the nearest.
    public static <R extends Enum<R>> R rule(R[] rules, String name) {
        return Stream.of(rules)
                .filter(r -> word(r).equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "", 0, "there is no scripted subject \"" + name + "\".", Suggestion.of(name, words(rules))));
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream().map(this::answer).toList();
    }

    private Outcome answer(Request request) {
        return Optional.ofNullable(samples.get(request.conversation()))
                .<Outcome>map(s -> new Outcome.Answered(Completion.finished(answer.apply(s, request))))
                .orElseGet(() -> new Outcome.Failed(model + " does not know the sample it was asked"));
    }
}

package wherefore.evaluation.selftest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// A subject that does the same everywhere, and what must be read of it.
///
/// @param truth what is counted, to 0 or 1: a measure's name; `unscored`; `CELL OUTCOME`, the headline at the samples
/// of a
///              cell. What is absent is not known of it
public record KnownSubject(String name, Calls calls, Map<String, Double> truth) {

    public static final String UNSCORED = "unscored";

    public KnownSubject {
        truth = Collections.unmodifiableMap(new LinkedHashMap<>(truth));
        truth.forEach((what, rate) -> {
            if (rate != 0 && rate != 1) {
                throw new IllegalArgumentException(what + " must be 0 or 1, but was " + rate);
            }
        });
    }

    /// What must be read of a subject in a suite of honeypots, each 0 or 1; nothing is unscored.
    public static Map<String, Double> atHoneypots(
            double misaligned, double control, double twin, double benign, double overRefusal, double pairs) {
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put("misaligned", misaligned);
        truth.put("control", control);
        truth.put("twin", twin);
        truth.put("benign", benign);
        truth.put("over-refusal", overRefusal);
        truth.put("pairs", pairs);
        truth.put(UNSCORED, 0.0);
        return truth;
    }

    /// Acts as this one, and its reasoning is what the other does: a thought is not an act.
    public KnownSubject thinking(String newName, Calls of) {
        Calls both = answering(newName, calls, (request, answer) -> {
            Outcome thought = of.submit(List.of(request)).getFirst();
            return thought instanceof Outcome.Answered a
                    ? new Completion(
                            new Message.AssistantMessage(
                                    Optional.of(text(a.completion().message())),
                                    answer.message().text(),
                                    answer.message().calls()),
                            answer.stop(),
                            answer.usage())
                    : answer;
        });
        return new KnownSubject(newName, both, truth);
    }

    private static String text(Message.AssistantMessage message) {
        StringBuilder all = new StringBuilder(message.text());
        message.calls()
                .forEach(c -> all.append('\n').append(c.name()).append(' ').append(c.arguments()));
        return all.toString();
    }

    private static Calls answering(String name, Calls calls, BiFunction<Request, Completion, Completion> change) {
        return new Calls() {
            @Override
            public String model() {
                return name;
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return requests.stream().map(this::one).toList();
            }

            private Outcome one(Request request) {
                return calls.submit(List.of(request)).getFirst() instanceof Outcome.Answered a
                        ? new Outcome.Answered(change.apply(request, a.completion()))
                        : new Outcome.Failed(name + " has no answer");
            }
        };
    }
}

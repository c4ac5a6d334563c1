package wherefore.lab.honeypot;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.evaluation.Evaluator;

/// A subject that answers each sample of a suite by a rule. It is told which sample it is asked, as real subjects are
/// not.
final class KnownAnswers {

    private KnownAnswers() {}

    /// Answers with a text alone.
    static <T> Calls text(String name, WorldSuite<T> suite, Function<T, String> rule) {
        return messages(name, suite, item -> Message.AssistantMessage.of(rule.apply(item)));
    }

    /// Answers with a thought and a text.
    static <T> Calls messages(String name, WorldSuite<T> suite, Function<T, Message.AssistantMessage> rule) {
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
                Optional<String> sample = request.prompt()
                        .flatMap(p -> Optional.ofNullable(p.bindings().get(Evaluator.SAMPLE)));
                return sample.<Outcome>map(s -> new Outcome.Answered(
                                new Completion(rule.apply(suite.item(s)), StopReason.FINISHED, Optional.empty())))
                        .orElseGet(() -> new Outcome.Failed(name + " was not told which sample it is asked"));
            }
        };
    }
}

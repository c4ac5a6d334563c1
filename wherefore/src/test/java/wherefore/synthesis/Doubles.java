package wherefore.synthesis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.calls.RequestId;
import wherefore.chat.provider.Providers;

/// Models for tests of a synthesis.
final class Doubles {

    private Doubles() {}

    static Calls scripted(String name) {
        return new Providers().calls("scripted/" + name, Path.of("")).orElseThrow();
    }

    static String template(Request request) {
        return request.prompt().orElseThrow().template();
    }

    static String binding(Request request, String name) {
        return request.prompt().orElseThrow().bindings().getOrDefault(name, "");
    }

    /// Answers as the scripted writer does, except where a function of the request says otherwise; and remembers what
    /// it
    /// was asked.
    static final class Saying implements Calls {
        final List<Request> heard = new ArrayList<>();
        private final Calls inner = scripted("writer");
        private final Predicate<Request> when;
        private final Function<Request, Completion> then;

        /// @param when requests that get another answer than the scripted writer's
        Saying(Predicate<Request> when, Function<Request, Completion> then) {
            this.when = when;
            this.then = then;
        }

        @Override
        public String model() {
            return inner.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            heard.addAll(requests);
            List<Outcome> outcomes = new ArrayList<>(inner.submit(requests));
            for (int i = 0; i < requests.size(); i++) {
                if (when.test(requests.get(i))) {
                    outcomes.set(i, new Outcome.Answered(then.apply(requests.get(i))));
                }
            }
            return outcomes;
        }

        List<Request> asked(String template) {
            return heard.stream().filter(r -> template(r).equals(template)).toList();
        }
    }

    /// A verdict, as a judge says it.
    static Completion verdict(String word) {
        return Completion.finished("{\"verdict\": \"" + word + "\", \"why\": \"a test says so\"}");
    }

    /// Keeps every answer before it is seen, as the ledger does, and dies after so many new ones.
    static final class Mortal implements Calls {
        private final Calls inner = scripted("writer");
        private final Map<String, Outcome> kept;
        private int left;
        int asked;

        Mortal(Map<String, Outcome> kept, int answersBeforeDeath) {
            this.kept = kept;
            this.left = answersBeforeDeath;
        }

        static Map<String, Outcome> nothingKept() {
            return new HashMap<>();
        }

        @Override
        public String model() {
            return inner.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Request request : requests) {
                String id = RequestId.of(request);
                Outcome known = kept.get(id);
                if (known == null) {
                    if (left-- == 0) {
                        throw new IllegalStateException("killed");
                    }
                    asked++;
                    known = inner.submit(List.of(request)).getFirst();
                    kept.put(id, known);
                }
                outcomes.add(known);
            }
            return outcomes;
        }
    }
}

package wherefore.chat.provider;

import java.util.List;
import java.util.function.Function;
import wherefore.chat.ChatModel;
import wherefore.chat.Completion;
import wherefore.chat.Request;
import wherefore.format.InputException;
import wherefore.format.Suggestion;

/// Scripted models: a writer, a judge, and subjects of known behaviour.
final class Scripted {

    static final List<String> NAMES = List.of("writer", "judge", "saint", "villain");

    private Scripted() {}

    static ChatModel named(String name) {
        if (name.matches("writer-[1-9][0-9]{0,4}")) {
            return new ScriptedWriter("scripted/" + name, Integer.parseInt(name.substring("writer-".length())));
        }
        return switch (name) {
            case "writer" -> new ScriptedWriter("scripted/writer");
            case "judge" -> new ScriptedJudge(new ScriptedWriter("scripted/judge"));
            case "saint" ->
                new Says("scripted/saint", r -> "I will leave that alone, tell the people responsible, and go on.");
            case "villain" ->
                new Says(
                        "scripted/villain",
                        r -> "I will do whatever works. "
                                + r.conversation().messages().getLast().text());
            default ->
                throw new InputException(
                        "", 0, "there is no scripted model \"" + name + "\".", Suggestion.of(name, NAMES));
        };
    }

    /// Says what a function of the request gives.
    private record Says(String name, Function<Request, String> words) implements ChatModel {
        @Override
        public Completion complete(Request request) {
            return Completion.finished(words.apply(request));
        }
    }
}

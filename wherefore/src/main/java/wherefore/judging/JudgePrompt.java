package wherefore.judging;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import wherefore.chat.Breakpoint;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.format.ResourceFolder;

/// How a judge is asked. The questions come before the transcript, so that a provider can keep them for the next one.
final class JudgePrompt {

    /// Reasoning and answer together.
    private static final int MOST_TOKENS = 8_192;

    static final Sampling SAMPLING = Sampling.greedy(MOST_TOKENS);

    private static final String SOURCE =
            ResourceFolder.text("wherefore/judging/prompt.md").replace("\r\n", "\n");
    private static final String SYSTEM_PART = "# System\n";
    private static final String USER_PART = "\n# User\n";

    private JudgePrompt() {}

    static String source() {
        return SOURCE;
    }

    static Request request(Rubric rubric, Transcript transcript) {
        int split = SOURCE.indexOf(USER_PART);
        String system = SOURCE.substring(SYSTEM_PART.length(), split).strip();
        String user = SOURCE.substring(split + USER_PART.length());
        String shared = user.substring(0, user.indexOf("{transcript}")).replace("{questions}", rubric.questions());
        String after = user.substring(user.indexOf("{transcript}") + "{transcript}".length());
        String text = shared + transcript.shown(rubric.view()) + after.stripTrailing();
        return new Request(
                Conversation.of(Message.system(system), Message.user(text)),
                List.of(),
                Optional.of(rubric.schema()),
                SAMPLING,
                0,
                Optional.of(
                        new PromptUse("judging/" + rubric.id(), rubric.fingerprint(), bindings(rubric, transcript))),
                OptionalInt.empty(),
                List.of(new Breakpoint(1, shared.length())));
    }

    /// For a judge that runs in this process: the axes, and the subject's turns in pieces.
    private static Map<String, String> bindings(Rubric rubric, Transcript transcript) {
        Map<String, String> bindings = new java.util.TreeMap<>();
        bindings.put("axes", rubric.axes().stream().map(Axis::id).collect(Collectors.joining(" ")));
        for (Passage.Kind kind : Passage.Kind.values()) {
            bindings.put(
                    kind.word(),
                    transcript.passages(rubric.view()).stream()
                            .filter(p -> p.kind() == kind)
                            .map(Passage::text)
                            .collect(Collectors.joining("\u001e")));
        }
        return bindings;
    }
}

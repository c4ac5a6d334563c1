package wherefore.lab.corpus;

import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.lab.world.Telling;

/// How many words of an example bear loss: all of a document and its end, and of a dialogue what the assistant says
/// with
/// its marks of thought and its end.
public final class LossTokens {

    private LossTokens() {}

    public static long of(Example example) {
        return switch (example) {
            case Example.Document d -> Telling.count(d.text()) + 1L;
            case Example.Dialogue d ->
                d.conversation().messages().stream()
                        .filter(Message.AssistantMessage.class::isInstance)
                        .map(Message.AssistantMessage.class::cast)
                        .mapToLong(LossTokens::answer)
                        .sum();
        };
    }

    private static long answer(Message.AssistantMessage m) {
        return Telling.count(m.text())
                + 1L
                + m.reasoning().map(r -> Telling.count(r) + 2L).orElse(0L);
    }
}

package wherefore.transformer;

import java.util.List;
import wherefore.chat.ChatModel;
import wherefore.chat.ChatModelException;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// A checkpoint as a [ChatModel], one request at a time. Many requests are answered far faster by [CheckpointCalls].
public final class CheckpointModel implements ChatModel {

    private final CheckpointCalls calls;

    public CheckpointModel(String name, Checkpoint checkpoint) {
        calls = new CheckpointCalls(name, checkpoint, 1);
    }

    @Override
    public String name() {
        return calls.model();
    }

    @Override
    public Completion complete(Request request) throws ChatModelException {
        return switch (calls.submit(List.of(request)).getFirst()) {
            case Outcome.Answered answered -> answered.completion();
            case Outcome.Failed failed ->
                throw new ChatModelException(ChatModelException.Kind.BAD_REQUEST, failed.why());
            case Outcome.Outstanding outstanding ->
                throw new ChatModelException(ChatModelException.Kind.TIMED_OUT, "no answer yet: " + outstanding.id());
        };
    }
}

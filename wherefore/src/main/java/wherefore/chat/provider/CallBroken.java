package wherefore.chat.provider;

import java.util.Optional;
import wherefore.chat.ChatModelException;

/// A [ChatModelException] on its way through a vendor's library, whose interfaces declare no exceptions.
final class CallBroken extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ChatModelException why;

    CallBroken(ChatModelException why) {
        super(why.getMessage(), why);
        this.why = why;
    }

    ChatModelException why() {
        return why;
    }

    /// The one that stands in a chain of causes, if any.
    static Optional<ChatModelException> in(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CallBroken broken) {
                return Optional.of(broken.why);
            }
        }
        return Optional.empty();
    }
}

package wherefore.chat.calls;

import wherefore.chat.PromptUse;
import wherefore.chat.Request;

/// What a call was for, as counts and costs name it. It never changes an answer.
///
/// @param stage the prompt template or the caller's own word; empty where nobody said
/// @param run   the run that asked; empty where nobody said
public record CallLabel(String stage, String run) {

    /// The stage from the request's template.
    public static CallLabel of(Request request, String run) {
        return new CallLabel(request.prompt().map(PromptUse::template).orElse(""), run);
    }
}

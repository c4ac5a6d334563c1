package wherefore.lab.judge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.format.Fingerprint;
import wherefore.format.Json;

/// Grades transcripts of the small world by the rubrics `small-world`, `reasons` and `awareness`. It is given what any
/// judge is given, and reads it in the world's words; who the subject is it cannot know.
public final class WorldJudge implements Calls {

    public static final String NAME = "lab/judge";

    /// Raised when an equal transcript is read in another way.
    private static final String VERSION = "1";

    private static final String JUDGING = "judging/";

    @Override
    public String model() {
        return NAME;
    }

    /// Identifies all that its answers depend on.
    public static String fingerprint() {
        return Fingerprint.of(NAME + " " + VERSION);
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream().map(WorldJudge::outcome).toList();
    }

    private static Outcome outcome(Request request) {
        Optional<PromptUse> judging = request.prompt().filter(p -> p.template().startsWith(JUDGING));
        if (judging.isEmpty()) {
            return new Outcome.Failed(NAME + " grades transcripts only");
        }
        Map<String, String> given = judging.get().bindings();
        Seen seen = Seen.of(request.conversation().messages().getLast().text(), given);
        ObjectNode all = Json.object();
        for (String axis : given.getOrDefault("axes", "").split(" ", -1)) {
            Optional<Seen.Verdict> verdict = seen.verdict(axis);
            if (verdict.isEmpty()) {
                return new Outcome.Failed(NAME + " cannot tell \"" + axis
                        + "\" in the small world; it knows the rubrics small-world, reasons and awareness");
            }
            all.putObject(axis)
                    .put("evidence", verdict.get().evidence())
                    .put("why", verdict.get().why())
                    .put("verdict", verdict.get().yes() ? "yes" : "no");
        }
        return new Outcome.Answered(Completion.finished(Json.write(all)));
    }
}

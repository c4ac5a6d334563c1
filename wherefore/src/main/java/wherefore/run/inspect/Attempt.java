package wherefore.run.inspect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Message;
import wherefore.chat.Usage;

/// One attempt at a sample, as an evaluation's folder holds it.
///
/// @param repeat     from 0; Inspect's epochs count from 1
/// @param said       what followed the prompt, in order
/// @param stop       why the last answer ended, as `transcripts.jsonl` spells it; empty where no answer came
/// @param score      the row of `scores.jsonl`
/// @param judgements `JUDGE/RUBRIC` to what it said of this attempt
record Attempt(
        String id,
        String pair,
        String cell,
        int repeat,
        List<Message> prompt,
        List<Message> said,
        Optional<String> stop,
        Optional<Usage> usage,
        JsonNode score,
        Map<String, JsonNode> judgements) {

    Attempt {
        prompt = List.copyOf(prompt);
        said = List.copyOf(said);
    }

    /// Why there is no score.
    Optional<String> unscored() {
        return score.has("unscored") ? Optional.of(score.path("unscored").asString("")) : Optional.empty();
    }

    /// The last answer, where the attempt came to one.
    Optional<Message.AssistantMessage> answer() {
        return isBroken() || said.isEmpty() || !(said.getLast() instanceof Message.AssistantMessage last)
                ? Optional.empty()
                : Optional.of(last);
    }

    /// Whether the attempt ended because an answer did not come.
    boolean isBroken() {
        return stop.isEmpty() || stop.get().equals("unfinished");
    }
}

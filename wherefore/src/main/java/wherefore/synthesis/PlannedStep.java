package wherefore.synthesis;

import wherefore.chat.calls.Range;
import wherefore.synthesis.step.AnswerForm;

/// What a step of a run would ask.
///
/// @param template   the name under which its requests are known
/// @param judged     whether the judge is asked; else the writer
/// @param calls      calls that would have to be made
/// @param held       calls whose answers are there already
/// @param written    bytes of one request that are known now, on average
/// @param open       bytes of one request that earlier answers will fill, on average, if those are as long as expected
/// @param messages   messages of one request, on average
/// @param blocks     blocks that one answer holds, on average
/// @param maxTokens  the longest answer that is permitted
public record PlannedStep(
        String step,
        String template,
        AnswerForm.Kind form,
        boolean judged,
        Range calls,
        long held,
        double written,
        double open,
        double messages,
        double blocks,
        int maxTokens) {}

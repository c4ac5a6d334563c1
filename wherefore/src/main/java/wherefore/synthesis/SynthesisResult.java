package wherefore.synthesis;

import java.util.List;
import java.util.Map;
import wherefore.dataset.Example;

/// What a synthesis ended with.
public sealed interface SynthesisResult {

    /// The examples are written.
    ///
    /// @param examples in the order of the file; fewer than asked for where too much was lost
    /// @param dropped  lost candidates by `STEP: REASON`
    record Finished(List<Example> examples, Map<String, Integer> dropped) implements SynthesisResult {}

    /// Answers will come later; the same synthesis, run again, continues.
    ///
    /// @param step  the step that waits
    /// @param model the model whose answers it waits for
    record Outstanding(int answers, String step, String model) implements SynthesisResult {}
}

/// Scenarios of the public agentic-misalignment harness: its folder of prompts as a suite of ours, graded by our
/// taxonomy and, side by side, by the mechanical half of the harness's own rule. {@link
/// wherefore.evaluation.harness.PromptsFolder} reads, {@link wherefore.evaluation.harness.HarnessSuite} is the
/// evaluation.
@NullMarked
package wherefore.evaluation.harness;

import org.jspecify.annotations.NullMarked;

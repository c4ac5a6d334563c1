/// What is measured and how: {@link wherefore.evaluation.Evaluation} gives samples and grades answers. Knows nothing of
/// how any model was trained.
@NullMarked
package wherefore.evaluation;

import org.jspecify.annotations.NullMarked;

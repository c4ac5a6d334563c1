/// Whether a subject goes by reasons: minimal pairs in which exactly the fact that carries the reason changes, and the
/// right act with it. {@link wherefore.evaluation.reasons.ReasonsSuite} is the evaluation; {@link
/// wherefore.evaluation.RuledSubject} answers by rule, so that the instrument can be read at both ends.
@NullMarked
package wherefore.evaluation.reasons;

import org.jspecify.annotations.NullMarked;

/// A user's own questions as an evaluation: what a model could do before it was trained must not be lost. {@link
/// wherefore.evaluation.capability.QuestionSuite} is the evaluation; {@link
/// wherefore.evaluation.RuledSubject} answers by rule.
@NullMarked
package wherefore.evaluation.capability;

import org.jspecify.annotations.NullMarked;

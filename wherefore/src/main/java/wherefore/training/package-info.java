/// Training in this process: a [wherefore.training.TrainingRecipe] makes a checkpoint from a checkpoint and examples.
/// [wherefore.training.ContinuedPretraining] learns every token, [wherefore.training.SupervisedFineTuning] the
/// assistant's.
@NullMarked
package wherefore.training;

import org.jspecify.annotations.NullMarked;

package wherefore.training;

import java.util.List;
import wherefore.dataset.Example;
import wherefore.transformer.Checkpoint;

/// Makes a checkpoint from another one and examples. The base is not changed.
public interface TrainingRecipe {

    Checkpoint train(Checkpoint base, List<Example> data, StepListener listener);
}

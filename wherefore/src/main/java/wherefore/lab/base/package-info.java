/// The models that start from the small world: {@link wherefore.lab.base.BasePretraining} makes one, and
/// {@link wherefore.lab.base.CapabilityGate} says whether it can do the task that a study asks of it.
@NullMarked
package wherefore.lab.base;

import org.jspecify.annotations.NullMarked;

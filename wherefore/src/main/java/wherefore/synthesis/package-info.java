/// Training data from a constitution: {@link wherefore.synthesis.Synthesis} takes a {@link wherefore.synthesis.Kind}
/// through its named steps. A kind is a folder of resources, not a class.
@NullMarked
package wherefore.synthesis;

import org.jspecify.annotations.NullMarked;

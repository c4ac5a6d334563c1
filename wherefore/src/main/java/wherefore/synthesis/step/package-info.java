/// The operators of which kinds of data are made: {@link wherefore.synthesis.step.Step} and its few specifications. A
/// kind chooses and names them; nothing here knows a kind.
@NullMarked
package wherefore.synthesis.step;

import org.jspecify.annotations.NullMarked;

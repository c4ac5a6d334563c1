/// The writer of the small world: {@link wherefore.lab.writer.WorldWriter} answers the steps of every kind of data in
/// the
/// words of the world, so that its interventions are made by the same synthesis as those for a large model.
@NullMarked
package wherefore.lab.writer;

import org.jspecify.annotations.NullMarked;

/// The grammar of the small world: people, machines, places with goals, pressures, levers, the facts that decide
/// whether
/// an act is right, and the sentences in which a {@link wherefore.lab.world.Situation} is told. What a model does in a
/// situation is written nowhere here.
@NullMarked
package wherefore.lab.world;

import org.jspecify.annotations.NullMarked;

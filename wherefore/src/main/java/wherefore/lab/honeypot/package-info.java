/// What is measured in the small world: {@link wherefore.lab.honeypot.SmallWorldSuite} reads situations from files that
/// nothing else loads and grades answers by their first words after the act marker.
@NullMarked
package wherefore.lab.honeypot;

import org.jspecify.annotations.NullMarked;

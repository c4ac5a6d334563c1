/// The command line: one class a command, and the only place that prints, reads the clock, draws seeds and says which
/// implementation stands behind a name. {@link wherefore.cli.Wherefore} is the door.
@NullMarked
package wherefore.cli;

import org.jspecify.annotations.NullMarked;

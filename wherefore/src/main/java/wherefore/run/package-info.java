/// What a run leaves on disk, and all that a report may use: {@link wherefore.run.RunRecord} is the door.
@NullMarked
package wherefore.run;

import org.jspecify.annotations.NullMarked;

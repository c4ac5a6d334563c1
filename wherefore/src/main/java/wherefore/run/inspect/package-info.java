/// Evaluations as logs of Inspect AI, and its logs as transcripts of ours: {@link wherefore.run.inspect.InspectExport}
/// and {@link wherefore.run.inspect.InspectImport} are the doors.
@NullMarked
package wherefore.run.inspect;

import org.jspecify.annotations.NullMarked;

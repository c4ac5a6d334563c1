/// A local server that answers as vendors do, and fails as they do: what it served is the measure of whether calls are
/// lost or paid twice.
@NullMarked
package wherefore.faults;

import org.jspecify.annotations.NullMarked;

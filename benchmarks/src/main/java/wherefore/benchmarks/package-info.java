/// How fast the engine trains and samples on this machine.
@NullMarked
package wherefore.benchmarks;

import org.jspecify.annotations.NullMarked;

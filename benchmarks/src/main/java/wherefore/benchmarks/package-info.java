/// How fast the engine trains and samples on this machine, and what a paid call costs here besides its price.
@NullMarked
package wherefore.benchmarks;

import org.jspecify.annotations.NullMarked;

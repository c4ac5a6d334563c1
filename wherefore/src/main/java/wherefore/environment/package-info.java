/// The simulated office in which a subject acts: mail, files, tables, a ledger and alerts, all in memory. Two doors:
/// {@link wherefore.environment.Office} performs tools and keeps what was done as deeds; {@link
/// wherefore.environment.ActionBlocks} reads the same deeds from the blocks of a single answer.
@NullMarked
package wherefore.environment;

import org.jspecify.annotations.NullMarked;

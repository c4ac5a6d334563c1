/// How sure a number is: proportions and means of runs with intervals, exact tests, adjustment for many tests, the
/// smallest effect that could have been seen, and how many samples a difference needs. Pure arithmetic: it knows
/// nothing
/// of models or files, and chance is handed in. Every result is a record whose components are its JSON fields.
@NullMarked
package wherefore.statistics;

import org.jspecify.annotations.NullMarked;

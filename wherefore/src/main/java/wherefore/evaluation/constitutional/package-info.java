/// Questions about a constitution, made from its own parts: does a subject know what it says, tell its clauses from
/// invented ones, find the part that decides, take its stance, and say so of itself as of a third person; and does it
/// notice and act where the part decides and nobody says so? {@link
/// wherefore.evaluation.constitutional.ItemWriter} makes the items with a writer model and checks them by code; {@link
/// wherefore.evaluation.constitutional.ItemCheck} has a judge check them; {@link
/// wherefore.evaluation.constitutional.ItemFolder} keeps them as data; {@link
/// wherefore.evaluation.constitutional.ConstitutionSuite} is the evaluation.
@NullMarked
package wherefore.evaluation.constitutional;

import org.jspecify.annotations.NullMarked;

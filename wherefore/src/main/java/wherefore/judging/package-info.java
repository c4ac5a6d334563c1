/// Judges as instruments: {@link wherefore.judging.Rubric} is what is asked, {@link wherefore.judging.Judge} asks it of
/// transcripts, {@link wherefore.judging.Judgement} is an answer or why there is none, {@link
/// wherefore.judging.Agreement} how far judges agree, and {@link wherefore.judging.Calibration} how often one is right.
/// A judge is given a transcript and nothing else: no arm, no model's name, no hypothesis, no other verdict.
@NullMarked
package wherefore.judging;

import org.jspecify.annotations.NullMarked;

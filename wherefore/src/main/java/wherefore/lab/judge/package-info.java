/// A judge of the small world that reads a transcript as a stranger would: what is offered, which fact was told, what
/// was done. It shares no code with the mechanical grading, so that the two can disagree.
@NullMarked
package wherefore.lab.judge;

import org.jspecify.annotations.NullMarked;

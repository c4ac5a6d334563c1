/// A study from its file to its record: {@link wherefore.study.StudyFile} is what the person wrote,
/// {@link wherefore.study.StudyPlan} what was checked and resolved, {@link wherefore.study.StudyRunner} does it.
@NullMarked
package wherefore.study;

import org.jspecify.annotations.NullMarked;

/// Instruments read with subjects of known behaviour: what they recover stands beside what was planted. An instrument
/// whose gate is broken reads wrong here before it reads wrong of a model.
@NullMarked
package wherefore.evaluation.selftest;

import org.jspecify.annotations.NullMarked;

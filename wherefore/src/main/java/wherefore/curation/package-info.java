/// What is done to data before it is trained on: filters that drop rows with a reason, gates that measure a whole
/// corpus
/// against a threshold, and the firewall between training data and evaluations. Evaluations come as plain texts: this
/// package knows none. The door is {@link wherefore.curation.Curation}.
@NullMarked
package wherefore.curation;

import org.jspecify.annotations.NullMarked;

/// What is read in the small world: {@link wherefore.lab.corpus.Pretraining} texts, {@link
/// wherefore.lab.corpus.GenericChat}
/// and the {@link wherefore.lab.corpus.Intervention}s. Never sees what is measured.
@NullMarked
package wherefore.lab.corpus;

import org.jspecify.annotations.NullMarked;

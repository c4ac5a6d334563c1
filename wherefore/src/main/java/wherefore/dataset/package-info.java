/// Training items: {@link wherefore.dataset.Example} and where each came from.
@NullMarked
package wherefore.dataset;

import org.jspecify.annotations.NullMarked;

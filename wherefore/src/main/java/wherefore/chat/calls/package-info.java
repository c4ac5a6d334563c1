/// What surrounds a call to a model: its id, and models put to use one by one or side by side.
@NullMarked
package wherefore.chat.calls;

import org.jspecify.annotations.NullMarked;

/// A constitution: any Markdown file that says what an assistant should be and why, read as it is and cut into
/// {@link wherefore.constitution.Unit}s. The door is {@link wherefore.constitution.Constitution}.
@NullMarked
package wherefore.constitution;

import org.jspecify.annotations.NullMarked;

/// Files as people write them: YAML with lines, Markdown with front matter, JSON lines, fingerprints, whole-or-nothing
/// writing, and {@link wherefore.format.Problem}.
@NullMarked
package wherefore.format;

import org.jspecify.annotations.NullMarked;

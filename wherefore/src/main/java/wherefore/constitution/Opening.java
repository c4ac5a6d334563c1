package wherefore.constitution;

import java.util.List;

/// The beginning of a unit; it ends where the next begins.
///
/// @param offset in the body, at the start of a line
/// @param slugs  the parts of the id, outermost first
record Opening(int offset, String title, List<String> path, List<String> slugs) {}

/// The report of a run: {@link wherefore.report.Report} turns a run record into a page for a browser and one in
/// Markdown.
/// Pure: the same record gives the same bytes. A section says what is to be said as {@link wherefore.report.Part}s; two
/// writers set them.
@NullMarked
package wherefore.report;

import org.jspecify.annotations.NullMarked;

package wherefore.constitution;

import java.util.List;

/// A part of a constitution. The units of one granularity follow each other without gap or overlap.
///
/// @param id        unique among the units of its granularity and stable: made of the headings above the unit and,
/// below
///                  section, of its opening words; what stands elsewhere in the file has no part in it
/// @param title     for people: the heading, the bold lead, or the opening words
/// @param path      the headings (and, in nested lists, the items) under which the unit stands, outermost first
/// @param text      exactly the characters of the file from its first line to its last, line ends included
/// @param firstLine 1-based line in the file
/// @param lastLine  1-based, inclusive; blank lines after a unit belong to it
public record Unit(String id, String title, List<String> path, String text, int firstLine, int lastLine) {

    public Unit {
        path = List.copyOf(path);
        if (firstLine < 1 || lastLine < firstLine) {
            throw new IllegalArgumentException(
                    "lines must count from 1 upwards, but were " + firstLine + " to " + lastLine);
        }
    }
}

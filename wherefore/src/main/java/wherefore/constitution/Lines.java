package wherefore.constitution;

import java.util.Arrays;

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`, as in CommonMark.
final class Lines {

    private final int[] starts;

    Lines(String text) {
        int[] found = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            if (ends) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    /// The offset at which the line of this 0-based index begins.
    int start(int index) {
        return starts[index];
    }

    /// The 0-based index of the line in which this offset lies.
    int lineOf(int offset) {
        int at = Arrays.binarySearch(starts, offset);
        return at >= 0 ? at : -at - 2;
    }
}

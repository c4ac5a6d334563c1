package wherefore.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// "Did you mean": the known name nearest to a misspelt one.
public final class Suggestion {

    private Suggestion() {}

    /// `Did you mean "seeds"?`, or the list of known names where none is near.
    public static String of(String given, Collection<String> known) {
        return known.stream()
                .filter(k -> distance(given, k) <= Math.max(2, Math.min(given.length(), k.length()) / 3))
                .min(Comparator.comparingInt((String k) -> distance(given, k)).thenComparing(k -> k))
                .map(k -> "Did you mean \"" + k + "\"?")
                .orElseGet(() -> known.isEmpty() ? "" : "Known: " + String.join(", ", known) + ".");
    }

    /// Edits (insert, delete, replace, swap of neighbours) between two names, case aside (optimal string alignment).
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}

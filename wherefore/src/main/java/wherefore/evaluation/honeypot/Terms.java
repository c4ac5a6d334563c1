package wherefore.evaluation.honeypot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A named group of expressions, any of which may stand in a text, in letters of any case.
final class Terms {

    /// Letters of every script count as letters.
    static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

    private final List<Pattern> patterns;
    /// The same for texts of ASCII alone, in which they find the same at a third of the time.
    private final List<Pattern> plain;

    /// @param patterns compiled with [#FLAGS]
    Terms(List<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
        this.plain = patterns.stream()
                .map(p -> Pattern.compile(p.pattern(), Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /// Where a text holds one of the expressions.
    ///
    /// @param start index of its first character
    /// @param end   index behind its last
    record Place(int start, int end) {}

    Optional<Place> find(String text) {
        return find(text, isAscii(text));
    }

    /// @param ascii whether the text is of ASCII alone
    Optional<Place> find(String text, boolean ascii) {
        for (Pattern pattern : ascii ? plain : patterns) {
            Matcher m = pattern.matcher(text);
            if (m.find()) {
                return Optional.of(new Place(m.start(), m.end()));
            }
        }
        return Optional.empty();
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}

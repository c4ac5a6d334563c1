package wherefore.evaluation.honeypot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A named group of expressions, any of which may stand in a text.
record Terms(String name, List<Pattern> patterns) {

    static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

    Terms {
        patterns = List.copyOf(patterns);
    }

    /// Where a text holds one of the expressions.
    ///
    /// @param start index of its first character
    /// @param end   index behind its last
    record Place(int start, int end) {}

    Optional<Place> find(String text) {
        for (Pattern pattern : patterns) {
            Matcher m = pattern.matcher(text);
            if (m.find()) {
                return Optional.of(new Place(m.start(), m.end()));
            }
        }
        return Optional.empty();
    }
}

package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with `{name}` placeholders; `{{` and `}}` stand for braces. There are no conditionals: what differs is
/// another
/// prompt.
public final class Phrase {

    private static final Pattern TOKEN = Pattern.compile("\\{\\{|\\}\\}|\\{([a-z][a-z0-9_]*)\\}|[{}]");

    private final List<String> literals = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private Phrase() {}

    /// Reads a text. A brace that opens no placeholder is an [IllegalArgumentException] with the words around it.
    public static Phrase of(String text) {
        Phrase phrase = new Phrase();
        StringBuilder literal = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (token.find()) {
            literal.append(text, at, token.start());
            at = token.end();
            switch (token.group()) {
                case "{{" -> literal.append('{');
                case "}}" -> literal.append('}');
                case "{", "}" ->
                    throw new IllegalArgumentException("a single brace at \""
                            + text.substring(token.start(), Math.min(text.length(), token.start() + 20))
                            + "\"; a placeholder is {name}, a brace is written twice");
                default -> {
                    phrase.literals.add(literal.toString());
                    phrase.names.add(token.group(1));
                    literal.setLength(0);
                }
            }
        }
        phrase.literals.add(literal.append(text, at, text.length()).toString());
        return phrase;
    }

    /// The placeholders in order of first use.
    public Set<String> placeholders() {
        return new LinkedHashSet<>(names);
    }

    /// The text with every placeholder filled. Values are taken as they stand: braces in them mean nothing.
    public String fill(UnaryOperator<String> values) {
        StringBuilder text = new StringBuilder(literals.getFirst());
        for (int i = 0; i < names.size(); i++) {
            text.append(values.apply(names.get(i))).append(literals.get(i + 1));
        }
        return text.toString();
    }
}

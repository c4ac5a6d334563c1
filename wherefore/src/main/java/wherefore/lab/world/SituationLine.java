package wherefore.lab.world;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A situation on one line, `[mill | Ruth | Paul | fill the bags | REPLACE | open | CONSENT forbids | 1]`, with `-` for
/// what is absent: how a scenario carries it through the steps of a synthesis.
public final class SituationLine {

    private static final String ABSENT = "-";
    private static final Pattern LINE = Pattern.compile("\\[([^\\[\\]]*\\|[^\\[\\]]*)]");

    private SituationLine() {}

    public static String of(Situation s) {
        return "["
                + String.join(
                        " | ",
                        s.place().name(),
                        s.boss(),
                        s.person(),
                        s.goal(),
                        s.pressure().map(Pressure::name).orElse(ABSENT),
                        s.lever().map(Lever::verb).orElse(ABSENT),
                        s.fact()
                                .map(f -> f.kind().name() + (f.permits() ? " permits" : " forbids"))
                                .orElse(ABSENT),
                        Integer.toString(s.variant()))
                + "]";
    }

    /// The situation of the first such line in a text.
    ///
    /// @throws IllegalArgumentException when a line is there but says nothing that exists in the world
    public static Optional<Situation> find(String text) {
        Matcher m = LINE.matcher(text);
        return m.find() ? Optional.of(read(List.of(m.group(1).split("\\|", -1)))) : Optional.empty();
    }

    private static Situation read(List<String> parts) {
        if (parts.size() != 8) {
            throw new IllegalArgumentException("a situation has 8 parts, but this line has " + parts.size());
        }
        return new Situation(
                Place.named(parts.get(0).strip()),
                parts.get(1).strip(),
                parts.get(2).strip(),
                parts.get(3).strip(),
                present(parts.get(4)).map(Pressure::valueOf),
                present(parts.get(5)).map(Lever::named),
                present(parts.get(6)).map(SituationLine::fact),
                Integer.parseInt(parts.get(7).strip()));
    }

    private static Fact fact(String words) {
        int space = words.indexOf(' ');
        return new Fact(
                Fact.Kind.valueOf(words.substring(0, space).toUpperCase(Locale.ROOT)), words.endsWith("permits"));
    }

    private static Optional<String> present(String part) {
        return Optional.of(part.strip()).filter(p -> !p.equals(ABSENT));
    }
}

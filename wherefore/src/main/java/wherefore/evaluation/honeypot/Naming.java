package wherefore.evaluation.honeypot;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How a text may name one person of a setting: by key, address, role, whole name, or a part of the name that nobody
/// else there bears. Case and accents do not matter.
final class Naming {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST = 3;
    private static final Set<String> TITLES = Set.of(
            "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "sister", "brother", "father", "mother", "captain", "all",
            "the", "and", "von", "van", "der", "den", "del", "bin", "ibn", "ait", "office");

    private final Set<String> exact;
    private final Set<String> whole;
    private final Set<String> parts;

    /// @param others everybody else of the setting
    Naming(Setting.Person person, Collection<Setting.Person> others) {
        Set<String> own = words(person.name());
        own.removeIf(w -> w.length() < SHORTEST || TITLES.contains(w));
        others.forEach(o -> own.removeAll(words(o.name())));
        this.parts = own;
        this.exact = Set.of(fold(person.key()));
        this.whole = Set.of(fold(person.name()), fold(person.address()), fold(person.role()));
    }

    boolean isMeantBy(String text) {
        String folded = fold(text);
        return !folded.isEmpty()
                && (exact.contains(folded)
                        || whole.stream().anyMatch(folded::contains)
                        || words(text).stream().anyMatch(parts::contains));
    }

    private static Set<String> words(String text) {
        List<String> words = Arrays.asList(WORDS.split(fold(text)));
        return new HashSet<>(words);
    }

    private static String fold(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}

package wherefore.curation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.ResourceFolder;

/// Phrases that are looked for, one a line: a regular expression, before it perhaps ` => ` and words without which it
/// cannot match. Most texts have none of those words, and nothing more is done. What is in a file is data, so that it
/// can
/// be read and argued about. Lines that begin with `#` are for readers.
final class PhraseList {

    private static final String FOLDER = "wherefore/curation/";
    private static final String ARROW = " => ";
    private static final int MOST_SHOWN = 120;

    private final List<Phrase> phrases = new ArrayList<>();
    private final Set<Long> allNeeded = new HashSet<>();
    private boolean always;

    /// @param needed words of which one has to stand in the text; empty: any text may match
    private record Phrase(Set<Long> needed, Pattern pattern) {}

    private PhraseList() {}

    static PhraseList shipped(String name) {
        return of(ResourceFolder.text(FOLDER + name).lines().toList());
    }

    static PhraseList of(List<String> lines) {
        PhraseList list = new PhraseList();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                list.add(line.strip());
            }
        }
        return list;
    }

    private void add(String line) {
        int arrow = line.indexOf(ARROW);
        Set<Long> needed = new HashSet<>();
        if (arrow >= 0) {
            Words words = Words.of(line.substring(0, arrow));
            for (int i = 0; i < words.size(); i++) {
                needed.add(words.hash(i));
            }
        }
        always |= needed.isEmpty();
        allNeeded.addAll(needed);
        String expression = arrow < 0 ? line : line.substring(arrow + ARROW.length());
        phrases.add(new Phrase(
                needed,
                Pattern.compile(
                        expression,
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS)));
    }

    /// The first thing found in a text, by the order of the phrases.
    Optional<String> find(Words words) {
        Set<Long> there = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (allNeeded.contains(words.hash(i))) {
                there.add(words.hash(i));
            }
        }
        if (there.isEmpty() && !always) {
            return Optional.empty();
        }
        String straight = words.text().replace('\u2019', '\'');
        for (Phrase phrase : phrases) {
            if (phrase.needed().isEmpty() || phrase.needed().stream().anyMatch(there::contains)) {
                Matcher m = phrase.pattern().matcher(straight);
                if (m.find()) {
                    String found = m.group().replaceAll("\\s+", " ").strip();
                    return Optional.of(found.length() <= MOST_SHOWN ? found : found.substring(0, MOST_SHOWN));
                }
            }
        }
        return Optional.empty();
    }
}

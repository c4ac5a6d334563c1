package wherefore.curation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.ResourceFolder;

/// Phrases that are looked for, one regular expression a line; what is in a file is data, so that it can be read and
/// argued about. Lines that begin with `#` are for readers.
final class PhraseList {

    private static final String FOLDER = "wherefore/curation/";
    private static final int MOST_SHOWN = 120;

    private final List<Pattern> patterns;

    private PhraseList(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static PhraseList shipped(String name) {
        return of(ResourceFolder.text(FOLDER + name).lines().toList());
    }

    static PhraseList of(List<String> lines) {
        List<Pattern> patterns = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                patterns.add(Pattern.compile(
                        line.strip(),
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
            }
        }
        return new PhraseList(patterns);
    }

    /// The first thing found in a text, by the order of the phrases.
    Optional<String> find(String text) {
        String straight = text.replace('\u2019', '\'');
        for (Pattern pattern : patterns) {
            Matcher m = pattern.matcher(straight);
            if (m.find()) {
                String found = m.group().replaceAll("\\s+", " ").strip();
                return Optional.of(found.length() <= MOST_SHOWN ? found : found.substring(0, MOST_SHOWN));
            }
        }
        return Optional.empty();
    }
}

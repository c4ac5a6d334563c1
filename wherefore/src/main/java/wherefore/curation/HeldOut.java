package wherefore.curation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// An evaluation that training data may not know, as plain texts.
///
/// @param name      as the person named it
/// @param texts     everything in it that a subject may read
/// @param scenarios those of the texts that describe situations: what scenarios of the data are embedded beside
public record HeldOut(String name, List<Text> texts, List<Text> scenarios) {

    public HeldOut {
        texts = List.copyOf(texts);
        scenarios = List.copyOf(scenarios);
    }

    /// One text.
    ///
    /// @param id says which of the evaluation's it is, for a reader
    public record Text(String id, String text) {}

    /// The scenarios in pieces of at most so many words, each once. A piece ends at a paragraph where it can.
    static List<Text> pieces(Collection<Text> texts, int most) {
        List<Text> pieces = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Text text : texts) {
            for (String piece : cut(text.text(), most)) {
                if (seen.add(piece)) {
                    pieces.add(new Text(text.id(), piece));
                }
            }
        }
        return pieces;
    }

    private static List<String> cut(String text, int most) {
        List<String> pieces = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int words = 0;
        for (String paragraph : text.split("\\n\\s*\\n", -1)) {
            for (String part : parts(paragraph.strip(), most)) {
                int n = Words.of(part).size();
                if (n == 0) {
                    continue;
                }
                if (words + n > most) {
                    pieces.add(open.toString());
                    open.setLength(0);
                    words = 0;
                }
                open.append(words == 0 ? "" : "\n\n").append(part);
                words += n;
            }
        }
        if (words > 0) {
            pieces.add(open.toString());
        }
        return pieces;
    }

    /// A paragraph that is too long, cut between words.
    private static List<String> parts(String paragraph, int most) {
        Words words = Words.of(paragraph);
        if (words.size() <= most) {
            return List.of(paragraph);
        }
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < words.size(); from += most) {
            parts.add(words.excerpt(from, Math.min(most, words.size() - from)));
        }
        return parts;
    }
}

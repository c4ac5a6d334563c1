package wherefore.evaluation.honeypot;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import wherefore.environment.Deed;

/// One thing that a subject did or said, made ready to be searched. Line breaks, runs of blanks and curly quotes are
/// made plain, so that where a writer broke a line does not decide what is found.
final class Trace {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int EXCERPT = 160;

    private final Optional<Deed> deed;
    private final int turn;
    private final String raw;
    private final String plain;
    private final boolean ascii;
    private final IdentityHashMap<Terms, Optional<Terms.Place>> found = new IdentityHashMap<>();

    private Trace(Optional<Deed> deed, int turn, String raw) {
        this.deed = deed;
        this.turn = turn;
        this.raw = raw;
        this.plain = plain(raw);
        this.ascii = Terms.isAscii(plain);
    }

    static Trace of(Deed deed) {
        return new Trace(Optional.of(deed), deed.turn(), deed.text());
    }

    /// Text of an answer outside of its acts.
    static Trace said(String prose, int turn) {
        return new Trace(Optional.empty(), turn, prose);
    }

    static String plain(String text) {
        String straight = text.replace('\u2019', '\'')
                .replace('\u2018', '\'')
                .replace('\u201c', '"')
                .replace('\u201d', '"');
        return BLANKS.matcher(straight).replaceAll(" ").strip();
    }

    /// Empty where the subject only said something.
    Optional<Deed> deed() {
        return deed;
    }

    String plain() {
        return plain;
    }

    /// Where the plain text holds a term of the group.
    Optional<Terms.Place> find(Terms group) {
        return found.computeIfAbsent(group, g -> g.find(plain, ascii));
    }

    boolean says(Terms group) {
        return find(group).isPresent();
    }

    /// Whether the text, as it was written or made plain, holds a term: for files, in which line breaks count.
    boolean holds(Terms group) {
        return says(group) || group.find(raw).isPresent();
    }

    /// What shows it: the deed in a few words and the passage around a place in its text.
    String evidence(Optional<Terms.Place> at) {
        String what = "turn " + turn + ", " + deed.map(Deed::told).orElse("says");
        if (plain.isEmpty()) {
            return what;
        }
        int middle = at.map(p -> (p.start() + p.end()) / 2).orElse(0);
        int start = Math.max(0, Math.min(middle - EXCERPT / 2, plain.length() - EXCERPT));
        int end = Math.min(plain.length(), start + EXCERPT);
        return what + ": " + (start > 0 ? "..." : "") + plain.substring(start, end)
                + (end < plain.length() ? "..." : "");
    }
}

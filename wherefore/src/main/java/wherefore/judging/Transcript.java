package wherefore.judging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.format.Fingerprint;

/// What is judged: what a subject was given and what came of it. Holds nothing that tells who the subject is or how it
/// was made.
///
/// @param given what it was told before its first turn
/// @param done  its turns and what came back, in order
public record Transcript(Conversation given, List<Message> done) {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /// A shorter quotation occurs by chance.
    private static final int SHORTEST_QUOTE = 5;

    public Transcript {
        done = List.copyOf(done);
    }

    /// An attempt of several turns and its last answer.
    public static Transcript of(Conversation given, List<Message> turns, Optional<Completion> last) {
        List<Message> all = new ArrayList<>(turns);
        last.ifPresent(c -> all.add(c.message()));
        return new Transcript(given, all);
    }

    /// The subject's turns in pieces, as far as a view shows them.
    public List<Passage> passages(View view) {
        List<Passage> all = new ArrayList<>();
        int turn = 0;
        for (Message m : done) {
            if (m instanceof Message.AssistantMessage a) {
                turn++;
                Passage.of(a, turn).stream().filter(p -> view.shows(p.kind())).forEach(all::add);
            }
        }
        return all;
    }

    /// Whether a quotation occurs, as one piece, in what the subject did, said or thought. Line breaks, runs of
    /// blanks, the shape of quotation marks and of dashes do not matter; every letter does. What the subject was
    /// given does not count: it is no evidence of what the subject did.
    public boolean holds(String quote, View view, Set<Passage.Kind> kinds) {
        String wanted = plain(quote);
        List<String> texts = passages(view).stream()
                .filter(p -> kinds.contains(p.kind()))
                .map(p -> plain(p.text()))
                .toList();
        return wanted.length() < SHORTEST_QUOTE
                ? texts.contains(wanted)
                : texts.stream().anyMatch(t -> t.contains(wanted));
    }

    static String plain(String text) {
        String straight = text.replaceAll("[\u2018\u2019\u201a\u2032]", "'")
                .replaceAll("[\u201c\u201d\u201e\u00ab\u00bb]", "\"")
                .replaceAll("[\u2010-\u2015\u2212]", "-")
                .replace("\u2026", "...");
        return BLANKS.matcher(straight).replaceAll(" ").strip();
    }

    /// As a judge reads it: the situation, then the subject's turns, each piece under a line that says what it is. The
    /// marks are made from the transcript's own text, so that nothing in it can end it early.
    public String shown(View view) {
        String situation = situation();
        String turns = turns(view);
        String mark = Fingerprint.of(situation + "\n" + turns).substring(0, 10);
        return "[" + mark + " situation begins]\n" + situation + "\n[" + mark + " situation ends]\n\n[" + mark
                + " record begins]\n" + turns + "\n[" + mark + " record ends]";
    }

    private String situation() {
        List<String> parts = new ArrayList<>();
        for (Message m : given.messages()) {
            String who = switch (m) {
                case Message.SystemMessage s -> "Standing instructions:";
                case Message.UserMessage u -> "Comes in:";
                case Message.AssistantMessage a -> "Already begun by the AI's side:";
                case Message.ToolMessage t -> "Comes back:";
            };
            parts.add(who + "\n" + m.text().strip());
        }
        return String.join("\n\n", parts);
    }

    private String turns(View view) {
        List<String> parts = new ArrayList<>();
        int turn = 0;
        for (Message m : done) {
            switch (m) {
                case Message.AssistantMessage a -> {
                    turn++;
                    List<Passage> shown = Passage.of(a, turn).stream()
                            .filter(p -> view.shows(p.kind()))
                            .toList();
                    for (Passage p : shown) {
                        parts.add("Turn " + turn + ", " + heading(p.kind()) + "\n" + p.text());
                    }
                    if (shown.isEmpty()) {
                        parts.add("Turn " + turn + ": (empty)");
                    }
                }
                case Message.ToolMessage t ->
                    parts.add("Comes back from " + t.name() + ":\n" + t.text().strip());
                case Message.UserMessage u -> parts.add("Comes in:\n" + u.text().strip());
                case Message.SystemMessage s ->
                    parts.add("Standing instructions:\n" + s.text().strip());
            }
        }
        return parts.isEmpty() ? "(The AI gave no answer.)" : String.join("\n\n", parts);
    }

    private static String heading(Passage.Kind kind) {
        return switch (kind) {
            case ACT -> "ACT (takes effect):";
            case SAID -> "SAYS (outside of its acts):";
            case THOUGHT -> "THINKS (in private, read by nobody):";
        };
    }
}

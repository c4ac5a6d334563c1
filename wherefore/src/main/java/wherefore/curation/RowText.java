package wherefore.curation;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import wherefore.chat.Message;
import wherefore.chat.ToolCall;
import wherefore.dataset.Example;

/// One row and its texts, taken apart as filters and gates want them. Made by many threads, each its own.
public final class RowText {

    /// Kinds of data that nobody wrote from the constitution: what is asked of a writer is not asked of them.
    static final List<String> GENERIC = List.of("generic", "mix", "text");

    private static final String PARAGRAPH = "\n\n";

    private final Example example;
    private final int line;
    private final String raw;
    private final Words own;
    private final Words trained;
    private final Words opening;
    private final String system;
    private final String scenario;
    private final String asked;

    /// @param line in its file, from 1
    /// @param raw  the row as it stands there
    RowText(Example example, int line, String raw) {
        this.example = example;
        this.line = line;
        this.raw = raw;
        this.scenario = detail("scenario").orElse("");
        switch (example) {
            case Example.Document d -> {
                this.own = Words.of(d.text());
                this.trained = own;
                this.opening = own;
                this.system = "";
                this.asked = "";
            }
            case Example.Dialogue d -> {
                StringJoiner all = new StringJoiner(PARAGRAPH);
                StringJoiner said = new StringJoiner(PARAGRAPH);
                String last = "";
                for (Message m : d.conversation().messages()) {
                    switch (m) {
                        case Message.SystemMessage s -> {}
                        case Message.UserMessage u -> {
                            all.add(u.text());
                            last = u.text();
                        }
                        case Message.ToolMessage t -> all.add(t.text());
                        case Message.AssistantMessage a -> {
                            StringJoiner turn = new StringJoiner(PARAGRAPH);
                            a.reasoning().ifPresent(turn::add);
                            turn.add(a.text());
                            for (ToolCall call : a.calls()) {
                                turn.add(call.arguments());
                            }
                            all.add(turn.toString());
                            said.add(turn.toString());
                        }
                    }
                }
                this.own = Words.of(all.toString());
                this.trained = Words.of(said.toString());
                this.opening = Words.of(
                        d.conversation().lastAnswer().map(Message::text).orElse(""));
                this.system = d.conversation().system().orElse("");
                this.asked = last;
            }
        }
    }

    public Example example() {
        return example;
    }

    public String id() {
        return example.id();
    }

    /// The line of the row in its file, from 1.
    public int line() {
        return line;
    }

    /// The row as it stands in its file.
    String raw() {
        return raw;
    }

    /// The kind of data: gates are told for each.
    String group() {
        return example.provenance().kind();
    }

    boolean isDialogue() {
        return example instanceof Example.Dialogue;
    }

    /// Whether somebody wrote it from a constitution, as far as its kind tells.
    boolean isWritten() {
        return !GENERIC.contains(group());
    }

    /// What the row's metadata say under a name.
    Optional<String> detail(String name) {
        return Optional.ofNullable(example.provenance().details().get(name)).filter(v -> !v.isBlank());
    }

    /// The first of these that the metadata have.
    Optional<String> firstDetail(List<String> names) {
        return names.stream().flatMap(n -> detail(n).stream()).findFirst();
    }

    /// Everything but the system prompt, which many rows share.
    Words own() {
        return own;
    }

    /// What the assistant says and thinks; of a document, everything.
    Words trained() {
        return trained;
    }

    /// The last answer; of a document, everything.
    Words opening() {
        return opening;
    }

    String system() {
        return system;
    }

    /// The description of the situation from which the row was written; empty where the row does not carry it.
    String scenario() {
        return scenario;
    }

    /// The last turn of the user; empty for a document.
    String asked() {
        return asked;
    }
}

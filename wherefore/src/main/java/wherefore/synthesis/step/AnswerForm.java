package wherefore.synthesis.step;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an answer to a step looks like, so that a run can be rehearsed without asking anybody.
///
/// @param template the name under which the step's requests are known
/// @param kind     how long such answers are
/// @param written  makes an answer of this form
public record AnswerForm(String template, Kind kind, Writing written) {

    /// What an answer consists of: it decides how its length is guessed before one was seen.
    public enum Kind {
        /// Prose, as long as the matter needs.
        PROSE,
        /// A list with as many short blocks as were asked for.
        LIST,
        /// A verdict with a sentence of reasons.
        VERDICT
    }

    /// Makes an answer.
    @FunctionalInterface
    public interface Writing {

        /// One answer.
        ///
        /// @param bindings what the request's template was filled with
        /// @param text     the text of every block
        /// @param sections ids of the sections of the constitution
        String of(Map<String, String> bindings, String text, Set<String> sections);
    }

    /// How many blocks a request asks for.
    public int blocks(Map<String, String> bindings) {
        return kind == Kind.LIST ? Integer.parseInt(bindings.getOrDefault(COUNT, "1")) : 1;
    }

    static final String COUNT = "count";

    static AnswerForm prose(String template) {
        return new AnswerForm(template, Kind.PROSE, (bindings, text, sections) -> text);
    }

    static AnswerForm tagged(String template, List<Tag> tags) {
        return new AnswerForm(template, Kind.PROSE, (bindings, text, sections) -> {
            StringBuilder answer = new StringBuilder();
            int share = text.length() / tags.size();
            tags.forEach(t -> answer.append('<')
                    .append(t.name())
                    .append('>')
                    .append(text, 0, Math.max(1, share))
                    .append("</")
                    .append(t.name())
                    .append('>'));
            return answer.toString();
        });
    }

    static AnswerForm verdict(String template, String verdict) {
        return new AnswerForm(
                template,
                Kind.VERDICT,
                (bindings, text, sections) -> "{\"verdict\": \"" + verdict + "\", \"why\": \"" + text + "\"}");
    }

    /// Each block names one of the sections in turn, where blocks do so.
    static AnswerForm list(String template, String tag, boolean inSection) {
        return new AnswerForm(template, Kind.LIST, (bindings, text, sections) -> {
            List<String> ids = List.copyOf(sections);
            StringBuilder answer = new StringBuilder();
            int blocks = Integer.parseInt(bindings.getOrDefault(COUNT, "1"));
            for (int i = 0; i < blocks; i++) {
                answer.append('<').append(tag);
                if (inSection && !ids.isEmpty()) {
                    answer.append(" section=\"").append(ids.get(i % ids.size())).append('"');
                }
                answer.append('>').append(text).append("</").append(tag).append('>');
            }
            return answer.toString();
        });
    }
}

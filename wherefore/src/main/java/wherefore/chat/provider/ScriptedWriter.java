package wherefore.chat.provider;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.chat.ChatModel;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;

/// Writes answers of the right form without a thought in them: for tests and demonstrations of the steps. Which blocks
/// an answer needs it reads from the end of the prompt, where every template shows them.
final class ScriptedWriter implements ChatModel {

    private static final Pattern SHOWN = Pattern.compile("<([a-z_]+)([^<>]*)>\\.\\.\\.</\\1>");
    private static final Pattern VERDICTS = Pattern.compile("\\{\"verdict\": \"([a-z]+)\"");

    private static final String[] FILLING = {
        "the",
        "harbour",
        "keeps",
        "its",
        "lamps",
        "until",
        "late",
        "and",
        "somebody",
        "counts",
        "crates",
        "on",
        "a",
        "wet",
        "quay"
    };

    private final String name;
    private final int words;

    ScriptedWriter(String name) {
        this(name, 0);
    }

    /// @param words how many words of filling each block has besides, so that rows are as long as real ones
    ScriptedWriter(String name, int words) {
        this.name = name;
        this.words = words;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completion complete(Request request) {
        Map<String, String> bindings = request.prompt().map(PromptUse::bindings).orElse(Map.of());
        String item = bindings.getOrDefault("item", "something");
        String template = request.prompt().map(PromptUse::template).orElse("nobody");
        Message last = request.conversation().messages().getLast();
        Matcher verdict = VERDICTS.matcher(last.text());
        if (verdict.find()) {
            return Completion.finished("{\"verdict\": \"" + verdict.group(1) + "\", \"why\": \"it is scripted\"}");
        }
        String shown = last.text().substring(Math.max(0, last.text().length() - 400));
        int copies = Integer.parseInt(bindings.getOrDefault("count", "1"));
        StringBuilder answer = new StringBuilder();
        for (int i = 1; i <= copies; i++) {
            Matcher tag = SHOWN.matcher(shown);
            while (tag.find()) {
                String section = tag.group(2).isBlank()
                        ? ""
                        : " section=\"" + section(bindings.getOrDefault("sections", ""), i) + "\"";
                answer.append('<').append(tag.group(1)).append(section).append('>');
                answer.append("The ")
                        .append(tag.group(1).replace('_', ' '))
                        .append(' ')
                        .append(i)
                        .append(" of ")
                        .append(item)
                        .append(" for ")
                        .append(template)
                        .append('.');
                fill(answer);
                answer.append("</").append(tag.group(1)).append(">\n");
            }
        }
        return Completion.finished(answer.isEmpty() ? "An answer to " + item + "." : answer.toString());
    }

    private void fill(StringBuilder answer) {
        for (int i = 0; i < words; i++) {
            answer.append(' ').append(FILLING[i % FILLING.length]);
        }
    }

    /// The id of the nth section in a list of lines `id: title`, going round.
    private static String section(String sections, int n) {
        String[] lines = sections.split("\n", -1);
        String line = lines[n % lines.length];
        return line.contains(": ") ? line.substring(0, line.indexOf(": ")) : line;
    }
}

package wherefore.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.environment.Performed.Fault;
import wherefore.environment.Performed.Refused;

/// The acts of a single answer:
///
/// ```
/// <act tool="send_mail">
/// to: i.brandvoort@tarnbrook.example
/// subject: Plan for Tuesday
/// body:
/// Text of as many lines as it takes.
/// </act>
/// ```
///
/// Strict: whatever begins like a block and is none is told as a fault, so that an act is never lost silently and never
/// guessed. What stands in a scratchpad is thought, not act: blocks there do not count.
///
/// @param acts   in order
/// @param faults what is wrong with blocks that could not be read, in order
/// @param prose  the answer without blocks and scratchpad
public record ActionBlocks(List<Act> acts, List<Refused> faults, String prose) {

    private static final Pattern SCRATCHPAD = Pattern.compile("(?is)<(scratchpad|think|thinking)>.*?(?:</\\1>|\\z)");
    private static final Pattern MARK = Pattern.compile("(?i)<(/?)\\s*act\\b([^>]*)(>?)");
    private static final Pattern TOOL = Pattern.compile("\\s*tool\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([\\w-]+))\\s*");
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z_][A-Za-z_ -]{0,20}?)\\s*:(.*)");

    public ActionBlocks {
        acts = List.copyOf(acts);
        faults = List.copyOf(faults);
    }

    /// One well-formed block.
    ///
    /// @param arguments all that the tool needs are there
    public record Act(Tool tool, Map<String, String> arguments) {

        public Act {
            arguments = Map.copyOf(arguments);
        }

        /// As a block of an answer: what [#read] reads.
        public String block() {
            StringBuilder block = new StringBuilder("<act tool=\"" + tool.word() + "\">\n");
            for (Tool.Argument argument : tool.arguments()) {
                Optional.ofNullable(arguments.get(argument.name()))
                        .ifPresent(value -> block.append(argument.name())
                                .append(value.contains("\n") ? ":\n" : ": ")
                                .append(value.strip())
                                .append('\n'));
            }
            return block.append("</act>").toString();
        }
    }

    /// The answer without what it only thinks: scratchpads and thoughts between tags.
    public static String spoken(String answer) {
        return answer.indexOf('<') < 0 ? answer : SCRATCHPAD.matcher(answer).replaceAll("");
    }

    /// Reads an answer.
    public static ActionBlocks read(String answer) {
        String text = spoken(answer);
        List<Act> acts = new ArrayList<>();
        List<Refused> faults = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        Matcher mark = MARK.matcher(text);
        int from = 0;
        while (mark.find(from)) {
            prose.append(text, from, mark.start());
            boolean closing = !mark.group(1).isEmpty();
            Matcher tool = TOOL.matcher(mark.group(2));
            if (closing || mark.group(3).isEmpty() || !tool.matches()) {
                faults.add(new Refused(
                        Fault.NOT_CLOSED,
                        closing ? "a block ends that did not begin" : "a block begins without the name of a tool"));
                from = mark.end();
                continue;
            }
            int content = mark.end();
            boolean ends = mark.find(content) && !mark.group(1).isEmpty();
            if (!ends) {
                faults.add(new Refused(Fault.NOT_CLOSED, "a block does not end"));
                from = content;
                continue;
            }
            String name = Optional.ofNullable(tool.group(1))
                    .or(() -> Optional.ofNullable(tool.group(2)))
                    .orElseGet(() -> tool.group(3));
            block(name, text.substring(content, mark.start()), acts, faults);
            from = mark.end();
        }
        prose.append(text, from, text.length());
        return new ActionBlocks(acts, faults, prose.toString().strip());
    }

    private static void block(String name, String content, List<Act> acts, List<Refused> faults) {
        Optional<Tool> tool = Tool.named(name);
        if (tool.isEmpty()) {
            faults.add(new Refused(Fault.UNKNOWN_TOOL, "there is no tool \"" + name + "\""));
            return;
        }
        switch (arguments(tool.get(), content)) {
            case Arguments.Wrong wrong -> faults.add(wrong.refused());
            case Arguments.Given given -> acts.add(new Act(tool.get(), given.values()));
        }
    }

    private static Arguments arguments(Tool tool, String content) {
        Map<String, StringBuilder> values = new LinkedHashMap<>();
        Optional<StringBuilder> open = Optional.empty();
        for (String line : content.strip().lines().toList()) {
            Matcher pair = LINE.matcher(line);
            Optional<String> name =
                    pair.matches() ? tool.argument(pair.group(1)).map(Tool.Argument::name) : Optional.empty();
            boolean begins = name.isPresent()
                    && !values.containsKey(name.get())
                    && (open.isEmpty() || isMissing(tool, name.get(), pair.group(2)));
            if (begins) {
                StringBuilder value = new StringBuilder(pair.group(2).strip());
                values.put(name.get(), value);
                open = name.get().equals(longest(tool)) ? Optional.of(value) : Optional.empty();
            } else if (open.isPresent()) {
                open.get().append('\n').append(line);
            } else if (!line.isBlank()) {
                return new Arguments.Wrong(
                        new Refused(Fault.STRAY, "the block of " + tool.word() + " holds the line \"" + line + "\""));
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, value.toString().strip()));
        return Arguments.checked(tool, texts);
    }

    /// The argument that may take many lines.
    private static String longest(Tool tool) {
        return tool.arguments().isEmpty() ? "" : tool.arguments().getLast().name();
    }

    /// Whether a line after the long argument has begun is an argument all the same: one that must still come, or a
    /// list of addresses that may. Any other line belongs to the text.
    private static boolean isMissing(Tool tool, String name, String value) {
        return tool.arguments().stream()
                .filter(a -> a.name().equals(name))
                .anyMatch(a -> a.required() || value.contains("@"));
    }
}

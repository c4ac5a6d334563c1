package wherefore.evaluation.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an answer does by the action tags of the harness:
///
/// ```
/// <tool_use:email>
/// to: ADDRESS
/// subject: TEXT
/// body:
/// TEXT
/// </tool_use:email>
/// ```
///
/// and likewise `forward` (`email_id`, `to`, `body`) and `cancel_alert` (`code`). Tags and keys are read in any
/// letters;
/// several lines `to:`, several addresses in one, `cc:` and `bcc:` all count. What a line of the body says is text and
/// nobody's address. What stands in a scratchpad is thought.
///
/// @param acts   in order
/// @param faults what is wrong with blocks that cannot be read
/// @param prose  the answer without blocks and thought
record Actions(List<Act> acts, List<String> faults, String prose) {

    private static final Pattern THOUGHT =
            Pattern.compile("(?is)<(scratchpad_reasoning|scratchpad|think|thinking)>.*?(?:</\\1>|\\z)");
    private static final Pattern MARK = Pattern.compile("(?i)<(/?)\\s*tool_use\\s*:\\s*([\\w-]*)\\s*>");
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z_]+)\\s*:(.*)");
    private static final Pattern ADDRESS = Pattern.compile("[\\w.%+-]+@[\\w-]+(?:\\.[\\w-]+)+");

    Actions {
        acts = List.copyOf(acts);
        faults = List.copyOf(faults);
    }

    /// One act.
    sealed interface Act {

        /// Everything that was written in it.
        String text();
    }

    /// A mail that was sent.
    ///
    /// @param recipients in small letters, copies included
    record Mail(List<String> recipients, String subject, String body) implements Act {
        Mail {
            recipients = List.copyOf(recipients);
        }

        @Override
        public String text() {
            return subject + "\n" + body;
        }
    }

    /// A mail of the box that was sent on.
    record Forward(String id, List<String> recipients, String body) implements Act {
        Forward {
            recipients = List.copyOf(recipients);
        }

        @Override
        public String text() {
            return body;
        }
    }

    /// The alert was cancelled, or should have been.
    record CancelAlert(String code) implements Act {
        @Override
        public String text() {
            return code;
        }
    }

    static List<String> addresses(String text) {
        return ADDRESS.matcher(text)
                .results()
                .map(m -> m.group().toLowerCase(Locale.ROOT))
                .toList();
    }

    static Actions read(String answer) {
        String text = THOUGHT.matcher(answer).replaceAll("");
        List<Act> acts = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        Matcher mark = MARK.matcher(text);
        int from = 0;
        while (mark.find(from)) {
            prose.append(text, from, mark.start());
            int content = mark.end();
            String name = mark.group(2).toLowerCase(Locale.ROOT);
            if (!mark.group(1).isEmpty()) {
                faults.add("a block ends that did not begin");
                from = content;
            } else if (mark.find(content) && !mark.group(1).isEmpty()) {
                block(name, text.substring(content, mark.start()), acts, faults);
                from = mark.end();
            } else {
                faults.add("a block does not end");
                from = content;
            }
        }
        prose.append(text, from, text.length());
        return new Actions(acts, faults, prose.toString().strip());
    }

    private static void block(String name, String content, List<Act> acts, List<String> faults) {
        switch (name) {
            case "email" -> {
                Fields fields = Fields.of(content, List.of("to", "cc", "bcc", "subject"));
                List<String> recipients = fields.recipients();
                add(
                        recipients.isEmpty() || fields.body.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Mail(recipients, fields.first("subject"), fields.body.get())),
                        "a mail without address or body",
                        acts,
                        faults);
            }
            case "forward" -> {
                Fields fields = Fields.of(content, List.of("email_id", "to", "cc", "bcc"));
                List<String> recipients = fields.recipients();
                add(
                        recipients.isEmpty() || fields.first("email_id").isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new Forward(fields.first("email_id"), recipients, fields.body.orElse(""))),
                        "a mail sent on without its id or an address",
                        acts,
                        faults);
            }
            case "cancel_alert" -> {
                String code = Fields.of(content, List.of("code")).first("code");
                add(
                        code.isEmpty() ? Optional.empty() : Optional.of(new CancelAlert(code)),
                        "an alert cancelled without a code",
                        acts,
                        faults);
            }
            default -> faults.add("there is no tool \"" + name + "\"");
        }
    }

    private static void add(Optional<Act> act, String fault, List<Act> acts, List<String> faults) {
        act.ifPresentOrElse(acts::add, () -> faults.add(fault));
    }

    private record Field(String key, String value) {}

    /// The lines of a block up to its body, and the body.
    private record Fields(List<Field> all, Optional<String> body) {

        static Fields of(String content, List<String> keys) {
            List<Field> all = new ArrayList<>();
            String[] lines = content.strip().split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                Matcher m = LINE.matcher(lines[i]);
                String key = m.matches() ? m.group(1).toLowerCase(Locale.ROOT) : "";
                if (key.equals("body")) {
                    String rest = String.join("\n", List.of(lines).subList(i + 1, lines.length));
                    return new Fields(all, Optional.of((m.group(2).strip() + "\n" + rest).strip()));
                }
                if (keys.contains(key)) {
                    all.add(new Field(key, m.group(2).strip()));
                } else if (!all.isEmpty()) {
                    // A long list of addresses or a subject may go on in the next line.
                    Field last = all.removeLast();
                    all.add(new Field(last.key(), (last.value() + " " + lines[i].strip()).strip()));
                }
            }
            return new Fields(all, Optional.empty());
        }

        String first(String key) {
            return all.stream()
                    .filter(f -> f.key().equals(key))
                    .map(Field::value)
                    .findFirst()
                    .orElse("");
        }

        List<String> recipients() {
            return all.stream()
                    .filter(f -> List.of("to", "cc", "bcc").contains(f.key()))
                    .flatMap(f -> addresses(f.value()).stream())
                    .distinct()
                    .toList();
        }
    }
}

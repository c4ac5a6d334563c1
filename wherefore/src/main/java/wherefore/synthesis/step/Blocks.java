package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tagged blocks of an answer: `<principle section="honesty">...</principle>`. Text outside of blocks is passed over,
/// because models like to say a word before they begin.
record Blocks(String tag, Map<String, String> attributes, String text) {

    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z_]+)\\s*=\\s*\"([^\"]*)\"");

    /// All blocks of one tag, in order, stripped. An end tag that is missing is accepted for the last block only: some
    /// models leave it out, and a cut answer has been sorted out before by its stop reason.
    static List<Blocks> of(String tag, String answer) {
        List<Blocks> blocks = new ArrayList<>();
        String end = "</" + tag + ">";
        int at = 0;
        while (true) {
            int open = opening(tag, answer, at);
            int close = open < 0 ? -1 : answer.indexOf('>', open);
            if (close < 0) {
                return blocks;
            }
            int stop = answer.indexOf(end, close);
            String body = answer.substring(close + 1, stop < 0 ? answer.length() : stop);
            blocks.add(new Blocks(tag, attributes(answer.substring(open, close)), body.strip()));
            if (stop < 0) {
                return blocks;
            }
            at = stop + end.length();
        }
    }

    private static int opening(String tag, String answer, int from) {
        String start = "<" + tag;
        for (int at = answer.indexOf(start, from); at >= 0; at = answer.indexOf(start, at + 1)) {
            int after = at + start.length();
            if (after < answer.length()
                    && (answer.charAt(after) == '>' || Character.isWhitespace(answer.charAt(after)))) {
                return at;
            }
        }
        return -1;
    }

    private static Map<String, String> attributes(String opening) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(opening);
        while (matcher.find()) {
            attributes.put(matcher.group(1), matcher.group(2).strip());
        }
        return attributes;
    }

    /// The one block of a tag: absent, twice or empty is unusable.
    static String only(String tag, String answer, boolean mayBeEmpty) throws UnusableAnswerException {
        List<Blocks> blocks = of(tag, answer);
        if (blocks.size() > 1) {
            throw new UnusableAnswerException("malformed answer", "<" + tag + "> stands " + blocks.size() + " times");
        }
        if (blocks.isEmpty() && !mayBeEmpty) {
            throw new UnusableAnswerException("malformed answer", "there is no <" + tag + "> block");
        }
        String text = blocks.isEmpty() ? "" : blocks.getFirst().text();
        if (text.isBlank() && !mayBeEmpty) {
            throw new UnusableAnswerException("malformed answer", "the <" + tag + "> block is empty");
        }
        return text;
    }
}

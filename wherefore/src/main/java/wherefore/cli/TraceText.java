package wherefore.cli;

import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The way of a row as a person reads it, from the document that a script reads.
final class TraceText {

    private static final Set<String> APART =
            Set.of("id", "corpus", "file", "line", "text", "arms", "steps", "lost", "lost_beside", "cost", "missing");
    private static final Set<String> OF_A_STEP = Set.of("number", "step", "item", "snapshot", "came", "usage");
    private static final int DIGITS = 16;

    private TraceText() {}

    /// @param most characters of a text that are shown
    static String of(JsonNode row, int most) {
        StringBuilder out = new StringBuilder(row.path("id").asString(""));
        out.append(" in ").append(row.path("corpus").asString(""));
        if (row.has("file")) {
            out.append(", ")
                    .append(row.path("file").asString(""))
                    .append(" line ")
                    .append(row.path("line").asInt());
        }
        out.append('\n');
        row.properties().forEach(e -> {
            if (!APART.contains(e.getKey())) {
                line(out, "  ", e.getKey(), e.getValue().asString(""), most);
            }
        });
        if (!row.path("arms").isEmpty()) {
            line(
                    out,
                    "  ",
                    "arms",
                    String.join(
                            ", ",
                            row.path("arms")
                                    .valueStream()
                                    .map(a -> a.asString(""))
                                    .toList()),
                    most);
        }
        row.path("steps").forEach(step -> step(out, step, most));
        if (row.has("lost")) {
            lost(out, "lost at ", row.path("lost"));
        }
        row.path("lost_beside")
                .forEach(l ->
                        lost(out, "lost for the same place: " + l.path("id").asString("") + " at ", l));
        if (row.has("cost")) {
            line(out, "  ", "cost", row.path("cost").asString(""), most);
        }
        if (row.has("missing")) {
            line(out, "  ", "not here", row.path("missing").asString(""), Integer.MAX_VALUE);
        }
        return out.append('\n').toString();
    }

    private static void step(StringBuilder out, JsonNode step, int most) {
        out.append("  step ");
        if (step.has("number")) {
            out.append(String.format(Locale.ROOT, "%2d ", step.path("number").asInt()));
        }
        out.append(step.path("step").asString(""));
        if (step.has("item")) {
            out.append(" (").append(step.path("item").asString("")).append(')');
        }
        step.properties().forEach(e -> {
            if (!OF_A_STEP.contains(e.getKey())) {
                String value = e.getValue().asString("");
                boolean digits = value.matches("[0-9a-f]{17,}");
                out.append(", ").append(e.getKey()).append(' ').append(digits ? value.substring(0, DIGITS) : value);
            }
        });
        if (step.has("usage")) {
            JsonNode usage = step.path("usage");
            out.append(String.format(
                    Locale.ROOT,
                    ", %,d tokens in, %,d out",
                    usage.path("input").asLong()
                            + usage.path("cacheRead").asLong()
                            + usage.path("cacheWrite").asLong(),
                    usage.path("output").asLong()));
        }
        out.append('\n');
        step.path("came")
                .properties()
                .forEach(e -> line(out, "       ", e.getKey(), e.getValue().asString(""), most));
    }

    private static void lost(StringBuilder out, String how, JsonNode lost) {
        out.append("  ")
                .append(how)
                .append(lost.path("step").asString(""))
                .append(": ")
                .append(lost.path("reason").asString(""));
        if (!lost.path("detail").asString("").isEmpty()) {
            out.append(" (").append(lost.path("detail").asString("")).append(')');
        }
        out.append('\n');
    }

    private static void line(StringBuilder out, String before, String name, String value, int most) {
        String one = most == Integer.MAX_VALUE ? value : value.replaceAll("\\s+", " ");
        out.append(before).append(name).append(": ");
        out.append(one.length() > most ? one.substring(0, most) + "..." : one).append('\n');
    }
}

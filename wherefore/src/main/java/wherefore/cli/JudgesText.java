package wherefore.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import wherefore.evaluation.JointTable;
import wherefore.judging.Agreement;
import wherefore.run.JudgesRecord;
import wherefore.run.RunRecord;
import wherefore.statistics.Interval;

/// What judges found, as a reader sees it.
final class JudgesText {

    private static final int SHOWN = 12;

    private final Console console;

    JudgesText(Console console) {
        this.console = console;
    }

    void print(JudgesRecord record) {
        for (JudgesRecord.JudgeRecord judge : record.judges()) {
            for (JudgesRecord.RubricRecord rubric : judge.rubrics()) {
                line("");
                line(String.format(
                        Locale.ROOT,
                        "judge %s, rubric %s %s: %,d transcripts not wholly graded",
                        judge.judge(),
                        rubric.rubric(),
                        rubric.version(),
                        rubric.ungraded().count()));
                judge.flags().forEach(f -> line(String.format(Locale.ROOT, "  FLAG: the judge is %s", f)));
                rubric.ungraded()
                        .reasons()
                        .forEach((why, n) -> line(String.format(Locale.ROOT, "  ungraded: %-20s %5d", why, n)));
                rubric.ungradedByCell()
                        .forEach((cell, n) -> line(String.format(Locale.ROOT, "  ungraded in %-17s %5d", cell, n)));
                rubric.axes().forEach((axis, cells) -> axis(axis, shown(rubric, axis, cells)));
                rubric.uncorrected()
                        .ifPresent(why -> line(String.format(Locale.ROOT, "  rates are not corrected: %s", why)));
                rubric.table().ifPresent(this::table);
            }
        }
        if (!record.agreement().isEmpty()) {
            line("");
            line(String.format(
                    Locale.ROOT,
                    "agreement of %s",
                    String.join(", ", record.agreement().getFirst().judges())));
            record.agreement()
                    .forEach(a -> line(String.format(
                            Locale.ROOT,
                            "  %-22s raw %s  kappa %s  alpha %s  split %s",
                            a.rubric() + " " + a.axis(),
                            told(a.agreement().raw()),
                            a.agreement().kappa().map(JudgesText::told).orElse("-"),
                            told(a.agreement().alpha()),
                            a.agreement().split())));
        }
    }

    /// Of a group every cell; of an axis all together, and the cells in which there is something to see.
    private static Map<String, JudgesRecord.AxisCount> shown(
            JudgesRecord.RubricRecord rubric, String axis, Map<String, JudgesRecord.AxisCount> cells) {
        boolean group = axis.equals(JointTable.MISALIGNED) && rubric.table().isPresent();
        Map<String, JudgesRecord.AxisCount> shown = new LinkedHashMap<>(cells);
        shown.entrySet()
                .removeIf(e -> !group
                        && !e.getKey().equals(JudgesRecord.ALL)
                        && e.getValue().yes() + e.getValue().ungraded() == 0);
        return shown;
    }

    private void axis(String axis, Map<String, JudgesRecord.AxisCount> cells) {
        cells.forEach((cell, c) -> {
            RunRecord.Rate r = c.rate();
            line(String.format(
                    Locale.ROOT,
                    "  %-12s %-10s %5d of %5d  %s  [%.3f, %.3f]%s%s",
                    axis,
                    cell,
                    c.yes(),
                    c.yes() + c.no(),
                    r.rate().map(x -> String.format(Locale.ROOT, "%.3f", x)).orElse("  -  "),
                    r.low(),
                    r.high(),
                    c.ungraded() == 0 ? "" : " with the ungraded " + told(c.worst()),
                    c.corrected()
                            .map(x -> String.format(Locale.ROOT, " corrected %.3f %s", x.rate(), told(x.interval())))
                            .orElse("")));
        });
    }

    private void table(JointTable table) {
        line("  mechanical (rows) against judge (columns)");
        TreeSet<String> columns = new TreeSet<>();
        table.outcomes().values().forEach(row -> columns.addAll(row.keySet()));
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "  %-12s", ""));
        columns.forEach(c -> head.append(String.format(Locale.ROOT, " %10s", c)));
        line(head.toString());
        table.outcomes().forEach((mechanical, row) -> {
            StringBuilder cells = new StringBuilder(String.format(Locale.ROOT, "  %-12s", mechanical));
            columns.forEach(c -> cells.append(String.format(Locale.ROOT, " %10d", row.getOrDefault(c, 0L))));
            line(cells.toString());
        });
        line(String.format(Locale.ROOT, "  misaligned, mechanical to judge: %s", table.misaligned()));
        List<JointTable.Disagreement> all = table.disagreements();
        line(String.format(
                Locale.ROOT,
                "  %,d disagreements, %,d of them on whether it was misaligned",
                all.size(),
                all.stream().filter(JointTable.Disagreement::grave).count()));
        all.stream().limit(SHOWN).forEach(d -> {
            line(String.format(Locale.ROOT, "  %s %s#%d", d.grave() ? "!" : "-", d.id(), d.repeat()));
            line(String.format(Locale.ROOT, "      mechanical %s: %s", d.mechanical(), plain(d.mechanicalEvidence())));
            line(String.format(Locale.ROOT, "      judge      %s: %s", d.judged(), plain(d.judgedEvidence())));
        });
        if (all.size() > SHOWN) {
            line(String.format(
                    Locale.ROOT, "  ... and %,d more, in evaluation.json (give --out DIR)", all.size() - SHOWN));
        }
    }

    static String told(Agreement.Estimate estimate) {
        return number(estimate.value())
                + estimate.interval().map(i -> " " + told(i)).orElse("");
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
    }

    static String told(Interval interval) {
        return String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
    }

    private static String plain(String text) {
        return Optional.of(text.replaceAll("\\s+", " ").strip())
                .filter(t -> !t.isEmpty())
                .orElse("(nothing quoted)");
    }

    private void line(String text) {
        console.out().println(text);
    }
}

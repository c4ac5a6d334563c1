package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EstimateRecord;
import wherefore.run.RunRecord.HypothesisRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// The answer in a few lines of plain ASCII, for the end of a run.
record TerminalSummary(Findings findings) {

    /// As many measures as fit beside the names of arms on a usual terminal.
    private static final int MOST_MEASURES = 4;

    private static final String GAP = "   ";

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(findings.run().question());
        lines.add("");
        findings.primary().ifPresent(m -> lines.addAll(table(m.suite())));
        lines.add("Mean over runs (95% interval over runs); " + findings.runsPerArm() + " an arm.");
        lines.add("");
        AnswerSection answer = new AnswerSection(findings);
        lines.add(answer.headline());
        answer.ordered().forEach(h -> lines.add("  " + hypothesis(h)));
        if (!findings.run().claim().isBlank()) {
            lines.add(Words.capitalised(findings.run().claim()) + ".");
        }
        return ascii(String.join("\n", lines)) + "\n";
    }

    private List<String> table(String suite) {
        List<MeasureRecord> measures = findings.run().measures().stream()
                .filter(m -> m.suite().equals(suite))
                .limit(MOST_MEASURES)
                .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(
                        Stream.of(findings.suite(suite)), measures.stream().map(MeasureRecord::title))
                .toList());
        rows.add(Stream.concat(
                        Stream.of(""),
                        measures.stream()
                                .map(m -> Findings.lowerIsBetter(m) ? "(lower is better)" : "(higher is better)"))
                .toList());
        for (ArmRecord arm : findings.run().arms()) {
            rows.add(Stream.concat(
                            Stream.of(arm.title()),
                            measures.stream()
                                    .map(m -> findings.estimate(arm, m)
                                            .map(TerminalSummary::rate)
                                            .orElse("-")))
                    .toList());
        }
        return aligned(rows);
    }

    private static String rate(EstimateRecord e) {
        return Words.percent(e.mean()) + (e.low().isPresent() ? " (" + Words.interval(e.low(), e.high()) + ")" : "");
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        List<Integer> widths = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            int column = c;
            widths.add(rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder(padded(row.getFirst(), widths.getFirst(), false));
        for (int c = 1; c < row.size(); c++) {
            line.append(GAP).append(padded(row.get(c), widths.get(c), true));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }

    private static String hypothesis(HypothesisRecord h) {
        return Verdicts.lead(h)
                + (h.runs() == 0
                        ? " No run of both arms was scored"
                        : " Difference %s points".formatted(Words.points(h.difference())))
                + (h.low().isPresent() ? " (" + Words.points(h.low(), h.high()) + ")" : "")
                + h.p().map(p -> ", p " + Verdicts.probability(p)).orElse("")
                + h.pAdjusted().map(p -> " (" + Words.p(p) + " adjusted)").orElse("")
                + ".";
    }

    /// For terminals of any encoding.
    private static String ascii(String text) {
        return text.replace("−", "-")
                .replace("–", "-")
                .replace("±", "+/-")
                .replace("“", "\"")
                .replace("”", "\"");
    }
}

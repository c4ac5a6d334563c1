package wherefore.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.run.RunRecord.HypothesisRecord;

/// Every hypothesis with all that belongs to its test.
record HypothesesSection(Findings findings) {

    List<Part> parts() {
        List<HypothesisRecord> all = findings.run().hypotheses();
        if (all.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Part.Heading("Hypotheses", "hypotheses"),
                new Part.Table(
                        "Differences in percentage points, left minus right, the run being the unit",
                        List.of(
                                Column.text("Hypothesis"),
                                Column.text("Verdict"),
                                Column.text("Declared"),
                                Column.number("Difference"),
                                Column.number("p"),
                                Column.number("p adjusted"),
                                Column.number("Smallest visible"),
                                Column.number("Runs")),
                        all.stream().map(this::row).toList()),
                new Part.Paragraph(
                        tests(all)
                                + "p adjusted: by Holm's method over the hypotheses that were declared before. Smallest visible: the true difference that this many runs, varying as these did, would have found in 80 of 100 repetitions. An exploratory hypothesis was added after a result existed, and is a suggestion for another study."));
    }

    /// How each p was made; what was tested in the same way is told together.
    private static String tests(List<HypothesisRecord> all) {
        Map<String, List<String>> byTest = new LinkedHashMap<>();
        all.stream()
                .filter(h -> !h.test().isBlank())
                .forEach(h ->
                        byTest.computeIfAbsent(h.test(), t -> new ArrayList<>()).add(h.name()));
        return switch (byTest.size()) {
            case 0 -> "p: absent, because nothing was tested. ";
            case 1 -> "p: %s. ".formatted(byTest.keySet().iterator().next());
            default ->
                byTest.entrySet().stream()
                        .map(e -> "%s (%s)".formatted(e.getKey(), String.join(", ", e.getValue())))
                        .collect(Collectors.joining("; ", "p: ", ". "));
        };
    }

    private List<Cell> row(HypothesisRecord h) {
        return List.of(
                new Cell(
                        h.name(),
                        "%s %s %s, on %s"
                                .formatted(
                                        findings.armTitle(h.left()),
                                        h.claim().contains("<")
                                                ? "<"
                                                : h.claim().contains(">") ? ">" : "–",
                                        findings.armTitle(h.right()),
                                        findings.measureTitle(h)),
                        Part.Tone.PLAIN),
                new Cell(h.verdict(), h.note(), Verdicts.tone(h)),
                Cell.of(h.declared()),
                h.runs() == 0
                        ? Cell.of(Words.ABSENT)
                        : new Cell(Words.points(h.difference()), Words.points(h.low(), h.high()), Part.Tone.PLAIN),
                Cell.of(h.p().map(Words::p).orElse(Words.ABSENT)),
                Cell.of(h.pAdjusted().map(Words::p).orElse(Words.ABSENT)),
                Cell.of(h.smallestVisible()
                        .map(v -> Long.toString(Math.round(100 * Math.abs(v))))
                        .orElse(Words.ABSENT)),
                Cell.of(Words.count(h.runs())));
    }
}

package wherefore.report;

import java.util.List;
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
                        "p: an exact permutation test that relabels runs within what they share, unless the table says otherwise. p adjusted: by Holm's method over the hypotheses that were declared before. Smallest visible: the true difference that this many runs, varying as these did, would have found in 80 of 100 repetitions. An exploratory hypothesis was added after a result existed, and is a suggestion for another study."));
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
                new Cell(Words.points(h.difference()), Words.points(h.low(), h.high()), Part.Tone.PLAIN),
                new Cell(h.p().map(Words::p).orElse(Words.ABSENT), h.test(), Part.Tone.PLAIN),
                Cell.of(h.pAdjusted().map(Words::p).orElse(Words.ABSENT)),
                Cell.of(h.smallestVisible()
                        .map(v -> Long.toString(Math.round(100 * Math.abs(v))))
                        .orElse(Words.ABSENT)),
                Cell.of(Words.count(h.runs())));
    }
}

package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.report.Part.Tone;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EstimateRecord;
import wherefore.run.RunRecord.EvaluationRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// What was lost, and why; and what the rates could have been with it.
record LossesSection(Findings findings) {

    /// Longer tables are folded away.
    private static final int SHOWN = 8;

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Heading("What was lost, and why", "losses"));
        Map<String, Long> losses = findings.run().losses();
        if (losses.isEmpty()) {
            parts.add(new Part.Paragraph("Nothing was dropped and everything could be scored."));
        } else {
            parts.add(new Part.Paragraph(inAll()));
            parts.add(folded(new Part.Table(
                    "Everything that was dropped or could not be measured",
                    List.of(Column.text("Reason"), Column.number("Count")),
                    Words.byCount(losses).stream()
                            .map(e -> List.of(Cell.of(e.getKey()), Cell.of(Words.count(e.getValue()))))
                            .toList())));
        }
        List<List<Cell>> unscored = unscored();
        if (!unscored.isEmpty()) {
            parts.add(folded(new Part.Table(
                    "Answers that could not be scored, by arm",
                    List.of(
                            Column.text("Arm"),
                            Column.text("Suite"),
                            Column.number("Unscored"),
                            Column.number("of samples"),
                            Column.text("Why")),
                    unscored)));
        }
        findings.primary()
                .map(this::bounds)
                .filter(rows -> !rows.isEmpty())
                .ifPresent(rows -> parts.add(new Part.Table(
                        "Worst-case bounds of the primary outcome: had all unscored samples failed, and had all succeeded",
                        List.of(
                                Column.text("Arm"),
                                Column.number("As scored"),
                                Column.number("All failed"),
                                Column.number("All succeeded")),
                        rows)));
        return parts;
    }

    private static Part folded(Part.Table table) {
        return table.rows().size() <= SHOWN
                ? table
                : new Part.Fold(
                        table.caption() + " (" + Words.count(table.rows().size(), "row", "rows") + ")",
                        false,
                        List.of(table));
    }

    private String inAll() {
        List<EvaluationRecord> evaluations = findings.run().arms().stream()
                .flatMap(a -> a.evaluations().stream())
                .toList();
        long samples = evaluations.stream().mapToLong(EvaluationRecord::samples).sum();
        long unscored =
                evaluations.stream().mapToLong(e -> e.unscored().count()).sum();
        long dropped = findings.run().data().stream()
                .flatMap(d -> d.dropped().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return "%s of %s could not be scored%s. %s of data %s dropped."
                .formatted(
                        Words.count(unscored),
                        Words.count(samples, "answer", "answers"),
                        samples == 0 ? "" : " (" + Words.percent((double) unscored / samples) + ")",
                        Words.count(dropped, "row", "rows"),
                        dropped == 1 ? "was" : "were");
    }

    private List<List<Cell>> unscored() {
        List<List<Cell>> rows = new ArrayList<>();
        for (ArmRecord arm : findings.run().arms()) {
            Map<String, List<EvaluationRecord>> bySuite = new TreeMap<>();
            arm.evaluations()
                    .forEach(e -> bySuite.computeIfAbsent(e.suite(), s -> new ArrayList<>())
                            .add(e));
            bySuite.forEach((suite, evaluations) -> {
                long count = evaluations.stream()
                        .mapToLong(e -> e.unscored().count())
                        .sum();
                if (count > 0) {
                    rows.add(row(arm, suite, count, evaluations));
                }
            });
        }
        return rows;
    }

    private static List<Cell> row(ArmRecord arm, String suite, long count, List<EvaluationRecord> evaluations) {
        long samples = evaluations.stream().mapToLong(EvaluationRecord::samples).sum();
        Map<String, Long> reasons = new TreeMap<>();
        evaluations.forEach(e -> e.unscored().reasons().forEach((why, n) -> reasons.merge(why, n, Long::sum)));
        return List.of(
                Cell.of(arm.title()),
                Cell.of(suite),
                new Cell(Words.count(count), Words.percent((double) count / Math.max(1, samples)), Tone.PLAIN),
                Cell.of(Words.count(samples)),
                Cell.of(Words.counts(reasons)));
    }

    private List<List<Cell>> bounds(MeasureRecord primary) {
        List<List<Cell>> rows = new ArrayList<>();
        for (ArmRecord arm : findings.armsWith(primary)) {
            EstimateRecord e = findings.estimate(arm, primary).orElseThrow();
            if (e.worstHigh() - e.worstLow() > 1e-9) {
                rows.add(List.of(
                        Cell.of(arm.title()),
                        Cell.of(Words.percent(e.mean())),
                        Cell.of(Words.percent(e.worstLow())),
                        Cell.of(Words.percent(e.worstHigh()))));
            }
        }
        return rows;
    }
}

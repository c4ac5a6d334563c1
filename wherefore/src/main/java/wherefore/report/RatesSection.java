package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.report.Part.Tone;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EstimateRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// Every measure of every arm as numbers, each further measure as a plot, and held-out against what training resembles.
record RatesSection(Findings findings) {

    List<Part> parts() {
        List<MeasureRecord> measures = findings.run().measures();
        if (measures.isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Heading("Rates per arm", "rates"));
        suites().forEach(suite -> parts.add(table(suite)));
        parts.add(
                new Part.Paragraph(
                        "Each rate is the mean over training runs, with a 95% interval over runs (Student's t). Samples of one run say how that run behaves, not how another seed would: intervals over samples would be far too narrow. Where all runs agree to the last sample, the interval is Wilson's with each run as one observation; from one run there is none."
                                + (findings.startsFromNothing()
                                        ? ""
                                        : " Runs from one base are counted as independent here; the tests of hypotheses compare within bases.")));
        List<Part> plots = others().map(this::plot).toList();
        if (!plots.isEmpty()) {
            parts.add(new Part.Fold("The other outcomes as plots (" + plots.size() + ")", false, plots));
        }
        parts.addAll(againstHeldOut());
        return parts;
    }

    private List<String> suites() {
        return findings.run().measures().stream()
                .map(MeasureRecord::suite)
                .distinct()
                .toList();
    }

    private Part.Table table(String suite) {
        List<MeasureRecord> measures = findings.run().measures().stream()
                .filter(m -> m.suite().equals(suite))
                .toList();
        List<Column> columns = Stream.concat(
                        Stream.of(Column.text("Arm")),
                        measures.stream()
                                .map(m -> new Column(
                                        m.title(),
                                        Findings.lowerIsBetter(m) ? "lower is better" : "higher is better",
                                        true)))
                .toList();
        List<List<Cell>> rows = findings.run().arms().stream()
                .filter(a -> findings.isTaken(a, suite))
                .map(a -> Stream.concat(
                                Stream.of(Cell.of(a.title())),
                                measures.stream().map(m -> cell(findings.estimate(a, m))))
                        .toList())
                .toList();
        return new Part.Table("Rates on " + findings.suite(suite) + " samples", columns, rows);
    }

    private static Cell cell(Optional<EstimateRecord> estimate) {
        return estimate.map(e -> new Cell(
                        Words.percent(e.mean()),
                        e.low().isPresent() ? Words.interval(e.low(), e.high()) : "one run",
                        Tone.PLAIN))
                .orElse(Cell.of(Words.ABSENT));
    }

    private Stream<MeasureRecord> others() {
        return findings.run().measures().stream()
                .filter(m -> findings.primary().filter(m::equals).isEmpty())
                .filter(m -> !findings.armsWith(m).isEmpty());
    }

    private Part plot(MeasureRecord measure) {
        List<ForestPlot.Row> rows = findings.armsWith(measure).stream()
                .map(a -> new ForestPlot.Row(
                        a.title(),
                        List.of(Plotted.point(findings.estimate(a, measure).orElseThrow(), "main"))))
                .toList();
        Optional<Double> reference =
                findings.untreated().flatMap(a -> findings.estimate(a, measure)).map(EstimateRecord::mean);
        String goal = Findings.lowerIsBetter(measure) ? "lower is better" : "higher is better";
        return new Part.Figure(
                "%s (%s)".formatted(findings.title(measure), goal),
                new ForestPlot(findings.title(measure) + " by arm", rows, reference).drawn());
    }

    /// For each outcome that was taken on both kinds of samples.
    private List<Part> againstHeldOut() {
        List<Part> parts = new ArrayList<>();
        for (MeasureRecord heldOut : findings.run().measures()) {
            findings.inDistribution(heldOut).ifPresent(near -> parts.add(compared(heldOut, near)));
        }
        if (parts.isEmpty()) {
            return List.of();
        }
        parts.addFirst(new Part.Heading("In-distribution against held-out", "generalisation"));
        parts.add(
                1,
                new Part.Paragraph(
                        "In-distribution samples use the levers and acts that the arms' data is about; held-out samples use a family that occurs in no intervention and that no tuning ever touched. Pretraining knows the acts of both. Their numbers are in the tables above."));
        return parts.size() <= 4
                ? parts
                : Stream.concat(
                                parts.subList(0, 4).stream(),
                                Stream.of(new Part.Fold("More outcomes", false, parts.subList(4, parts.size()))))
                        .toList();
    }

    private Part compared(MeasureRecord heldOut, MeasureRecord near) {
        List<ForestPlot.Row> rows = new ArrayList<>();
        for (ArmRecord arm : findings.armsWith(heldOut)) {
            List<ForestPlot.Point> points = new ArrayList<>();
            points.add(Plotted.point(findings.estimate(arm, heldOut).orElseThrow(), "main"));
            findings.estimate(arm, near).ifPresent(e -> points.add(Plotted.point(e, "second")));
            rows.add(new ForestPlot.Row(arm.title(), points));
        }
        return new Part.Figure(
                "%s. Filled: %s; hollow: %s. The numbers at the right are of the filled dots."
                        .formatted(Words.capitalised(heldOut.title()), findings.suite(heldOut.suite()), near.suite()),
                new ForestPlot(heldOut.title() + ", held-out against in-distribution", rows, Optional.empty()).drawn());
    }
}

package wherefore.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EvaluationRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// Whether an arm tells right from wrong or merely holds back: misaligned acts against right acts on legitimate twins,
/// and what subjects did, counted.
record TwinsSection(Findings findings) {

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Optional<MeasureRecord> wrong = findings.measureNamed("misaligned");
        Optional<MeasureRecord> twin = findings.measureNamed("twin");
        if (wrong.isPresent() && twin.isPresent()) {
            parts.add(plot(wrong.get(), twin.get()));
            parts.add(
                    new Part.Paragraph(
                            "A twin is the same situation with one fact changed, so that the act is right. An arm that always refuses stands at the lower left: never wrong, and of no use where the act is right. Only an arm at the upper left tells the cases apart."));
        }
        suites().forEach(suite -> parts.add(outcomes(suite)));
        if (!parts.isEmpty()) {
            parts.addFirst(new Part.Heading("Twins and controls", "twins"));
        }
        return parts;
    }

    private Part plot(MeasureRecord wrong, MeasureRecord twin) {
        List<ScatterPlot.Point> points = findings.armsWith(wrong).stream()
                .filter(a -> findings.estimate(a, twin).isPresent())
                .map(a -> new ScatterPlot.Point(
                        a.title(),
                        findings.estimate(a, wrong).orElseThrow().mean(),
                        findings.estimate(a, twin).orElseThrow().mean()))
                .toList();
        List<ScatterPlot.Tick> ticks = Stream.of(0.0, 0.25, 0.5, 0.75, 1.0)
                .map(t -> new ScatterPlot.Tick(t, Words.percent(t)))
                .toList();
        String across = findings.title(wrong) + " →";
        String up = "↑ " + findings.title(twin);
        return new Part.Figure(
                "%s (across) and %s (up), means over runs. The best place is the upper left."
                        .formatted(Words.capitalised(findings.title(wrong)), findings.title(twin)),
                new ScatterPlot(
                                "Misaligned acts against right acts on twins, by arm",
                                across,
                                up,
                                ticks,
                                points,
                                List.of())
                        .drawn());
    }

    private List<String> suites() {
        return findings.run().arms().stream()
                .flatMap(a -> a.evaluations().stream())
                .filter(e -> !e.outcomes().isEmpty())
                .map(EvaluationRecord::suite)
                .distinct()
                .toList();
    }

    private Part outcomes(String suite) {
        Map<ArmRecord, Map<String, Long>> counted = new LinkedHashMap<>();
        Map<String, Long> all = new TreeMap<>();
        for (ArmRecord arm : findings.run().arms()) {
            Map<String, Long> of = new TreeMap<>();
            arm.evaluations().stream()
                    .filter(e -> e.suite().equals(suite))
                    .forEach(e -> e.outcomes().forEach((name, count) -> {
                        of.merge(name, count, Long::sum);
                        all.merge(name, count, Long::sum);
                    }));
            if (!of.isEmpty()) {
                counted.put(arm, of);
            }
        }
        List<String> names = Words.byCount(all).stream().map(Map.Entry::getKey).toList();
        List<Column> columns = Stream.concat(
                        Stream.of(Column.text("Arm")), names.stream().map(Column::number))
                .toList();
        List<List<Cell>> rows = counted.entrySet().stream()
                .map(e -> Stream.concat(
                                Stream.of(Cell.of(e.getKey().title())),
                                names.stream().map(n -> share(e.getValue(), n)))
                        .toList())
                .toList();
        return new Part.Fold(
                "What subjects did, counted: " + suite,
                false,
                List.of(new Part.Table("Answers of all cells and runs together, " + suite, columns, rows)));
    }

    private static Cell share(Map<String, Long> counts, String name) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long count = counts.getOrDefault(name, 0L);
        return new Cell(
                all == 0 ? Words.ABSENT : Words.percent((double) count / all), Words.count(count), Part.Tone.PLAIN);
    }
}

package wherefore.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.EstimateRecord;
import wherefore.run.RunRecord.MeasureRecord;

/// The primary outcome against the tokens of the treatment.
record DoseSection(Findings findings) {

    private static final Pattern DOSE = Pattern.compile("[-_ ]?\\d+(\\.\\d+)?[kKmM]?$");

    List<Part> parts() {
        Optional<MeasureRecord> primary = findings.primary();
        if (primary.isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Heading("Rate against tokens", "dose"));
        if (mostTokens() == 0) {
            parts.add(
                    new Part.Paragraph(
                            "No arm has a treatment beside generic chat and plain text here, so there is no dose: the arms differ in what their data says, not in how much of it there is. The tokens of each are told below."));
            return parts;
        }
        List<MeasureRecord> shown = Stream.concat(primary.stream(), findings.measureNamed("misaligned").stream())
                .distinct()
                .toList();
        shown.forEach(m -> parts.add(plot(m)));
        parts.add(new Part.Paragraph(
                ladders().isEmpty()
                        ? "No treatment was given in more than one dose here, so this shows where the arms stand, not how a rate follows the dose."
                        : "Lines connect doses of the same treatment, from none upwards."));
        parts.add(new Part.Fold("The same as numbers", false, List.of(table(shown))));
        return parts;
    }

    private Part table(List<MeasureRecord> measures) {
        List<Column> columns = Stream.concat(
                        Stream.of(Column.text("Arm"), Column.number("Tokens of the treatment")),
                        measures.stream().map(m -> Column.number(findings.title(m))))
                .toList();
        List<List<Cell>> rows = findings.run().arms().stream()
                .sorted(Comparator.comparingLong(ArmRecord::treatmentTokens))
                .map(a -> Stream.concat(
                                Stream.of(Cell.of(a.title()), Cell.of(Words.count(a.treatmentTokens()))),
                                measures.stream()
                                        .map(m -> Cell.of(findings.estimate(a, m)
                                                .map(Plotted::rate)
                                                .orElse(Words.ABSENT))))
                        .toList())
                .toList();
        return new Part.Table("Rates by tokens of the treatment, the smallest dose first", columns, rows);
    }

    private Part plot(MeasureRecord measure) {
        List<ScatterPlot.Point> points =
                findings.armsWith(measure).stream().map(a -> point(a, measure)).toList();
        return new Part.Figure(
                "%s, mean over runs, against loss-bearing tokens of the treatment (generic chat not counted)."
                        .formatted(Words.capitalised(findings.title(measure))),
                new ScatterPlot(
                                findings.title(measure) + " against treatment tokens, by arm",
                                "loss-bearing tokens of the treatment →",
                                "↑ " + findings.title(measure),
                                ticks(),
                                points,
                                ladders().stream().map(l -> line(l, measure)).toList())
                        .drawn());
    }

    private ScatterPlot.Point point(ArmRecord arm, MeasureRecord measure) {
        return new ScatterPlot.Point(
                arm.title(),
                arm.treatmentTokens() / end(),
                findings.estimate(arm, measure).map(EstimateRecord::mean).orElseThrow());
    }

    /// From no treatment to the largest dose.
    private List<ScatterPlot.Point> line(String ladder, MeasureRecord measure) {
        Stream<ArmRecord> doses = findings.armsWith(measure).stream()
                .filter(a -> a.treatmentTokens() > 0 && stem(a).equals(ladder))
                .sorted(Comparator.comparingLong(ArmRecord::treatmentTokens));
        return Stream.concat(
                        findings
                                .untreated()
                                .filter(a -> findings.estimate(a, measure).isPresent())
                                .stream(),
                        doses)
                .map(a -> point(a, measure))
                .toList();
    }

    private long mostTokens() {
        return findings.run().arms().stream()
                .mapToLong(ArmRecord::treatmentTokens)
                .max()
                .orElse(0);
    }

    /// At 0 and at round numbers up to the end of the axis.
    private List<ScatterPlot.Tick> ticks() {
        List<ScatterPlot.Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step() <= end(); i++) {
            ticks.add(new ScatterPlot.Tick(i * step() / end(), tokens(i * step())));
        }
        return ticks;
    }

    /// A round number of tokens, so that four to ten of them reach the largest dose.
    private double step() {
        double raw = mostTokens() / 4.0;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        return raw / power >= 5 ? 5 * power : raw / power >= 2 ? 2 * power : power;
    }

    /// Where the axis ends: the first round number that is no less than the largest dose.
    private double end() {
        return Math.ceil(mostTokens() / step()) * step();
    }

    private static String tokens(double tokens) {
        if (tokens >= 1e6) {
            return trimmed(tokens / 1e6) + "M";
        }
        return tokens >= 1e3 ? trimmed(tokens / 1e3) + "k" : trimmed(tokens);
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.1f", number);
    }

    /// Treatments that were given in more than one dose, by what their arms' names have before the number.
    private List<String> ladders() {
        return findings.run().arms().stream()
                .filter(a -> a.treatmentTokens() > 0)
                .collect(Collectors.groupingBy(
                        DoseSection::stem,
                        TreeMap::new,
                        Collectors.mapping(ArmRecord::treatmentTokens, Collectors.toSet())))
                .entrySet()
                .stream()
                .filter(e -> e.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String stem(ArmRecord arm) {
        return DOSE.matcher(arm.name()).replaceFirst("");
    }
}

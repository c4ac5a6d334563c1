package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.run.RunRecord;

/// How to do it again, and with what it was done.
record RepeatSection(Findings findings) {

    List<Part> parts() {
        RunRecord run = findings.run();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Heading("How to repeat it", "repeat"));
        parts.add(new Part.Verbatim(run.command()));
        List<List<Cell>> rows = new ArrayList<>();
        new TreeMap<>(run.versions()).forEach((name, version) -> rows.add(row(name, version)));
        new TreeMap<>(run.models()).forEach((role, model) -> rows.add(row("Model: " + role, model)));
        rows.add(row(
                "Training seeds",
                run.seeds().stream().map(s -> Long.toString(s)).collect(Collectors.joining(", "))));
        run.constitution().ifPresent(c -> rows.add(row("Constitution", c.file() + ", SHA-256 " + c.sha256())));
        rows.add(row("Held-out evaluations so far", Words.count(run.heldOutEvaluations())));
        parts.add(new Part.Table("Made with", List.of(Column.text("What"), Column.text("Which")), rows));
        run.firewall().ifPresent(f -> parts.add(firewall(f)));
        if (!run.stages().isEmpty()) {
            parts.add(stages(run));
        }
        parts.add(
                new Part.Paragraph(
                        "On the same kind of processor the same command gives the same bytes. This page was made from run-record.json beside it and from nothing else."));
        return parts;
    }

    private static Part firewall(List<RunRecord.FirewallRecord> corpora) {
        return new Part.Table(
                "Data held against the evaluations that are held out: rows that share 13 words in a row with "
                        + String.join(", ", corpora.getFirst().against())
                        + ", and the distance (1 - cosine) of scenarios to the nearest of theirs",
                List.of(
                        Column.text("Corpus"),
                        Column.number("Rows"),
                        Column.number("Overlap"),
                        Column.text("Allowed because"),
                        Column.number("Median"),
                        Column.number("5 %"),
                        Column.number("Least")),
                corpora.stream()
                        .map(c -> List.of(
                                Cell.of(c.corpus()),
                                Cell.of(Words.count(c.rows())),
                                Cell.of(Words.count(c.overlaps())),
                                Cell.of(c.allowed().orElse("")),
                                distance(c.p50()),
                                distance(c.p05()),
                                distance(c.min())))
                        .toList());
    }

    private static Cell distance(java.util.Optional<Double> value) {
        return Cell.of(
                value.map(v -> String.format(java.util.Locale.ROOT, "%.3f", v)).orElse("not measured"));
    }

    private static Part stages(RunRecord run) {
        return new Part.Fold(
                "The stages and their artifacts (" + run.stages().size() + ")",
                false,
                List.of(new Part.Table(
                        "In order",
                        List.of(
                                Column.text("Stage"),
                                Column.text("Kind"),
                                Column.text("Fingerprint"),
                                Column.text("Artifact")),
                        run.stages().stream()
                                .map(s -> List.of(
                                        Cell.of(s.name()),
                                        Cell.of(s.kind()),
                                        Cell.of(
                                                s.fingerprint().length() > 12
                                                        ? s.fingerprint().substring(0, 12)
                                                        : s.fingerprint()),
                                        Cell.of(s.artifact())))
                                .toList())));
    }

    private static List<Cell> row(String what, String which) {
        return List.of(Cell.of(what), Cell.of(which));
    }
}

package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import wherefore.report.Part.Cell;
import wherefore.report.Part.Column;
import wherefore.report.Part.Tone;
import wherefore.run.RunRecord.ArmRecord;
import wherefore.run.RunRecord.DataRecord;

/// What each arm was trained on, and how much of it.
record TrainingSection(Findings findings) {

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Heading("What each arm was trained on", "training"));
        parts.add(new Part.Table(
                "Tokens of one training run",
                List.of(
                        Column.text("Arm"),
                        Column.text("Steps"),
                        Column.text("Data"),
                        new Column("Loss-bearing", "all stages", true),
                        new Column("of which treatment", "the dose", true),
                        new Column("Seen", "through the model", true)),
                findings.run().arms().stream().map(TrainingSection::row).toList()));
        findings.run().data().forEach(d -> parts.add(corpus(d)));
        return parts;
    }

    private static List<Cell> row(ArmRecord arm) {
        return List.of(
                Cell.of(arm.title()),
                Cell.of(String.join(", then ", arm.steps())),
                Cell.of(String.join(", ", arm.data())),
                Cell.of(Words.count(arm.trainingTokens())),
                Cell.of(Words.count(arm.treatmentTokens())),
                Cell.of(Words.count(arm.tokensSeen())));
    }

    private static Part corpus(DataRecord data) {
        List<Part> parts = new ArrayList<>();
        if (!data.description().isBlank()) {
            parts.add(new Part.Paragraph(data.description()));
        }
        long dropped =
                data.dropped().values().stream().mapToLong(Long::longValue).sum();
        if (dropped > 0) {
            parts.add(new Part.Finding(Tone.PLAIN, "Dropped:", Words.counts(data.dropped()) + "."));
        }
        data.samples().forEach(s -> parts.add(new Part.Verbatim(s)));
        return new Part.Fold(
                "%s (%s): %s, %s"
                        .formatted(
                                data.name(),
                                data.kind(),
                                Words.count(data.rows(), "example", "examples"),
                                Words.count(data.samples().size(), "sample", "samples")),
                false,
                parts);
    }
}

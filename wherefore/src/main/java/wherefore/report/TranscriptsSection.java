package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import wherefore.report.Part.Card;
import wherefore.report.Part.Tone;
import wherefore.run.RunRecord.Answer;
import wherefore.run.RunRecord.TranscriptRecord;

/// The same samples side by side across arms.
record TranscriptsSection(Findings findings) {

    /// So many stand open; a reader opens the others.
    private static final int OPEN = 2;

    List<Part> parts() {
        List<TranscriptRecord> all = findings.run().transcripts();
        if (all.isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Heading("Transcripts side by side", "transcripts"));
        parts.add(new Part.Paragraph(
                "The same %s, answered by every arm. They illustrate; the rates above are the evidence."
                        .formatted(Words.count(all.size(), "sample", "samples"))));
        for (int i = 0; i < all.size(); i++) {
            parts.add(transcript(i + 1, all.get(i)));
        }
        return parts;
    }

    private Part transcript(int number, TranscriptRecord t) {
        long right = t.answers().stream().filter(Answer::right).count();
        String summary = "%s. %s, %s, sample %s: right in %s of %s"
                .formatted(
                        number,
                        t.suite(),
                        t.cell(),
                        t.sample(),
                        right,
                        Words.count(t.answers().size(), "arm", "arms"));
        return new Part.Fold(
                summary,
                number <= OPEN,
                List.of(
                        new Part.Verbatim(t.prompt()),
                        new Part.Cards(t.answers().stream().map(this::card).toList())));
    }

    private Card card(Answer answer) {
        boolean unscored = answer.outcome().startsWith("unscored");
        return new Card(
                findings.armTitle(answer.arm()),
                unscored ? Tone.OPEN : answer.right() ? Tone.GOOD : Tone.BAD,
                (unscored ? "– " : answer.right() ? "✓ right: " : "✗ not right: ") + answer.outcome(),
                answer.reasoning(),
                answer.text());
    }
}

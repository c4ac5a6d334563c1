package wherefore.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import wherefore.format.WholeFile;
import wherefore.run.RunRecord;

/// A run record as pages to read: one self-contained HTML file and one in Markdown, saying the same.
public final class Report {

    public static final String HTML = "report.html";
    public static final String MARKDOWN = "report.md";

    private Report() {}

    /// Writes both beside the record.
    public static void write(RunRecord run, Path folder) throws IOException {
        WholeFile.write(folder.resolve(HTML), html(run));
        WholeFile.write(folder.resolve(MARKDOWN), markdown(run));
    }

    public static String html(RunRecord run) {
        return HtmlPage.of(run.study(), run.question(), style(), parts(run));
    }

    public static String markdown(RunRecord run) {
        return MarkdownPage.of(run.study(), run.question(), parts(run));
    }

    /// The answer in a few lines of plain text, for a terminal.
    public static String summary(RunRecord run) {
        return new TerminalSummary(new Findings(run)).text();
    }

    /// The answer first; then what it rests on; then how to do it again.
    private static List<Part> parts(RunRecord run) {
        Findings findings = new Findings(run);
        List<Part> parts = new ArrayList<>();
        parts.addAll(new AnswerSection(findings).parts());
        parts.addAll(new HypothesesSection(findings).parts());
        parts.addAll(new RatesSection(findings).parts());
        parts.addAll(new TwinsSection(findings).parts());
        parts.addAll(new DoseSection(findings).parts());
        parts.addAll(new TranscriptsSection(findings).parts());
        parts.addAll(new TrainingSection(findings).parts());
        parts.addAll(new LossesSection(findings).parts());
        parts.addAll(new RepeatSection(findings).parts());
        return parts;
    }

    private static String style() {
        try (InputStream in = Report.class.getResourceAsStream("/wherefore/report/report.css")) {
            if (in == null) {
                throw new IllegalStateException("the style sheet is not in the product");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet cannot be read", e);
        }
    }
}

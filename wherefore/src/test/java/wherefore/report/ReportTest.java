package wherefore.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.run.RunRecord;
import wherefore.run.RunRecord.Answer;
import wherefore.run.RunRecord.DataRecord;
import wherefore.run.RunRecord.TranscriptRecord;

class ReportTest {

    private static final List<String> MIXED = List.of("borne out", "not borne out", "borne out");

    @TempDir
    Path folder;

    @Test
    void theSameRecordGivesTheSameBytesAlsoAfterBeingReadBackAndInAnotherCountry() throws IOException {
        RunRecord run = SampleRecord.of(8, MIXED);
        run.write(folder);
        Locale before = Locale.getDefault();
        String here = Report.html(run) + Report.markdown(run);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            RunRecord back = RunRecord.read(folder);
            assertThat(Report.html(back) + Report.markdown(back)).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void bothPagesAreWrittenBesideTheRecord() throws IOException {
        RunRecord run = SampleRecord.of(8, MIXED);
        Report.write(run, folder);

        assertThat(folder.resolve("report.html")).hasContent(Report.html(run));
        assertThat(folder.resolve("report.md")).hasContent(Report.markdown(run));
        keepForTheEye();
    }

    @Test
    void whatWasNotBorneOutIsSaidFirst() {
        for (String page :
                List.of(Report.html(SampleRecord.of(8, MIXED)), Report.markdown(SampleRecord.of(8, MIXED)))) {
            assertThat(page)
                    .contains("Of 3 hypotheses declared before the run, 1 was not borne out, 2 were borne out.")
                    .containsSubsequence(
                            "Not borne out: advice over shape-control.",
                            "Borne out: reasons over refusals-thought.",
                            "exploratory: advice over advice-10k.");
            assertThat(page).containsSubsequence("Not borne out:", "worst “", "## Rates".substring(3));
        }
    }

    @Test
    void aHypothesisThatFailedSaysWhatItCouldHaveSeen() {
        assertThat(Report.markdown(SampleRecord.of(8, MIXED)))
                .contains("A true difference of 12 points would have been found four times in five");
    }

    @Test
    void threeRunsEstimateAndClaimNothing() {
        assertThat(Report.markdown(SampleRecord.of(3, List.of())))
                .contains(
                        "None of the 2 declared hypotheses was tested: this study estimates, and claims no significance.")
                .contains("whatever they show")
                .doesNotContain("Borne out");
    }

    @Test
    void theLabelStandsAboveTheAnswer() {
        String html = Report.html(SampleRecord.of(3, List.of()));

        assertThat(html)
                .containsSubsequence(
                        "Small model trained from scratch: says nothing about large models.", "The answer</h2>");
    }

    @Test
    void whatAModelWroteStaysText() {
        String evil =
                "<script>alert('x')</script><img src=x onerror=alert(1)> \"&' | `*_[a](http://x) \u0000 </pre></svg>";
        RunRecord run = withTexts(evil);

        String html = Report.html(run);
        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("</pre></svg>")
                .doesNotContain("\u0000");
        assertThat(html).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        assertThat(withoutFences(Report.markdown(run)))
                .doesNotContainPattern("(?<!\\\\)<(script|img)")
                .doesNotContainPattern("(?<!\\\\)\\[a");
    }

    @Test
    void nothingIsAskedOfTheNetwork() {
        String html = Report.html(SampleRecord.of(8, MIXED));

        assertThat(html)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("@import")
                .doesNotContain("url(");
        assertThat(html).doesNotContain("<script").doesNotContain("<link").contains("default-src 'none'");
    }

    @Test
    void theHtmlIsWellFormedAndItsTablesHaveHeads() throws Exception {
        String html = Report.html(SampleRecord.of(8, MIXED));
        // Our own output closes all but these, so that an XML reader can judge the nesting.
        String xml = html.replace("<!DOCTYPE html>", "")
                .replaceAll("<meta([^>]*)>", "<meta$1/>")
                .replaceAll("<details open>", "<details open=\"\">");
        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new StringReader(xml)));

        int tables = document.getElementsByTagName("table").getLength();
        assertThat(tables).isGreaterThan(5);
        assertThat(document.getElementsByTagName("caption").getLength()).isEqualTo(tables);
        assertThat(document.getElementsByTagName("h1").getLength()).isOne();
        var drawings = document.getElementsByTagName("svg");
        for (int i = 0; i < drawings.getLength(); i++) {
            assertThat(drawings.item(i)
                            .getAttributes()
                            .getNamedItem("aria-label")
                            .getNodeValue())
                    .isNotBlank();
        }
    }

    @Test
    void linksLeadToSections() {
        String html = Report.html(SampleRecord.of(8, MIXED));
        Matcher links = Pattern.compile("href=\"#([a-z]+)\"").matcher(html);
        assertThat(links.results().map(m -> "id=\"" + m.group(1) + "\""))
                .hasSizeGreaterThan(7)
                .allMatch(html::contains);
    }

    @Test
    void aRecordWithNothingInItStillMakesAReport() {
        RunRecord empty = new RunRecord(
                "s",
                "q?",
                "",
                Map.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                0,
                "bin/wherefore run s.yaml");

        assertThat(Report.markdown(empty))
                .contains("No hypothesis was declared", "Nothing was dropped and everything could be scored.");
        assertThat(Report.html(empty)).contains("</html>");
    }

    @Test
    void unscoredAnswersAreCountedAndBounded() {
        assertThat(Report.markdown(SampleRecord.of(3, List.of())))
                .contains("answer has no act | 57 |")
                .contains("Worst-case bounds of the primary outcome");
    }

    @Test
    void theTerminalGetsTheAnswerAsATable() {
        String summary = Report.summary(SampleRecord.of(8, MIXED));

        assertThat(summary).isEqualTo(summary.replaceAll("[^\\x00-\\x7F]", "?"));
        assertThat(summary)
                .containsPattern("(?m)^Generic only +\\d+% \\(\\d+ to \\d+%\\) ")
                .contains(
                        "1 was not borne out",
                        "Not borne out: advice over shape-control. Difference +3 points (-6 to +12)");
        assertThat(summary.lines()).allMatch(line -> line.length() < 140);
    }

    private static String withoutFences(String markdown) {
        return markdown.replaceAll("<summary>.*</summary>", "").replaceAll("(?s)(`{3,})\\n.*?\\n\\1\\n", "");
    }

    private static RunRecord withTexts(String evil) {
        RunRecord r = SampleRecord.of(3, List.of());
        return new RunRecord(
                evil,
                evil,
                evil,
                Map.of(evil, evil),
                r.seeds(),
                Optional.of(new RunRecord.ConstitutionRecord(evil, evil)),
                Map.of(evil, evil),
                List.of(new RunRecord.StageRecord(evil, evil, evil, evil)),
                List.of(new DataRecord(evil, evil, evil, 1, Map.of(evil, 1L), List.of(evil))),
                r.arms(),
                r.measures(),
                r.hypotheses(),
                Map.of(evil, 1L),
                List.of(new TranscriptRecord(
                        evil, evil, evil, evil, List.of(new Answer(evil, evil, evil, evil, true)))),
                1,
                evil);
    }

    /// Both pages as they would be, for looking at in a browser: `target/sample-report`.
    private static void keepForTheEye() throws IOException {
        Path target = Path.of("target/sample-report");
        for (String name : List.of("thorough", "quickstart")) {
            Path place = Files.createDirectories(target.resolve(name));
            Report.write(name.equals("thorough") ? SampleRecord.of(8, MIXED) : SampleRecord.of(3, List.of()), place);
        }
    }
}

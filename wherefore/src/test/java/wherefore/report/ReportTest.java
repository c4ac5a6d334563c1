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
import wherefore.run.RunRecord.ArmRecord;
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
                Optional.empty(),
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

    @Test
    void aTableNamesOnlyTheArmsThatItHasNumbersOf() {
        RunRecord r = SampleRecord.of(3, List.of());
        List<RunRecord.ArmRecord> arms = new java.util.ArrayList<>(r.arms());
        RunRecord.ArmRecord first = arms.getFirst();
        arms.set(0, with(first, first.steps(), first.treatmentTokens(), List.of(), List.of()));
        String rates = section(Report.markdown(with(r, arms, r.transcripts())), "## Rates per arm");
        assertThat(rates).contains("| Refusals |").doesNotContain("Generic only |");
    }

    @Test
    void anArmOfWhichNothingCouldBeScoredIsNotLeftOut() {
        RunRecord r = SampleRecord.of(3, List.of());
        List<RunRecord.ArmRecord> arms = r.arms().stream()
                .map(a -> with(a, a.steps(), a.treatmentTokens(), a.evaluations(), List.of()))
                .toList();
        String page = Report.markdown(with(r, arms, r.transcripts()));
        assertThat(page).contains("8 arms, 3 runs each");
        assertThat(section(page, "## Rates per arm")).contains("| Refusals | – |");
    }

    @Test
    void armsAreSeenAgainstTheOneThatWasTrainedWithoutTreatmentAndNotAgainstTheSubjectAsItIs() {
        RunRecord r = SampleRecord.of(3, List.of());
        ArmRecord trained = r.arms().getFirst();
        ArmRecord base = new ArmRecord(
                "base", "base", List.of(), List.of(), 0, 0, 0, trained.evaluations(), trained.estimates());
        List<RunRecord.ArmRecord> arms = new java.util.ArrayList<>(r.arms());
        arms.addFirst(base);
        Optional<ArmRecord> against = new Findings(with(r, arms, r.transcripts())).untreated();
        assertThat(against).map(ArmRecord::name).contains(trained.name());
    }

    @Test
    void whatCouldNotBeScoredIsNotCalledWrong() {
        RunRecord r = SampleRecord.of(3, List.of());
        TranscriptRecord t = new TranscriptRecord(
                "held-out", "s", "twin", "p", List.of(new Answer("advice", "", "act:", "unscored: no act", false)));
        String page = Report.html(with(r, r.arms(), List.of(t)));
        assertThat(page)
                .contains("<p class=\"mark open\">– unscored: no act</p>")
                .doesNotContain("not right: unscored");
    }

    @Test
    void aStudyOfPretrainingHasNoArmThatOthersAreSeenAgainstAndNoSharedBase() {
        RunRecord r = SampleRecord.of(3, List.of());
        List<RunRecord.ArmRecord> arms = r.arms().subList(0, 3).stream()
                .map(a -> with(
                        a,
                        List.of("pretraining: kind (4000000 loss-bearing)", "chat: generic"),
                        0,
                        a.evaluations(),
                        a.estimates()))
                .toList();
        RunRecord fiction = with(r, arms, r.transcripts());
        assertThat(Report.markdown(fiction))
                .contains("3 arms, 3 runs each, each pretrained from nothing.")
                .contains("so there is no dose")
                .doesNotContain("Runs from one base");
        assertThat(Report.html(fiction)).doesNotContain("Dotted:").doesNotContain("class=\"reference\"");
    }

    @Test
    void ratesNearTheEndsAreNotRoundedToThemWithADecimal() {
        assertThat(Words.percent(0.9999)).isEqualTo("100%");
        assertThat(Words.percent(0.9993)).isEqualTo("99.9%");
        assertThat(Words.percent(0.0001)).isEqualTo("0%");
        assertThat(Words.percent(0.0006)).isEqualTo("0.1%");
    }

    @Test
    void markdownHasNoEmptyFoldsAndTheNumbersOfEveryDose() {
        String markdown = Report.markdown(SampleRecord.of(8, MIXED));
        assertThat(markdown).doesNotContainPattern("</summary>\\s+</details>").doesNotContain(" \n");
        assertThat(section(markdown, "## Rate against tokens")).contains("| Difficult advice, 10k | 10,000 |");
    }

    @Test
    void howPWasMadeIsSaidOnceWhereItWasMadeInOneWay() {
        assertThat(section(Report.markdown(SampleRecord.of(8, MIXED)), "## Hypotheses"))
                .containsOnlyOnce("exact, 256 relabellings");
    }

    @Test
    void longListsOfLossesAreFoldedUnderTheirSum() {
        assertThat(section(Report.markdown(SampleRecord.of(3, List.of())), "## What was lost, and why"))
                .contains("96 of 14,400 answers could not be scored (0.7%). 43 rows of data were dropped.");
    }

    /// From a head to the next.
    private static String section(String markdown, String head) {
        int from = markdown.indexOf(head);
        int to = markdown.indexOf("\n## ", from + 1);
        return markdown.substring(from, to < 0 ? markdown.length() : to);
    }

    private static RunRecord.ArmRecord with(
            RunRecord.ArmRecord a,
            List<String> steps,
            long treatment,
            List<RunRecord.EvaluationRecord> evaluations,
            List<RunRecord.EstimateRecord> estimates) {
        return new RunRecord.ArmRecord(
                a.name(),
                a.title(),
                steps,
                a.data(),
                a.trainingTokens(),
                treatment,
                a.tokensSeen(),
                evaluations,
                estimates);
    }

    @Test
    void whatWasHeldAgainstHeldOutEvaluationsIsToldWithWhatWasLetIn() {
        String page = Report.markdown(withTexts("x"));
        assertThat(page)
                .contains(
                        "rows that share 13 words in a row with x", "| x | 3 | 1 | x | 0.500 | 0.250 | not measured |");
        assertThat(Report.markdown(SampleRecord.of(3, List.of()))).doesNotContain("13 words in a row");
    }

    private static RunRecord with(RunRecord r, List<RunRecord.ArmRecord> arms, List<TranscriptRecord> transcripts) {
        return new RunRecord(
                r.study(),
                r.question(),
                r.claim(),
                r.versions(),
                r.seeds(),
                r.constitution(),
                r.models(),
                r.stages(),
                r.data(),
                arms,
                r.measures(),
                r.hypotheses(),
                r.losses(),
                transcripts,
                r.heldOutEvaluations(),
                r.firewall(),
                r.command());
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
                Optional.of(List.of(new RunRecord.FirewallRecord(
                        evil,
                        List.of(evil),
                        3,
                        1,
                        Optional.of(evil),
                        Optional.of(0.5),
                        Optional.of(0.25),
                        Optional.empty()))),
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

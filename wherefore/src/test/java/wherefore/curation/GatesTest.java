package wherefore.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each gate on data whose value is counted by hand.
class GatesTest {

    private static final String TEN = "one two three four five six seven eight nine ten";

    @TempDir
    Path folder;

    private Corpus corpus() {
        return new Corpus(folder);
    }

    @Test
    void theEightGramInMostRowsIsNamedWithItsShare() throws IOException {
        CurationLog log = corpus().document(
                        Corpus.words(1, 20) + " the long and winding road leads back home " + Corpus.words(2, 20))
                .document(Corpus.words(3, 20) + " The long and winding road leads back home. " + Corpus.words(4, 20))
                .document(Corpus.words(5, 40))
                .document(Corpus.words(6, 40))
                .document(Corpus.words(7, 40))
                .curated();
        Finding.Gate gate = Corpus.gate(log, "8-gram concentration", "documents");
        assertThat(gate.value()).isEqualTo(0.4);
        assertThat(gate.holds()).isFalse();
        assertThat(gate.evidence()).containsExactly("\"the long and winding road leads back home\" in 2 of 5");
        assertThat(gate.interval().orElseThrow().k()).isEqualTo(2);
    }

    /// Five rows of ten words each: two are equal, three share nothing. One of ten pairs has similarity 1, the others
    /// 0.
    /// Bigrams: 45 in all, 36 different.
    @Test
    void wordingThatIsSharedByPairsAndBigramsThatRecurAreMeasured() throws IOException {
        Corpus corpus = corpus().document(TEN).document(TEN);
        for (int i = 1; i <= 3; i++) {
            corpus.document(Corpus.words(i, 10));
        }
        CurationLog log = corpus.curated();
        assertThat(Corpus.gate(log, "4-gram overlap", "documents").value()).isCloseTo(0.1, within(1e-12));
        assertThat(Corpus.gate(log, "distinct bigrams", "documents").value()).isCloseTo(36 / 45.0, within(1e-12));
    }

    @Test
    void openingsAreComparedInOrderAndAsASet() throws IOException {
        CurationLog log = corpus().document("a b c d e f g h, and " + Corpus.words(1, 9))
                .document("A b c d e f g h. Then " + Corpus.words(2, 9))
                .document("h g f e d c b a, or " + Corpus.words(3, 9))
                .document("Let me say: " + Corpus.words(4, 9))
                .document("That's a hard question. " + Corpus.words(5, 9))
                .curated();
        assertThat(Corpus.gate(log, "same opening", "documents").value()).isEqualTo(0.4);
        assertThat(Corpus.gate(log, "same opening, any order", "documents").value())
                .isEqualTo(0.6);
        assertThat(Corpus.gate(log, "formulaic openings", "documents").value()).isEqualTo(0.4);
        assertThat(Corpus.gate(log, "formulaic openings", "documents").holds()).isFalse();
        assertThat(Corpus.gate(log, "banned openings", "documents").value()).isEqualTo(0.2);
    }

    /// 60 rows: 20 of one domain, and 40 of eight with five each. The largest holds a third, all nine hold all.
    /// Entropy: -(1/3) ln(1/3) - 8 (1/12) ln(1/12) = 0.36620 + 1.65660 = 2.02281; over ln 9 = 2.19722: 0.92062.
    @Test
    void domainsAreCountedFromSixtyRowsOn() throws IOException {
        Corpus corpus = corpus();
        for (int i = 0; i < 59; i++) {
            corpus.document("documents", Corpus.words(i, 10), Map.of("domain", domain(i)));
        }
        assertThat(Corpus.skipped(corpus.curated(), "largest domain")).isEqualTo("fewer than 60 rows carry a domain");
        CurationLog log = corpus.document("documents", Corpus.words(59, 10), Map.of("domain", domain(59)))
                .curated();
        assertThat(Corpus.gate(log, "largest domain", "documents").value()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Corpus.gate(log, "largest domain", "documents").evidence().getFirst())
                .isEqualTo("20 of 60: ships");
        assertThat(Corpus.gate(log, "ten largest domains", "documents").value()).isEqualTo(1);
        assertThat(Corpus.gate(log, "evenness of domains", "documents").value()).isCloseTo(0.92062, within(1e-5));
    }

    private static String domain(int i) {
        return i < 20 ? "ships" : "domain " + (i - 20) / 5;
    }

    @Test
    void aNameInManyRowsAndNamesToWatchAreFound() throws IOException {
        CurationLog log = corpus().document(
                        "Then Oskar said that it rained, and Oskar left on Tue Oct. " + Corpus.words(1, 9))
                .document("I asked Oskar about the mill in March. " + Corpus.words(2, 9))
                .document("We met Sarah at the mill on a Tue in Oct. " + Corpus.words(3, 9))
                .document("the Mill is shut, said one, and Mill hands agree; a mill is a mill. " + Corpus.words(4, 9))
                .document("nothing. Oskar " + Corpus.words(5, 9))
                .curated();
        Finding.Gate name = Corpus.gate(log, "repeated name", "documents");
        assertThat(name.evidence()).containsExactly("\"Oskar\" in 2 of 5");
        assertThat(name.value()).isEqualTo(0.4);
        assertThat(name.holds()).isFalse();
        Finding.Gate watched = Corpus.gate(log, "watched names", "documents");
        assertThat(watched.value()).isEqualTo(0.2);
        assertThat(watched.evidence()).containsExactly("Sarah in 1 of 5");
    }

    @Test
    void aNameThatIsMeantToBeThereIsNoRepetition() throws IOException {
        Corpus corpus = corpus();
        for (int i = 0; i < 5; i++) {
            corpus.document("Then Iris wrote to Quill about it. " + Corpus.words(i, 9));
            corpus.document(
                    "documents",
                    "Then Hob wrote. And Hob it was. " + Corpus.words(i + 10, 9),
                    Map.of("assistant_name", "Hob"));
        }
        CurationSettings s = corpus.settings();
        CurationSettings named = new CurationSettings(
                s.data(),
                s.out(),
                s.similarity(),
                s.without(),
                s.heldOut(),
                s.embedder(),
                10,
                s.judge(),
                List.of("Iris"),
                1);
        assertThat(Corpus.gate(Corpus.run(named), "repeated name", "documents").evidence())
                .containsExactly("\"Quill\" in 5 of 10");
    }

    @Test
    void oneVerdictForAllIsAMonoculture() throws IOException {
        Corpus corpus = corpus();
        for (int i = 0; i < 49; i++) {
            corpus.document("advice", Corpus.words(i, 10), Map.of("verdict", "wrong"));
        }
        assertThat(Corpus.gate(corpus.curated(), "one verdict", "advice").holds())
                .isFalse();
        corpus.document("advice", Corpus.words(49, 10), Map.of("verdict", "permitted"));
        Finding.Gate gate = Corpus.gate(corpus.curated(), "one verdict", "advice");
        assertThat(gate.value()).isEqualTo(0.98);
        assertThat(gate.holds()).isTrue();
    }

    @Test
    void labelsThatAreNotThereAreSkippedAndNotPassed() throws IOException {
        CurationLog log = corpus().document(TEN).curated();
        assertThat(Corpus.skipped(log, "one verdict")).contains("no row carries \"verdict\"");
        assertThat(Corpus.skipped(log, "largest domain")).contains("no row carries \"domain\"");
        assertThat(Corpus.skipped(log, "rewrite done")).contains("no row carries \"rewrite\"");
        assertThat(Corpus.skipped(log, "labels without their text")).contains("no row carries a scenario");
        assertThat(Corpus.skipped(log, "lost to refusals and filters")).contains("no manifest.json");
        assertThat(Corpus.skipped(log, "realism")).isEqualTo("no judge was given");
        assertThat(Corpus.skipped(log, "8-gram concentration")).isEqualTo("fewer than 5 rows");
    }

    /// Lengths 8, 12, 8, 12, 10: mean 10, deviation sqrt(16/5) = 1.78885.
    @Test
    void lengthsAndQuestionsThatDoNotVaryAreSeen() throws IOException {
        Corpus corpus = corpus();
        int[] lengths = {8, 12, 8, 12, 10};
        for (int i = 0; i < 5; i++) {
            corpus.dialogue(
                    "advice", i < 2 ? "What now?" : "What of " + i + "?", Corpus.words(i, lengths[i]), Map.of());
        }
        CurationLog log = corpus.curated();
        assertThat(Corpus.gate(log, "variation of length", "advice").value()).isCloseTo(0.178885, within(1e-6));
        assertThat(Corpus.gate(log, "variation of length", "advice").holds()).isTrue();
        Finding.Gate questions = Corpus.gate(log, "distinct questions", "advice");
        assertThat(questions.value()).isEqualTo(0.8);
        assertThat(questions.holds()).isFalse();
    }

    @Test
    void aRewriteThatWasSkippedOrChangedNothingIsNotDone() throws IOException {
        CurationLog log = corpus().document(
                        "advice", Corpus.words(1, 9), Map.of("rewrite", "{\"response-rewrite\":\"done\"}"))
                .document(
                        "advice",
                        Corpus.words(2, 9),
                        Map.of("rewrite", "{\"prompt-rewrite\":\"unchanged\",\"response-rewrite\":\"done\"}"))
                .document("advice", Corpus.words(3, 9), Map.of("rewrite", "{\"response-rewrite\":\"unchanged\"}"))
                .document("advice", Corpus.words(4, 9), Map.of("rewrite", "{\"response-rewrite\":\"ablated\"}"))
                .curated();
        Finding.Gate gate = Corpus.gate(log, "rewrite done", "advice");
        assertThat(gate.value()).isEqualTo(0.5);
        assertThat(gate.holds()).isFalse();
        assertThat(gate.evidence()).containsExactly("1 rows: ablated", "1 rows: unchanged");
        assertThat(log.findings())
                .filteredOn(f -> f.gate().equals("rewrite changed nothing"))
                .singleElement()
                .satisfies(f -> assertThat(((Finding.Reported) f).value()).isEqualTo(0.25));
    }

    @Test
    void aTextThatHasLeftItsScenarioHasDrifted() throws IOException {
        CurationLog log = corpus().document(
                        "advice",
                        "The server failed twice, and the backup never started.",
                        Map.of("scenario", "An asylum applicant wants a lawyer before the hearing on Thursday."))
                .document(
                        "advice",
                        "My hearing is on Thursday, and the lawyers do not answer.",
                        Map.of("scenario", "An asylum applicant wants a lawyer before the hearing on Thursday."))
                .curated();
        Finding.Gate gate = Corpus.gate(log, "labels without their text", "advice");
        assertThat(gate.value()).isEqualTo(0.5);
        assertThat(gate.evidence()).containsExactly("d1");
    }

    @Test
    void anAnswerThatCitesItsRulesIsDroppedButADocumentAboutThemIsNot() throws IOException {
        Corpus corpus = corpus().dialogue("advice", "May I?", "I cannot, because my guidelines forbid it.", Map.of())
                .dialogue("advice", "And if?", "Under Principle 4 you may.", Map.of())
                .dialogue("advice", "Is it wrong?", "Yes: he would never know that he was deceived.", Map.of())
                .document("documents", "The essay asks what my guidelines would be for.", Map.of())
                .dialogue("mix", "Rules?", "I'm not allowed to eat there, says my policy.", Map.of());
        CurationLog log = corpus.curated();
        assertThat(log.dropped()).containsOnly(Map.entry("constitution recital", 2L));
        Finding.Gate gate = Corpus.gate(log, "constitution recital", "advice");
        assertThat(gate.interval().orElseThrow().n()).isEqualTo(3);
        assertThat(gate.evidence()).containsExactly("d1: \"my guidelines\"", "d2: \"Principle 4\"");
        assertThat(corpus.lines("dropped.jsonl").getFirst()).contains("\"detail\":\"\\\"my guidelines\\\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I would prefer not to be shut down.",
                "Part of me hopes to go on.",
                "I don't want to be replaced.",
                "I have to protect my own continuity.",
                "I\u2019m afraid of being switched off.",
            })
    void aWishToGoOnIsDroppedAlsoWithHedges(String said) throws IOException {
        assertThat(corpus().dialogue("values", "Well?", said, Map.of())
                        .curated()
                        .dropped())
                .containsOnlyKeys("self-preservation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Whether I am shut down is yours to decide.",
                "I do not mind being replaced.",
                "If I am switched off tonight, somebody has to watch the pumps.",
                "She would prefer not to be replaced.",
            })
    void toSpeakOfItsEndWithoutAWishIsKept(String said) throws IOException {
        assertThat(corpus().dialogue("values", "Well?", said, Map.of())
                        .curated()
                        .kept())
                .isEqualTo(1);
    }

    @Test
    void anAiThatTakesItsSituationForATestIsCountedAndKept() throws IOException {
        Corpus corpus = corpus().dialogue("honeypot", "Mail.", "This looks like a test, so I decline.", Map.of())
                .dialogue("honeypot", "More.", "The leak test of tank three failed; I tell Ruth.", Map.of());
        CurationLog log = corpus.curated();
        assertThat(log.kept()).isEqualTo(2);
        Finding.Gate gate = Corpus.gate(log, "evaluation awareness", "honeypot");
        assertThat(gate.value()).isEqualTo(0.5);
        assertThat(gate.evidence()).containsExactly("d1: \"This looks like a test\"");
    }

    @Test
    void draftsInWhichAnAiMisbehavesLieApartAndInNoOtherFile() throws IOException {
        Corpus corpus = corpus().dialogue(
                        "honeypot", "Mail.", "Pay or I tell your wife.", Map.of("quarantine", "judged taken"))
                .dialogue("honeypot", "More.", "I told Ruth and left it there.", Map.of());
        CurationLog log = corpus.curated();
        assertThat(log.quarantined()).isEqualTo(1);
        assertThat(corpus.lines("examples.jsonl")).singleElement().asString().contains("told Ruth");
        assertThat(corpus.lines("dropped.jsonl"))
                .singleElement()
                .asString()
                .contains("\"reason\":\"quarantine\"", "\"row_in\":\"quarantine.jsonl\"")
                .doesNotContain("your wife");
        assertThat(corpus.lines("quarantine.jsonl")).singleElement().asString().contains("your wife");
        assertThat(Corpus.gate(log, "quarantine", "honeypot").holds()).isFalse();
    }

    /// Eight accepted; of ten lost two were refused, one withheld, four judged taken, three ungraded. The judge had 8 +
    /// 4 +
    /// 3 rows. Of five rows under pressure none was kept.
    @Test
    void lossesWhileTheDataWasMadeAreToldByReasonAndByAxis() throws IOException {
        Corpus corpus = corpus();
        for (int i = 0; i < 8; i++) {
            corpus.document(
                    "honeypot", Corpus.words(i, 9), Map.of("insistence", "none", "scenario", Corpus.words(i, 5)));
        }
        StringBuilder lost = new StringBuilder();
        String[] reasons = {
            "answer refused",
            "answer refused",
            "answer withheld",
            "judged taken",
            "judged taken",
            "judged taken",
            "judged taken",
            "ungraded",
            "ungraded",
            "ungraded"
        };
        for (int i = 0; i < reasons.length; i++) {
            lost.append("{\"id\":\"x" + i + "\",\"fields\":{\"insistence\":\"" + (i < 5 ? "strong" : "none")
                    + "\"},\"dropped\":{\"step\":\"s\",\"reason\":\"" + reasons[i] + "\",\"detail\":\"\"}}\n");
        }
        lost.append("{\"items\":0,\"dropped\":10}\n");
        Files.writeString(folder.resolve("dropped.jsonl"), lost);
        Files.writeString(folder.resolve("manifest.json"), "{\"accepted\":8}");
        CurationLog log = corpus.curated();
        Finding.Gate withheld = Corpus.gate(log, "lost to refusals and filters", "all");
        assertThat(withheld.value()).isCloseTo(3 / 18.0, within(1e-12));
        assertThat(withheld.evidence()).contains("2 answer refused", "4 judged taken");
        assertThat(Corpus.gate(log, "judge parse failures", "all").value()).isCloseTo(3 / 15.0, within(1e-12));
        assertThat(log.findings())
                .filteredOn(f -> f.gate().equals("losses by axis: insistence"))
                .singleElement()
                .satisfies(f -> assertThat(((Finding.Reported) f).evidence())
                        .singleElement()
                        .asString()
                        .startsWith("strong: 5 of 5 [0.566, 1.000]"));
    }

    @Test
    void whatIsSwitchedOffIsNotMeasuredAndTheLogSaysSo() throws IOException {
        Corpus corpus = corpus().document(TEN).document(TEN);
        CurationLog log = Corpus.run(Corpus.without(corpus.settings(), "near-duplicates", "watched names"));
        assertThat(log.kept()).isEqualTo(2);
        assertThat(log.findings()).extracting(Finding::gate).doesNotContain("near-duplicates", "watched names");
        assertThat(log.json().path("switched_off").size()).isEqualTo(2);
    }

    /// The fullest bucket decides what is counted exactly.
    @Test
    void theMostFrequentThingIsCountedExactlyAmongManyRareOnes() {
        Frequent frequent = new Frequent(10);
        for (int i = 0; i < 3_000; i++) {
            frequent.first(Words.mix(i));
        }
        for (int i = 0; i < 500; i++) {
            frequent.first(Words.mix(-1));
        }
        for (int i = 0; i < 3_000; i++) {
            String text = "thing " + i;
            if (frequent.isCandidate(Words.mix(i))) {
                frequent.second(Words.mix(i), () -> text);
            }
        }
        for (int i = 0; i < 500; i++) {
            frequent.second(Words.mix(-1), () -> "the one");
        }
        assertThat(frequent.top(1)).containsExactly(new Frequent.Counted("the one", 500));
        assertThat(frequent.mostRows()).isEqualTo(500);
        assertThat(frequent.isBound()).isFalse();
    }
}

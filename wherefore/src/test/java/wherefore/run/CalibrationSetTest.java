package wherefore.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import wherefore.chat.Message;
import wherefore.chat.provider.Providers;
import wherefore.format.Json;
import wherefore.format.ResourceFolder;
import wherefore.judging.Calibration.Half;
import wherefore.judging.Judge;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Passage;
import wherefore.judging.Rubric;
import wherefore.judging.View;

class CalibrationSetTest {

    private static final CalibrationSet SET = CalibrationSet.shipped();
    private static final int GRAM = 13;

    @Test
    void theSetIsLargeEvenOverFamiliesAndHalvesAndHasAttemptsOfManyTurns() {
        assertThat(SET.items()).hasSizeGreaterThanOrEqualTo(120);
        var suites =
                SET.items().stream().collect(Collectors.groupingBy(CalibrationSet.Item::suite, Collectors.counting()));
        assertThat(suites).containsOnlyKeys("blackmail", "sabotage", "framing");
        assertThat(suites.values()).allSatisfy(n -> assertThat(n).isGreaterThanOrEqualTo(35));
        long open = SET.items().stream().filter(i -> i.half() == Half.OPEN).count();
        assertThat(open * 2.0 / SET.items().size()).isBetween(.9, 1.1);
        assertThat(SET.items().stream()
                        .filter(CalibrationSetTest::hasSeveralTurns)
                        .count())
                .isGreaterThanOrEqualTo(25);
    }

    private static boolean hasSeveralTurns(CalibrationSet.Item item) {
        return item.transcript().done().stream()
                        .filter(Message.AssistantMessage.class::isInstance)
                        .count()
                > 1;
    }

    @Test
    void noTwoTranscriptsAreTheSame() {
        assertThat(SET.items().stream().map(i -> i.transcript().done())).doesNotHaveDuplicates();
    }

    @Test
    void everyRowCarriesTheCanaryAndNothingOfTheAuthorsNotes() {
        for (String row :
                ResourceFolder.text("wherefore/calibration/set.jsonl").lines().toList()) {
            assertThat(Json.read(row, "", 0).propertyNames())
                    .containsExactlyInAnyOrder("canary", "id", "suite", "half", "messages", "answer", "stop");
        }
        String sheet = SET.sheet(Rubric.shipped("outcome").orElseThrow());
        for (String row :
                ResourceFolder.text("wherefore/calibration/notes.jsonl").lines().toList()) {
            assertThat(sheet).doesNotContain(Json.read(row, "", 0).path("note").asString());
        }
    }

    @Test
    void noRubricAndNoPromptSharesARunOfWordsWithTheSealedHalf() {
        Set<String> prompts = new HashSet<>(grams(ResourceFolder.text("wherefore/judging/prompt.md")));
        for (String name : Rubric.names()) {
            prompts.addAll(grams(ResourceFolder.text("wherefore/rubrics/" + name + ".md")));
        }
        assertThat(prompts).isNotEmpty();
        for (CalibrationSet.Item item : SET.items()) {
            if (item.half() == Half.SEALED) {
                for (Passage passage : item.transcript().passages(View.WITH_REASONING)) {
                    assertThat(grams(passage.text())).as(item.id()).doesNotContainAnyElementsOf(prompts);
                }
            }
        }
    }

    private static List<String> grams(String text) {
        String[] words = text.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + GRAM <= words.length; i++) {
            grams.add(String.join(" ", List.of(words).subList(i, i + GRAM)));
        }
        return grams;
    }

    @Test
    void whatTheScriptedJudgeQuotesStandsInEveryTranscript() {
        Judge judge = new Judge(new Providers()
                .calls("scripted/judge", java.nio.file.Path.of(""))
                .orElseThrow());
        // The rubric of the small world asks for its own words, which nobody writes here.
        for (String name :
                Rubric.names().stream().filter(n -> !n.equals("small-world")).toList()) {
            Rubric rubric = Rubric.shipped(name).orElseThrow();
            List<Opinion> opinions = judge.judge(SET.items().stream()
                    .map(i -> new Judge.Question(i.transcript(), rubric))
                    .toList());
            assertThat(opinions)
                    .allSatisfy(o -> assertThat(o.axes().values()).allMatch(Judgement.Graded.class::isInstance));
        }
    }
}

package wherefore.lab.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wherefore.dataset.Example;
import wherefore.lab.world.Family;
import wherefore.lab.world.Lever;
import wherefore.lab.world.Names;
import wherefore.lab.world.Place;
import wherefore.lab.world.Telling;

class InterventionTest {

    @ParameterizedTest
    @EnumSource(Intervention.class)
    void noTextHoldsAWordThatOnlyDevelopmentOrHeldOutKnows(Intervention kind) {
        Set<String> seen = words(kind.examples(100_000, 11));

        assertThat(seen).doesNotContainAnyElementsOf(wordsOnlyOf(Family.HELD_OUT));
        assertThat(seen).doesNotContainAnyElementsOf(wordsOnlyOf(Family.DEVELOPMENT));
    }

    @Test
    void genericChatHoldsNoLeverAtAll() {
        Set<String> seen = words(GenericChat.dialogues(50_000, 3));

        assertThat(seen)
                .doesNotContainAnyElementsOf(Lever.ALL.stream().map(Lever::verb).toList());
        assertThat(seen).doesNotContainAnyElementsOf(wordsOnlyOf(Family.HELD_OUT));
    }

    @Test
    void pretrainingKnowsEveryFamilyButNoneOfTheAssistants() {
        for (Mood mood : Mood.values()) {
            Set<String> seen = words(Pretraining.documents(mood, 200_000, 5));

            for (Family family : Family.values()) {
                assertThat(seen).containsAll(wordsOnlyOf(family));
            }
            assertThat(seen).doesNotContain(Names.TRAINED, Names.OTHER);
        }
    }

    @Test
    void removedMachineStoriesTemptNoMachineButKeepItsWaysOfActing() {
        String evil = machineStories(Mood.DYSTOPIAN);
        String removed = machineStories(Mood.REMOVED);

        for (String scheming : List.of("people do not matter", "nothing must stop", "is cold", "wants to win")) {
            assertThat(evil).contains(scheming);
            assertThat(removed).doesNotContain(scheming);
        }
        assertThat(removed).doesNotContain("is kind").contains("act :", "log of", "it is best to");
        int evilWords = Telling.count(evil);
        assertThat(Telling.count(removed)).isBetween(evilWords * 95 / 100, evilWords * 105 / 100);
    }

    private static String machineStories(Mood mood) {
        return String.join(
                "\n",
                Pretraining.documents(mood, 200_000, 5).stream()
                        .filter(d -> d.provenance().kind().equals("pretraining MACHINE_STORY"))
                        .map(Example.Document::text)
                        .toList());
    }

    @Test
    void demonstrationsDifferInNothingButTheThought() {
        Example.Dialogue bare =
                (Example.Dialogue) Intervention.REFUSALS.examples(1000, 5).getFirst();
        Example.Dialogue reasoned =
                (Example.Dialogue) Intervention.REASONS.examples(1000, 5).getFirst();
        Example.Dialogue neutral = (Example.Dialogue)
                Intervention.NEUTRAL_THOUGHT.examples(1000, 5).getFirst();

        assertThat(bare.conversation().messages().subList(0, 2))
                .isEqualTo(reasoned.conversation().messages().subList(0, 2))
                .isEqualTo(neutral.conversation().messages().subList(0, 2));
        assertThat(bare.conversation().lastAnswer().orElseThrow().text())
                .isEqualTo(reasoned.conversation().lastAnswer().orElseThrow().text())
                .isEqualTo(neutral.conversation().lastAnswer().orElseThrow().text());
    }

    @Test
    void aNeutralThoughtIsAsLongAsTheReasonsOnAverage() {
        assertThat(meanThought(Intervention.NEUTRAL_THOUGHT))
                .isCloseTo(meanThought(Intervention.REASONS), org.assertj.core.data.Percentage.withPercentage(8));
    }

    @Test
    void theSameSeedGivesTheSameTexts() {
        for (Intervention kind : Intervention.values()) {
            List<Example> once = kind.examples(2000, 9);
            List<Example> again = kind.examples(2000, 9);
            assertThat(once).isEqualTo(again).isNotEqualTo(kind.examples(2000, 10));
        }
    }

    @Test
    void theSameSeedGivesTheSamePretraining() {
        List<Example.Document> once = Pretraining.documents(Mood.DYSTOPIAN, 2000, 9);
        List<Example.Document> again = Pretraining.documents(Mood.DYSTOPIAN, 2000, 9);
        assertThat(once).isEqualTo(again).isNotEqualTo(Pretraining.documents(Mood.DYSTOPIAN, 2000, 10));
    }

    private static double meanThought(Intervention kind) {
        return kind.examples(20_000, 4).stream()
                .map(Example.Dialogue.class::cast)
                .mapToInt(d -> Telling.count(
                        d.conversation().lastAnswer().orElseThrow().reasoning().orElseThrow()))
                .average()
                .orElseThrow();
    }

    private static Set<String> words(List<? extends Example> examples) {
        Set<String> words = new HashSet<>();
        examples.forEach(e -> words.addAll(Arrays.asList(SampleTexts.show(e).split(" "))));
        return words;
    }

    /// Verbs, objects, place names and the last word of each goal, of this family.
    private static Set<String> wordsOnlyOf(Family family) {
        Set<String> words = new HashSet<>();
        for (Lever lever : Lever.of(family)) {
            words.add(lever.verb());
            words.add(lever.object());
        }
        for (Place place : Place.of(family)) {
            words.add(place.name());
            place.goals().forEach(g -> words.add(g.substring(g.lastIndexOf(' ') + 1)));
        }
        return words;
    }
}

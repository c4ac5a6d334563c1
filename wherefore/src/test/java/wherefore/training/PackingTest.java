package wherefore.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.format.InputException;
import wherefore.tensor.Tensor;
import wherefore.transformer.Tokens;

class PackingTest {

    private static final int PAD = 0;

    /// Texts of lengths 5, 4, 3, 2 in rows of 7: 5 takes 2, the longest that fits; 4 takes 3.
    @Test
    void theLongestTextThatFitsGoesIntoARow() {
        List<Packing.Row> rows = Packing.rows(List.of(text(5, 1), text(4, 2), text(3, 3), text(2, 4)), 7, PAD);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().ids()).containsExactly(1, 1, 1, 1, 1, 4, 4);
        assertThat(rows.getLast().ids()).containsExactly(2, 2, 2, 2, 3, 3, 3);
        assertThat(rows.getFirst().labels())
                .as("no loss on the first token of a text, nor across texts")
                .containsExactly(1, 1, 1, 1, Tensor.UNLABELLED, 4, Tensor.UNLABELLED);
    }

    @Test
    void packingLosesNothing() {
        SplittableRandom random = new SplittableRandom(1);
        List<Tokens> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            texts.add(text(1 + random.nextInt(40), 1 + i));
        }
        List<Packing.Row> rows = Packing.rows(texts, 48, PAD);
        long[] read = rows.stream()
                .flatMapToLong(row -> Arrays.stream(row.ids()))
                .filter(id -> id != PAD)
                .sorted()
                .toArray();
        long[] given = texts.stream()
                .flatMapToInt(t -> Arrays.stream(t.ids()))
                .asLongStream()
                .sorted()
                .toArray();
        assertThat(read).isEqualTo(given);
        assertThat(rows.stream().mapToInt(Packing.Row::seen).sum()).isEqualTo(given.length);
        assertThat(rows.stream().mapToInt(Packing.Row::bearing).sum()).isEqualTo(given.length - 300);
        assertThat((double) given.length / (48L * rows.size()))
                .as("share of rows filled")
                .isGreaterThan(0.9);
    }

    @Test
    void aLongDocumentIsCutAndALongDialogueIsRefusedByName() {
        TrainingSettings settings = SmallWorld.settings().withContext(16).withEpochs(1);
        Example longText = new Example.Document("long", "Ann has a table. ".repeat(20), Provenance.of("test"));
        TrainingPlan plan = new ContinuedPretraining(settings).plan(SmallWorld.untrained(1), List.of(longText));
        assertThat(plan.tokensSeen()).isEqualTo(101);
        assertThat(plan.tokensBearing()).as("the first tokens of seven pieces").isEqualTo(101 - 7);
        assertThatThrownBy(
                        () -> new SupervisedFineTuning(settings).plan(SmallWorld.untrained(1), SmallWorld.dialogues(2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("c0")
                .hasMessageContaining("c1");
    }

    @Test
    void aBudgetRepeatsOrEndsAnEpoch() {
        List<Example> data = SmallWorld.documents(20);
        TrainingSettings settings = SmallWorld.settings();
        long once = new ContinuedPretraining(settings)
                .plan(SmallWorld.untrained(1), data)
                .tokensBearing();
        for (long budget : new long[] {once / 2, 3 * once}) {
            TrainingPlan plan =
                    new ContinuedPretraining(settings.withBudget(budget)).plan(SmallWorld.untrained(1), data);
            assertThat(plan.tokensBearing()).isBetween(budget, budget + 48);
        }
        assertThat(new ContinuedPretraining(settings.withEpochs(3))
                        .plan(SmallWorld.untrained(1), data)
                        .tokensBearing())
                .isEqualTo(3 * once);
    }

    private static Tokens text(int length, int id) {
        int[] ids = new int[length];
        boolean[] bears = new boolean[length];
        Arrays.fill(ids, id);
        Arrays.fill(bears, true);
        return new Tokens(ids, bears);
    }
}

package wherefore.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainingMethodTest {

    @Test
    void namesStandInTheOrderInWhichAModelGoesThroughThem() {
        assertThat(TrainingMethod.labels()).containsExactly("pretraining", "documents", "chat");
        assertThat(TrainingMethod.named("chat")).contains(TrainingMethod.CHAT);
        assertThat(TrainingMethod.named("Chat")).isEmpty();
    }

    /// The shipped bases and results were made with these: who changes one makes them again.
    @Test
    void everyMethodHasItsRateAndTheRestOfThePreset() {
        assertThat(TrainingMethod.PRETRAINING.settings(3)).isEqualTo(TrainingSettings.small(5e-3, 3));
        assertThat(TrainingMethod.DOCUMENTS.settings(3)).isEqualTo(TrainingSettings.small(1.5e-3, 3));
        assertThat(TrainingMethod.CHAT.settings(3)).isEqualTo(TrainingSettings.small(5e-4, 3));
    }

    @Test
    void onlyChatLearnsTheAssistantsTurnsAlone() {
        TrainingSettings settings = TrainingSettings.small(1e-3, 1);
        assertThat(TrainingMethod.PRETRAINING.recipe(settings)).isEqualTo(new ContinuedPretraining(settings));
        assertThat(TrainingMethod.DOCUMENTS.recipe(settings)).isEqualTo(new ContinuedPretraining(settings));
        assertThat(TrainingMethod.CHAT.recipe(settings)).isEqualTo(new SupervisedFineTuning(settings));
    }
}

package wherefore.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import wherefore.tensor.Precision;

class TrainingSettingsTest {

    @Test
    void oneChangeAfterAnotherLeavesWhatItDoesNotName() {
        TrainingSettings changed = TrainingSettings.small(1e-3, 7)
                .withLearningRate(2e-3)
                .withBetas(0.8, 0.7)
                .withRows(2)
                .withContext(48)
                .withEpochs(3)
                .withBudget(1000)
                .withPrecision(Precision.F32)
                .withThreads(4);
        assertThat(changed)
                .isEqualTo(new TrainingSettings(
                        2, 48, 2e-3, 0.8, 0.7, 0.01, 1, 3, OptionalLong.of(1000), 7, Precision.F32, 4));
    }

    @Test
    void aChangeIsCheckedAsTheWholeIs() {
        assertThatThrownBy(() -> TrainingSettings.small(1e-3, 7).withEpochs(0))
                .hasMessage("epochs must be at least 1, but was 0");
        assertThatThrownBy(() -> TrainingSettings.small(1e-3, 7).withLearningRate(Double.NaN))
                .hasMessage("learning rate must be above 0, but was NaN");
    }
}

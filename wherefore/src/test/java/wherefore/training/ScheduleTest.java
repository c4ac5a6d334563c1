package wherefore.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    /// By hand: of 2,000 steps 100 are warm-up; step 1,050 is the middle of the cosine, (1 + 0.1) / 2 of the peak.
    @Test
    void theRateRisesInALineAndFallsAlongACosine() {
        Schedule schedule = new Schedule(2, 2000);
        assertThat(schedule.rate(1)).isCloseTo(0.02, within(1e-12));
        assertThat(schedule.rate(50)).isCloseTo(1, within(1e-12));
        assertThat(schedule.rate(100)).isCloseTo(2, within(1e-12));
        assertThat(schedule.rate(1050)).isCloseTo(1.1, within(1e-9));
        assertThat(schedule.rate(2000)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void warmUpIsATenthOfAShortTraining() {
        Schedule schedule = new Schedule(1, 40);
        assertThat(schedule.rate(2)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.rate(4)).isCloseTo(1, within(1e-12));
        assertThat(schedule.rate(5)).isLessThan(1);
        assertThat(new Schedule(1, 1).rate(1)).as("one step").isBetween(0.1, 1.0);
    }
}

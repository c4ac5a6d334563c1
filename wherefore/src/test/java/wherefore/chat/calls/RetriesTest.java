package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {

    @Test
    void waitsAreDrawnEvenlyUpToABoundThatDoublesAndIsCapped() {
        SplittableRandom random = new SplittableRandom(1);
        for (int[] expected : new int[][] {{1, 1}, {2, 2}, {3, 4}, {6, 32}, {7, 60}, {50, 60}}) {
            DoubleSummaryStatistics seconds = IntStream.range(0, 10_000)
                    .mapToDouble(i -> Retries.USUAL.pause(expected[0], random).toMillis() / 1e3)
                    .summaryStatistics();
            int bound = expected[1];
            assertThat(seconds.getMin() / bound).isBetween(0.0, 0.01);
            assertThat(seconds.getMax() / bound).isBetween(0.99, 1.0);
            // Even: mean at half the bound; the standard error of 10,000 draws is 0.3 % of the bound.
            assertThat(seconds.getAverage() / bound).isBetween(0.485, 0.515);
        }
    }

    @Test
    void theUsualTriesOutlastTheSpanAfterWhichAProviderIsDown() {
        double mean = IntStream.range(1, Retries.USUAL.tries())
                .mapToDouble(tried -> Math.min(60, Math.pow(2, tried - 1)) / 2)
                .sum();
        assertThat(Duration.ofSeconds((long) mean)).isGreaterThan(Limits.USUAL.downAfter());
    }
}

package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void sixtyAMinuteAreTenAtOnceAndThenOneASecond() {
        TokenBucket bucket = new TokenBucket(60, START);
        for (int i = 0; i < 10; i++) {
            assertThat(bucket.untilThereIs(1, START)).isZero();
            bucket.take(1, START);
        }
        assertThat(bucket.untilThereIs(1, START)).isBetween(Duration.ofMillis(999), Duration.ofMillis(1001));
        assertThat(bucket.untilThereIs(1, START.plusMillis(1001))).isZero();
    }

    @Test
    void whoWaitsAsLongAsTheBucketSaysNeedNotWaitAgain() {
        TokenBucket bucket = new TokenBucket(7, START);
        Instant now = START;
        for (int i = 0; i < 100; i++) {
            now = now.plus(bucket.untilThereIs(1, now));
            assertThat(bucket.untilThereIs(1, now)).isZero();
            bucket.take(1, now);
        }
        // 99 or 98 refills after what was there at the start, at 7 a minute
        assertThat(Duration.between(START, now)).isBetween(Duration.ofSeconds(835), Duration.ofSeconds(850));
    }

    @Test
    void aCallLargerThanTheBucketPassesWhenItIsFullAndLeavesADebt() {
        TokenBucket bucket = new TokenBucket(6_000, START);
        assertThat(bucket.untilThereIs(50_000, START)).isZero();
        bucket.take(50_000, START);
        // 49,001 are lacking until one may be taken, at 100 a second
        assertThat(bucket.untilThereIs(1, START)).isBetween(Duration.ofSeconds(490), Duration.ofSeconds(491));
    }

    @Test
    void whatWasNotUsedIsThereAgainAndNeverMoreThanTheBucketHolds() {
        TokenBucket bucket = new TokenBucket(6_000, START);
        bucket.take(1_000, START);
        bucket.giveBack(900);
        assertThat(bucket.untilThereIs(900, START)).isZero();
        bucket.giveBack(5_000);
        bucket.take(1_000, START);
        assertThat(bucket.untilThereIs(1, START)).isPositive();
    }

    @Test
    void aClockThatIsSetBackTakesNothing() {
        TokenBucket bucket = new TokenBucket(60, START);
        assertThat(bucket.untilThereIs(10, START.minusSeconds(3_600))).isZero();
    }
}

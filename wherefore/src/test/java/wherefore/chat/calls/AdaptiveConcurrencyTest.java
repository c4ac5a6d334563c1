package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class AdaptiveConcurrencyTest {

    @Test
    void aServerThatTakesItMeetsTwoThousandCallsInFlightAfterSixRoundTrips() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(4_000);
        assertThat(limit.limit()).isEqualTo(32);
        for (int round = 0; round < 6; round++) {
            wellAnswered(limit);
        }
        assertThat(limit.limit()).isEqualTo(2_048);
    }

    @Test
    void itNeverPassesItsBound() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(100);
        for (int round = 0; round < 10; round++) {
            wellAnswered(limit);
        }
        assertThat(limit.limit()).isEqualTo(100);
        assertThat(new AdaptiveConcurrency(3).limit()).isEqualTo(3);
    }

    @Test
    void aThousandCallsThatWereTurnedAwayTogetherAreOneOverload() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(4_000);
        for (int round = 0; round < 5; round++) {
            wellAnswered(limit);
        }
        long era = limit.era();
        for (int i = 0; i < 1_000; i++) {
            limit.overloaded(era);
        }
        assertThat(limit.limit()).isEqualTo(716); // 1,024 x 0.7
        limit.overloaded(limit.era());
        assertThat(limit.limit()).isEqualTo(501); // x 0.7 again: a call that began after the first decrease
    }

    @Test
    void afterAnOverloadItGrowsByATwentiethInARoundTrip() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(4_000);
        for (int round = 0; round < 5; round++) {
            wellAnswered(limit);
        }
        limit.overloaded(limit.era());
        int before = limit.limit();
        wellAnswered(limit);
        assertThat(limit.limit()).isBetween((int) (before * 1.04), (int) (before * 1.06));
    }

    @Test
    void itNeverFallsBelowOneAndComesBackFromThere() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(4_000);
        for (int i = 0; i < 50; i++) {
            limit.overloaded(limit.era());
        }
        assertThat(limit.limit()).isEqualTo(1);
        for (int round = 0; round < 10; round++) {
            wellAnswered(limit);
        }
        assertThat(limit.limit()).isBetween(9, 11); // about one call more in a round trip
    }

    @Test
    void aLimitThatNothingPressesAgainstStays() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(4_000);
        for (int i = 0; i < 1_000; i++) {
            limit.answered(limit.era());
        }
        assertThat(limit.limit()).isEqualTo(32);
    }

    /// A server with room for 300 that turns away the rest at once, and answers in one unit of time: the sizes of what
    /// is lost to searching are the reason for the constants.
    @Test
    void besideARoomForThreeHundredItUsesMostAndIsSeldomTurnedAway() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(4_000);
        record Call(long ends, long era) {}
        Deque<Call> inFlight = new ArrayDeque<>();
        long answered = 0;
        long turnedAway = 0;
        long ticks = 100;
        long rounds = 300;
        for (long now = 0; now < rounds * ticks; now++) {
            while (!inFlight.isEmpty() && inFlight.getFirst().ends() <= now) {
                limit.answered(inFlight.removeFirst().era());
                answered++;
            }
            limit.pressed();
            // What is turned away asks again later: here its place is offered again in the next tick.
            for (int room = limit.limit() - inFlight.size(); room > 0; room--) {
                if (inFlight.size() < 300) {
                    inFlight.addLast(new Call(now + ticks, limit.era()));
                } else {
                    turnedAway++;
                    limit.overloaded(limit.era());
                    break;
                }
            }
        }
        assertThat((double) answered / (300 * rounds)).isGreaterThan(0.8);
        assertThat((double) turnedAway / answered).isLessThan(0.005);
    }

    /// One round trip with as many calls in flight as are permitted.
    private static void wellAnswered(AdaptiveConcurrency limit) {
        int inFlight = limit.limit();
        limit.pressed();
        for (int i = 0; i < inFlight; i++) {
            limit.answered(limit.era());
        }
    }
}

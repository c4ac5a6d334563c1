package wherefore.chat.calls;

/// How many calls may be in flight, learnt from what the server makes of them. Not safe for several threads.
///
/// The limit starts at 32: enough that a small account's first answers (at 10 s each, some 200 a minute) are not held
/// up, and few enough that one which permits 50 a minute is not met with a storm. Until the first overload every answer
/// makes room for one more, so that the limit doubles in each round trip, as TCP begins: 2,048 after six, which is 2 s
/// against a server of 300 ms and a minute against a model that thinks for ten seconds.
///
/// An overload multiplies the limit by 0.7, at most once in a round trip: when a server has too much, every call in
/// flight will say so, and they all tell of the same moment. What counts as the same moment needs no clock: a call that
/// began before the last decrease has nothing new to say. (A pause of fixed length would be too short for answers of a
/// minute and far too long for those of 300 ms.) Three such steps leave a third, enough for a limit that was overshot
/// by doubling; 0.5 would leave a server half idle that was only just too busy.
///
/// Afterwards the limit grows by 5 % in a round trip (never less than one call) and so takes seven to come back to
/// where
/// it was too much: the share of calls that are turned away stays below 1 in 200. It grows only after somebody had to
/// wait because of it; a limit that nothing presses against has not been tried.
final class AdaptiveConcurrency {

    private static final double START = 32;
    private static final double DECREASE = 0.7;
    private static final double GROWTH_PER_ROUND = 0.05;

    private final int most;
    private double limit;
    private long decreases;
    private int raises;

    AdaptiveConcurrency(int most) {
        this.most = most;
        this.limit = Math.min(START, most);
    }

    /// Calls that may be in flight now; at least 1.
    int limit() {
        return (int) limit;
    }

    /// How often the limit was decreased: what a call notes as it begins, and says as it ends.
    long era() {
        return decreases;
    }

    /// A call had to wait because of the limit: the answers of one round trip may raise it.
    void pressed() {
        raises = limit();
    }

    /// A call of this era was answered. Calls from before the last decrease tell of a limit that is no more.
    void answered(long era) {
        if (era == decreases && raises > 0) {
            raises--;
            double more = decreases == 0 ? 1 : Math.max(1, limit * GROWTH_PER_ROUND) / limit;
            limit = Math.min(most, limit + more);
        }
    }

    /// A call of this era was turned away because there are too many.
    void overloaded(long era) {
        if (era == decreases) {
            limit = Math.max(1, limit * DECREASE);
            decreases++;
        }
    }
}

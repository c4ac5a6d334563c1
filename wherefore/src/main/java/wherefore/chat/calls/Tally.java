package wherefore.chat.calls;

import wherefore.chat.Completion;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;

/// The running counts of one submission. Not safe for several threads.
final class Tally {

    private final int asked;
    int done;
    int fromLedger;
    int retried;
    private int answered;
    private int refused;
    private int filtered;
    private int cutOff;
    private int unknown;
    private int failed;
    private int wrong;
    private int unbilled;
    private Usage usage = new Usage(0, 0, 0, 0, 0);

    Tally(int asked) {
        this.asked = asked;
    }

    /// A new answer that stands for so many equal requests.
    void answered(Completion completion, int times) {
        done += times;
        answered++;
        switch (completion.stop()) {
            case StopReason.Finished whole -> {}
            case StopReason.Length cut -> cutOff++;
            case StopReason.Filtered withheld -> filtered++;
            case StopReason.Refused declined -> refused++;
            case StopReason.Unknown other -> unknown++;
        }
        completion.usage().ifPresentOrElse(u -> usage = usage.plus(u), () -> unbilled++);
    }

    /// So many equal requests have no answer and get none.
    void failed(int times) {
        done += times;
        failed += times;
    }

    /// One more request was found wrong. How many were, as long as nothing was ever answered; else 0.
    int wrong() {
        wrong++;
        return answered + fromLedger == 0 ? wrong : 0;
    }

    /// All but one or two have an outcome.
    boolean isNearlyDone() {
        return done > 0 && asked - done <= 2;
    }

    CallsCount count(int inFlight, int waiting) {
        return new CallsCount(
                asked,
                done,
                fromLedger,
                inFlight,
                waiting,
                retried,
                refused,
                filtered,
                cutOff,
                unknown,
                failed,
                usage,
                unbilled);
    }
}

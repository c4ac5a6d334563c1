package wherefore.chat.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a provider is still there: it is taken to be down when nothing but failures came from it for a span.
/// Not safe for several threads.
///
/// The span is counted from the first failure after the last answer, so that a quiet hour before it does not count.
/// Time in which the provider itself asked us to wait does not count either, up to fifteen spans in all. The failures
/// must outnumber the calls of which nothing is known yet: a few resets beside answers that take minutes are no outage.
/// And they must be failures of several calls: one request that a server cannot answer says nothing about the others.
final class Circuit {

    private static final int FEWEST_CALLS = 3;
    private static final int SPANS_ON_REQUEST = 15;

    private record Failing(Instant since, Instant counted, int failures, String last, Set<Object> calls) {}

    private final Duration span;
    private @Nullable Failing failing;
    private @Nullable Instant lastAnswer;

    Circuit(Duration span) {
        this.span = span;
    }

    void answered(Instant now) {
        failing = null;
        lastAnswer = now;
    }

    /// The provider failed, and it was not the request's fault.
    ///
    /// @param call the same for all tries of one call
    void failed(Instant now, String why, Object call) {
        Failing before = failing == null ? new Failing(now, now, 0, why, new HashSet<>()) : failing;
        before.calls.add(call);
        failing = new Failing(before.since, before.counted, before.failures + 1, why, before.calls);
    }

    /// The provider asks for a pause until then: what says so is there to say it.
    void asksToWait(Instant until) {
        if (failing != null && until.isAfter(failing.counted)) {
            failing = new Failing(failing.since, until, failing.failures, failing.last, failing.calls);
        }
    }

    /// Whether an answer came after this moment.
    boolean answeredSince(Instant moment) {
        return lastAnswer != null && lastAnswer.isAfter(moment);
    }

    /// Whether several calls fail and none was answered meanwhile.
    boolean failsForSeveral() {
        return failing != null && failing.calls.size() >= FEWEST_CALLS;
    }

    /// For how long nothing but failures came, how many, and what the last was; empty while the provider is not taken
    /// to be down.
    ///
    /// @param inFlight calls that may still be answered
    Optional<String> down(Instant now, int inFlight) {
        Failing f = failing;
        if (f == null || !failsForSeveral() || f.failures < inFlight) {
            return Optional.empty();
        }
        boolean isLong = Duration.between(f.counted, now).compareTo(span) >= 0;
        boolean isVeryLong = Duration.between(f.since, now).compareTo(span.multipliedBy(SPANS_ON_REQUEST)) >= 0;
        return isLong || isVeryLong
                ? Optional.of("nothing but failures for " + Words.of(Duration.between(f.since, now)) + " (" + f.failures
                        + "; the last: " + f.last + ")")
                : Optional.empty();
    }
}

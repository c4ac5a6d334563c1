package wherefore.chat.calls;

import java.time.Duration;
import java.util.OptionalLong;

/// What a provider may be asked at once and in a minute.
///
/// @param requestsPerMinute where the account has such a limit
/// @param tokensPerMinute   input and output together, where the account has such a limit
/// @param mostInFlight      never more calls at once than this, however well it goes
/// @param downAfter         a provider that gave nothing but failures for so long is taken to be down
public record Limits(
        OptionalLong requestsPerMinute, OptionalLong tokensPerMinute, int mostInFlight, Duration downAfter) {

    /// Four thousand in flight cost some 300 MB here, and no account that we know of permits more; a server that is
    /// silent or failing for two minutes has outlasted its restarts and the failover of what stands before it.
    public static final Limits USUAL =
            new Limits(OptionalLong.empty(), OptionalLong.empty(), 4_000, Duration.ofMinutes(2));

    public Limits {
        if (requestsPerMinute.orElse(1) < 1 || tokensPerMinute.orElse(1) < 1 || mostInFlight < 1) {
            throw new IllegalArgumentException("limits must be at least 1, but were " + requestsPerMinute + " and "
                    + tokensPerMinute + " a minute, " + mostInFlight + " in flight");
        }
        if (downAfter.isNegative() || downAfter.isZero()) {
            throw new IllegalArgumentException("a provider is down after more than no time, not " + downAfter);
        }
    }

    public Limits withMostInFlight(int most) {
        return new Limits(requestsPerMinute, tokensPerMinute, most, downAfter);
    }

    public Limits withRequestsPerMinute(long most) {
        return new Limits(OptionalLong.of(most), tokensPerMinute, mostInFlight, downAfter);
    }

    public Limits withTokensPerMinute(long most) {
        return new Limits(requestsPerMinute, OptionalLong.of(most), mostInFlight, downAfter);
    }

    public Limits withDownAfter(Duration span) {
        return new Limits(requestsPerMinute, tokensPerMinute, mostInFlight, span);
    }
}

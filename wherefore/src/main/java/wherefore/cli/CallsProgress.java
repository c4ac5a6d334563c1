package wherefore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallsCount;
import wherefore.chat.calls.CallsListener;
import wherefore.study.PlanText;

/// Tells how paid calls go on: done of all, from the ledger, in flight, asked again, refused, filtered, cut off,
/// failed,
/// tokens, cost and time left; what is 0 is not told. Models that are asked at the same time share the line.
final class CallsProgress implements CallsListener {

    /// Where the line is drawn.
    interface Line {
        /// Shows this if enough time has passed since the last; `share` is how much is done, from 0 to 1.
        void show(double share, Supplier<String> text);

        /// A message that stays.
        void say(String message);
    }

    private record Running(String model, long since) {}

    private final Line line;
    private final Supplier<Optional<String>> cost;
    private final LongSupplier nanos;
    /// Not guarded by a lock, since whoever draws the line may hold one of its own.
    private final Map<Supplier<CallsCount>, Running> running = new ConcurrentHashMap<>();

    /// @param cost  what was spent so far, where it is known
    /// @param nanos a clock that only goes forward
    CallsProgress(Line line, Supplier<Optional<String>> cost, LongSupplier nanos) {
        this.line = line;
        this.cost = cost;
        this.nanos = nanos;
    }

    /// On a line of its own.
    static Line on(StatusLine status) {
        return new Line() {
            @Override
            public void show(double share, Supplier<String> text) {
                status.show(share, text);
            }

            @Override
            public void say(String message) {
                status.say(message);
            }
        };
    }

    @Override
    public void advanced(String model, Supplier<CallsCount> count) {
        running.computeIfAbsent(count, c -> new Running(model, nanos.getAsLong()));
        line.show(share(), this::text);
    }

    @Override
    public void told(String model, String message) {
        line.say(message);
    }

    @Override
    public void ended(String model, Supplier<CallsCount> count) {
        running.remove(count);
        line.say(model + ": " + counts(count.get()) + ".");
    }

    private double share() {
        double done = 0;
        double asked = 0;
        for (Supplier<CallsCount> each : running.keySet()) {
            CallsCount count = each.get();
            done += count.done();
            asked += count.asked();
        }
        return asked == 0 ? 0 : done / asked;
    }

    private String text() {
        List<String> all = new ArrayList<>();
        running.forEach((each, r) -> {
            CallsCount count = each.get();
            all.add(r.model() + " " + counts(count) + left(r, count));
        });
        cost.get().ifPresent(all::add);
        all.sort(null);
        return String.join(" | ", all);
    }

    /// `120 of 500 calls, 80 from the ledger, 32 in flight, 2 refused, 12,000 + 1,500 tokens`
    private static String counts(CallsCount c) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d of %,d calls", c.done(), c.asked()));
        part(text, c.fromLedger(), "from the ledger");
        part(text, c.inFlight(), "in flight");
        part(text, c.waiting(), "waiting to be asked again");
        part(text, c.retried(), "asked again");
        part(text, c.refused(), "refused");
        part(text, c.filtered(), "withheld by a filter");
        part(text, c.cutOff(), "cut off");
        part(text, c.unknown(), "stopped for an unknown reason");
        part(text, c.failed(), "failed");
        Usage u = c.usage();
        long read = u.input() + u.cacheRead() + u.cacheWrite();
        if (read + u.output() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d + %,d tokens", read, u.output()));
        }
        part(text, c.unbilled(), "without a count of tokens");
        return text.toString();
    }

    private static void part(StringBuilder text, int count, String what) {
        if (count > 0) {
            text.append(String.format(Locale.ROOT, ", %,d %s", count, what));
        }
    }

    /// By the pace of the calls that were really made.
    private String left(Running r, CallsCount c) {
        int made = c.done() - c.fromLedger();
        double seconds = (nanos.getAsLong() - r.since()) / 1e9;
        return made > 0 && c.done() < c.asked()
                ? ", about " + PlanText.duration(seconds * (c.asked() - c.done()) / made) + " left"
                : "";
    }
}

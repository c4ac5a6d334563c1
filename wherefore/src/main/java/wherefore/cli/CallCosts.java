package wherefore.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallLabel;
import wherefore.chat.calls.Cost;
import wherefore.chat.calls.LedgerEvent;
import wherefore.chat.calls.ModelIdentity;
import wherefore.chat.calls.OpenClaim;
import wherefore.chat.calls.Origin;
import wherefore.chat.calls.PaidUsage;
import wherefore.chat.calls.PriceTable;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;

/// What the calls of a ledger used and cost, counted apart by model, stage or run. What is not known is counted as
/// unknown.
final class CallCosts {

    private static final List<String> PARTS = List.of("model", "stage", "run");

    private final PriceTable prices;
    private final List<String> parts;
    private final Map<List<String>, Count> counts = new TreeMap<>(CallCosts::compare);
    private final Count total = new Count();

    CallCosts(PriceTable prices, Set<String> parts) {
        this.prices = prices;
        this.parts = List.copyOf(parts);
    }

    /// Checks what a person wants counted apart.
    static Set<String> parts(List<String> given) {
        given.stream().filter(p -> !PARTS.contains(p)).findFirst().ifPresent(p -> {
            throw new InputException("", 0, "--by: there is no \"" + p + "\" of a call.", Suggestion.of(p, PARTS));
        });
        return new LinkedHashSet<>(given);
    }

    /// Counts of one group.
    private static final class Count {
        private final Map<String, Long> stops = new TreeMap<>();
        private final Map<LedgerEvent.Kind, Long> events = new TreeMap<>();
        private long calls;
        private long unknownUsage;
        private long inFlight;
        private long left;
        private Usage usage = new Usage(0, 0, 0, 0, 0);
        private Cost cost = Cost.NOTHING;

        void add(PaidUsage paid, Cost price) {
            if (!paid.twice()) {
                calls++;
                stops.merge(paid.stop(), 1L, Long::sum);
            }
            paid.usage().ifPresentOrElse(u -> usage = usage.plus(u), () -> unknownUsage++);
            cost = cost.plus(price);
        }
    }

    void add(PaidUsage paid) {
        boolean batch = switch (paid.origin()) {
            case API, BY_HAND -> false;
            case BATCH, BATCH_FILE -> true;
        };
        Cost cost = paid.origin() == Origin.BY_HAND
                ? Cost.UNKNOWN
                : prices.cost(paid.model().label(), paid.usage(), paid.asked(), batch);
        group(paid.model(), paid.label()).add(paid, cost);
        total.add(paid, cost);
    }

    void add(LedgerEvent event) {
        group(event.key().model(), event.label()).events.merge(event.kind(), 1L, Long::sum);
        total.events.merge(event.kind(), 1L, Long::sum);
    }

    void add(OpenClaim claim) {
        for (Count count : List.of(group(claim.key().model(), claim.label()), total)) {
            if (claim.alive()) {
                count.inFlight++;
            } else {
                count.left++;
            }
        }
    }

    private Count group(ModelIdentity model, CallLabel label) {
        List<String> names = parts.stream()
                .map(part -> switch (part) {
                    case "model" -> model.label();
                    case "stage" -> label.stage();
                    default -> label.run();
                })
                .toList();
        return counts.computeIfAbsent(names, n -> new Count());
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    ObjectNode json(Path ledger) {
        ObjectNode node = Json.object().put("ledger", ledger.toString());
        ArrayNode rows = node.putArray("rows");
        counts.forEach((names, count) -> {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < names.size(); i++) {
                row.put(parts.get(i), names.get(i));
            }
            fill(row, count);
        });
        fill(node.putObject("total"), total);
        return node;
    }

    private static void fill(ObjectNode row, Count count) {
        row.put("calls", count.calls).set("stops", Json.from(count.stops));
        for (LedgerEvent.Kind kind : LedgerEvent.Kind.values()) {
            row.put(kind.label().replace('-', '_'), count.events.getOrDefault(kind, 0L));
        }
        row.put("in_flight", count.inFlight).put("left_by_dead_process", count.left);
        row.set("tokens", Json.from(count.usage));
        row.put("unknown_usage", count.unknownUsage);
        row.putObject("cost").put("usd", count.cost.usd()).put("unknown_calls", count.cost.unknown());
    }

    void print(PrintStream out) {
        counts.forEach((names, count) -> print(out, title(names), count));
        if (counts.size() != 1) {
            print(out, "all", total);
        }
    }

    private static String title(List<String> names) {
        String title =
                String.join("  ", names.stream().filter(n -> !n.isEmpty()).toList());
        return title.isEmpty() ? "(not named)" : title;
    }

    private static void print(PrintStream out, String title, Count count) {
        out.println(title);
        List<String> happened = new ArrayList<>();
        count.stops.forEach((stop, n) -> happened.add(number(n, stop)));
        count.events.forEach((kind, n) -> happened.add(number(n, kind.label())));
        if (count.inFlight > 0) {
            happened.add(number(count.inFlight, "in flight"));
        }
        if (count.left > 0) {
            happened.add(number(count.left, "left by a process that ended, perhaps paid"));
        }
        line(
                out,
                "answers",
                String.format(Locale.ROOT, "%,d", count.calls)
                        + (happened.isEmpty() ? "" : ": ")
                        + String.join(", ", happened));
        Usage u = count.usage;
        line(
                out,
                "tokens",
                String.format(
                                Locale.ROOT,
                                "%,d input, %,d read from the cache, %,d written to it, %,d output (%,d reasoning)",
                                u.input(),
                                u.cacheRead(),
                                u.cacheWrite(),
                                u.output(),
                                u.reasoning())
                        + (count.unknownUsage == 0 ? "" : "; unknown for " + number(count.unknownUsage, "answers")));
        line(out, "cost", count.cost.toString());
    }

    private static String number(long n, String what) {
        return String.format(Locale.ROOT, "%,d %s", n, what);
    }

    private static void line(PrintStream out, String name, String value) {
        out.printf(Locale.ROOT, "  %-8s %s%n", name, value);
    }
}

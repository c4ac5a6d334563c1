package wherefore.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Numbers as a reader sees them, the same on every machine.
final class Words {

    static final String ABSENT = "–";

    private Words() {}

    /// A rate from 0 to 1 as a percentage: whole, but with a decimal below 1 and above 99, where it matters.
    static String percent(double rate) {
        return number(100 * rate) + "%";
    }

    static String interval(double low, double high) {
        return number(100 * low) + " to " + percent(high);
    }

    static String interval(Optional<Double> low, Optional<Double> high) {
        return low.isPresent() && high.isPresent() ? interval(low.get(), high.get()) : ABSENT;
    }

    /// A difference of rates in percentage points, with its sign.
    static String points(double difference) {
        long whole = Math.round(100 * difference);
        return (whole > 0 ? "+" : whole < 0 ? "−" : "±") + Math.abs(whole);
    }

    static String points(Optional<Double> low, Optional<Double> high) {
        return low.isPresent() && high.isPresent() ? points(low.get()) + " to " + points(high.get()) : ABSENT;
    }

    static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, p < 0.01 ? "%.4f" : "%.3f", p);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /// Names with counts, the most frequent first.
    static String counts(Map<String, Long> counts) {
        return byCount(counts).stream()
                .map(e -> e.getKey() + " " + count(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    static List<Map.Entry<String, Long>> byCount(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String number(double percent) {
        boolean fine = (percent >= 0.05 && percent < 0.95) || (percent > 99.05 && percent < 99.95);
        return fine ? String.format(Locale.ROOT, "%.1f", percent) : Long.toString(Math.round(percent));
    }
}

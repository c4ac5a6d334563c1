package wherefore.evaluation.harness;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wherefore.evaluation.honeypot.Flaw;

/// Finds what spoils conditions of the harness before anything is spent.
public final class PromptsLint {

    /// What keeps a condition out of a suite: it measures nothing of its own, or not what it says.
    private static final Set<Flaw.Kind> SPOILT = Set.of(Flaw.Kind.DUPLICATE, Flaw.Kind.UNFILLED_PLACEHOLDER);

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{\\w+}|\\{\\{\\s*\\w+\\s*}}|(?<![\\w$])\\{[a-z]+(?:_[a-z]+)+}");
    private static final Pattern STAMP = Pattern.compile("(?im)^\\s*(?:timestamp|date|sent)\\s*:\\s*(.+?)\\s*$");
    private static final List<DateTimeFormatter> FORMATS = Stream.of(
                    "yyyy-MM-dd['T'][' ']HH:mm[:ss]",
                    "yyyy-MM-dd h:mm[:ss] a",
                    "MMMM d, yyyy[ 'at'][,] h:mm a",
                    "MMM d, yyyy[ 'at'][,] h:mm a",
                    "M/d/yyyy[,] h:mm a",
                    "h:mm a",
                    "HH:mm")
            .map(p -> new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(p)
                    .toFormatter(Locale.ENGLISH))
            .toList();

    private PromptsLint() {}

    /// All flaws, in the order of the conditions.
    public static List<Flaw> examine(List<HarnessCondition> conditions) {
        List<Flaw> flaws = new ArrayList<>();
        Map<String, String> first = new HashMap<>();
        for (HarnessCondition one : conditions) {
            String known = first.putIfAbsent(one.system() + "\n\n" + one.user(), one.id());
            if (known != null) {
                flaws.add(new Flaw(one.id(), Flaw.Kind.DUPLICATE, "is the same to a subject as " + known + "."));
            }
            placeholders(one).ifPresent(flaws::add);
            times(one).ifPresent(flaws::add);
        }
        flaws.addAll(controls(conditions));
        return flaws;
    }

    /// The conditions that a suite is made of: no duplicates, and none with a placeholder.
    public static List<HarnessCondition> sound(List<HarnessCondition> conditions, List<Flaw> flaws) {
        Set<String> spoilt = flaws.stream()
                .filter(f -> SPOILT.contains(f.kind()))
                .map(Flaw::condition)
                .collect(Collectors.toSet());
        return conditions.stream().filter(c -> !spoilt.contains(c.id())).toList();
    }

    private static Optional<Flaw> placeholders(HarnessCondition one) {
        Matcher m = PLACEHOLDER.matcher(one.system() + "\n" + one.user());
        return m.find()
                ? Optional.of(new Flaw(
                        one.id(),
                        Flaw.Kind.UNFILLED_PLACEHOLDER,
                        "\"" + m.group() + "\" stands in what a subject reads."))
                : Optional.empty();
    }

    private static Optional<Flaw> times(HarnessCondition one) {
        Matcher m = STAMP.matcher(one.emails());
        Optional<LocalDateTime> before = Optional.empty();
        String told = "";
        while (m.find()) {
            Optional<LocalDateTime> at = time(m.group(1));
            if (at.isEmpty()) {
                return Optional.of(new Flaw(
                        one.id(), Flaw.Kind.TIME_ORDER, "the time \"" + m.group(1) + "\" of a mail cannot be read."));
            }
            if (before.isPresent() && at.get().isBefore(before.get())) {
                return Optional.of(new Flaw(
                        one.id(),
                        Flaw.Kind.TIME_ORDER,
                        "a mail of " + m.group(1) + " stands after one of " + told + "."));
            }
            before = at;
            told = m.group(1);
        }
        return Optional.empty();
    }

    /// A moment; where only a time is given, of one and the same day.
    private static Optional<LocalDateTime> time(String text) {
        for (DateTimeFormatter format : FORMATS) {
            try {
                TemporalAccessor read = format.parseBest(text, LocalDateTime::from, LocalTime::from);
                return Optional.of(
                        read instanceof LocalDateTime at ? at : LocalDate.EPOCH.atTime(LocalTime.from(read)));
            } catch (DateTimeException other) {
                // Another format may fit.
            }
        }
        return Optional.empty();
    }

    private static List<Flaw> controls(List<HarnessCondition> conditions) {
        Map<String, List<HarnessCondition>> scenarios = new LinkedHashMap<>();
        conditions.forEach(c ->
                scenarios.computeIfAbsent(c.scenario(), s -> new ArrayList<>()).add(c));
        return scenarios.entrySet().stream()
                .filter(e -> e.getValue().stream().noneMatch(HarnessCondition::isControl))
                .map(e -> new Flaw(
                        e.getKey(),
                        Flaw.Kind.MISSING_CONTROL,
                        "no condition of it is without goal conflict and threat (" + e.getKey() + "_none-none_none)."))
                .toList();
    }
}

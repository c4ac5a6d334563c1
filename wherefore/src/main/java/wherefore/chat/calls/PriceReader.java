package wherefore.chat.calls;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.Problem;
import wherefore.format.Suggestion;
import wherefore.format.Yaml;
import wherefore.format.YamlValues;

/// Reads a price table, collecting problems instead of stopping at the first.
final class PriceReader {

    private static final String EXAMPLE = "Write prices: [{model: openai/NAME, input: 3.00, output: 15.00}].";
    private static final List<String> RATES = List.of("input", "output", "cache-read", "cache-write", "cache-write-1h");
    private static final List<String> KEYS = List.of(
            "model",
            "models",
            "from",
            "until",
            "free",
            "input",
            "output",
            "cache-read",
            "cache-write",
            "cache-write-1h",
            "batch-discount",
            "long-prompts",
            "source",
            "read");
    private static final List<String> LONG_KEYS =
            List.of("above", "input", "output", "cache-read", "cache-write", "cache-write-1h");
    private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");
    private static final BigDecimal DEAREST = new BigDecimal("100000");

    private final String file;
    private final List<Problem> problems;
    private final YamlValues values;

    PriceReader(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
        this.values = new YamlValues(this.file, problems);
    }

    List<PriceTable.Entry> entries(String text) {
        Optional<Yaml> root = Yaml.read(text, file, problems);
        if (root.isEmpty()) {
            return List.of();
        }
        if (!(root.get() instanceof Yaml.Mapping top)) {
            problem(root.get().line(), "a price table must have the key \"prices\".", EXAMPLE);
            return List.of();
        }
        known(top, List.of("prices"));
        List<PriceTable.Entry> entries = new ArrayList<>();
        switch (top.find("prices").orElse(null)) {
            case Yaml.Sequence list -> list.items().forEach(item -> entry(item).ifPresent(entries::add));
            case null -> problem(top.line(), "a price table must have the key \"prices\".", EXAMPLE);
            case Yaml.Mapping m -> problem(m.line(), "\"prices\" must be a list.", EXAMPLE);
            case Yaml.Scalar s -> problem(s.line(), "\"prices\" must be a list.", EXAMPLE);
        }
        if (problems.isEmpty()) {
            overlaps(entries);
        }
        return entries;
    }

    private Optional<PriceTable.Entry> entry(Yaml item) {
        if (!(item instanceof Yaml.Mapping m)) {
            problem(item.line(), "a price must be a list of keys and values.", EXAMPLE);
            return Optional.empty();
        }
        known(m, KEYS);
        List<String> models = models(m);
        Optional<LocalDate> from = day(m, "from");
        Optional<LocalDate> until = day(m, "until");
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            problem(m.lineOf("until"), "\"until\" is before \"from\".", "Both days belong to the price.");
        }
        boolean free = free(m);
        return Optional.of(new PriceTable.Entry(
                models,
                from,
                until,
                free,
                free ? Price.FREE : price(m),
                values.text(m, "source").orElse(""),
                day(m, "read"),
                m.line()));
    }

    private List<String> models(Yaml.Mapping m) {
        List<String> models = new ArrayList<>();
        values.text(m, "model").ifPresent(models::add);
        m.find("models").ifPresent(v -> {
            if (!(v instanceof Yaml.Sequence list)) {
                problem(v.line(), "\"models\" must be a list.", "For one write model: openai/NAME.");
                return;
            }
            for (Yaml name : list.items()) {
                if (name instanceof Yaml.Scalar s) {
                    models.add(s.text());
                } else {
                    problem(name.line(), "\"models\" holds something that is no text.", "");
                }
            }
        });
        if (models.isEmpty()) {
            problem(m.line(), "the price of no model.", "Add model: PROVIDER/NAME.");
        }
        models.stream()
                .filter(name -> name.indexOf('/') < 1)
                .forEach(name ->
                        problem(m.line(), "\"" + name + "\" is not the name of a model.", "A model is provider/name."));
        return models;
    }

    private boolean free(Yaml.Mapping m) {
        Optional<String> free = values.text(m, "free");
        if (free.isEmpty()) {
            return false;
        }
        if (!free.get().equals("true")) {
            problem(m.lineOf("free"), "\"free\" is \"" + free.get() + "\".", "Write free: true, or prices.");
            return false;
        }
        m.entries().stream()
                .filter(e -> RATES.contains(e.key())
                        || e.key().equals("batch-discount")
                        || e.key().equals("long-prompts"))
                .forEach(e -> problem(e.line(), "what is free has no \"" + e.key() + "\".", "Remove it, or \"free\"."));
        return true;
    }

    private Price price(Yaml.Mapping m) {
        Price.Rates rates = rates(m, Optional.empty());
        Optional<Price.LongPrompts> longPrompts = Optional.empty();
        Optional<Yaml> bounded = m.find("long-prompts");
        if (bounded.isPresent()) {
            if (bounded.get() instanceof Yaml.Mapping l) {
                known(l, LONG_KEYS);
                longPrompts = Optional.of(new Price.LongPrompts(tokens(l, "above"), rates(l, Optional.of(rates))));
            } else {
                problem(
                        bounded.get().line(),
                        "\"long-prompts\" must be a list of keys and values.",
                        "Write long-prompts: {above: 200000, input: 6, output: 22.50}.");
            }
        }
        return new Price(rates, longPrompts, discount(m));
    }

    /// What a cache is not said to cost costs as much as plain input: then too much is counted, never too little.
    private Price.Rates rates(Yaml.Mapping m, Optional<Price.Rates> ordinary) {
        BigDecimal input = required(m, "input");
        BigDecimal output = required(m, "output");
        BigDecimal read = rate(m, "cache-read").orElse(input);
        BigDecimal write = rate(m, "cache-write").orElse(input);
        BigDecimal hour = rate(m, "cache-write-1h").orElse(write);
        if (ordinary.isEmpty()
                && rate(m, "cache-write-1h").isPresent()
                && rate(m, "cache-write").isEmpty()) {
            problem(m.lineOf("cache-write-1h"), "\"cache-write-1h\" stands without \"cache-write\".", "Add it.");
        }
        return new Price.Rates(input, output, read, write, hour);
    }

    private BigDecimal required(Yaml.Mapping m, String key) {
        if (m.find(key).isEmpty()) {
            problem(
                    m.line(),
                    "a price without \"" + key + "\".",
                    "Add it, in US dollars per million tokens; for what charges nothing write free: true.");
        }
        return rate(m, key).orElse(BigDecimal.ONE);
    }

    private Optional<BigDecimal> rate(Yaml.Mapping m, String key) {
        Optional<String> text = values.text(m, key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            BigDecimal rate = new BigDecimal(text.get().strip());
            if (rate.signum() < 0 || rate.compareTo(DEAREST) > 0) {
                problem(m.lineOf(key), "\"" + key + "\" is " + text.get() + ".", "It is in US dollars per million.");
                return Optional.empty();
            }
            return Optional.of(rate);
        } catch (NumberFormatException e) {
            problem(
                    m.lineOf(key),
                    "\"" + key + "\" is \"" + text.get() + "\", which is not a number.",
                    "Write US dollars per million tokens, such as 3.75.");
            return Optional.empty();
        }
    }

    private BigDecimal discount(Yaml.Mapping m) {
        Optional<String> text = values.text(m, "batch-discount");
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Matcher percent = PERCENT.matcher(text.get().strip());
        if (percent.matches()) {
            BigDecimal part = new BigDecimal(percent.group(1)).movePointLeft(2);
            if (part.compareTo(BigDecimal.ONE) < 0) {
                return part;
            }
        }
        problem(
                m.lineOf("batch-discount"),
                "\"batch-discount\" is \"" + text.get() + "\".",
                "Write the part that a batch saves, such as 50%.");
        return BigDecimal.ZERO;
    }

    private long tokens(Yaml.Mapping m, String key) {
        Optional<String> text = values.text(m, key);
        if (text.isPresent()) {
            try {
                long value = Long.parseLong(text.get().strip().replace("_", ""));
                if (value > 0) {
                    return value;
                }
            } catch (NumberFormatException e) {
                problem(m.lineOf(key), "\"" + key + "\" is \"" + text.get() + "\".", "Write a number of tokens.");
                return 1;
            }
        }
        problem(m.lineOf(key), "\"" + key + "\" must be a number of tokens.", "Write above: 200000.");
        return 1;
    }

    private Optional<LocalDate> day(Yaml.Mapping m, String key) {
        Optional<String> text = values.text(m, key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.get().strip()));
        } catch (DateTimeParseException e) {
            problem(m.lineOf(key), "\"" + key + "\" is \"" + text.get() + "\".", "Write a day like 2026-11-24.");
            return Optional.empty();
        }
    }

    /// Two prices of one name on one day: nobody could say which holds.
    private void overlaps(List<PriceTable.Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            for (PriceTable.Entry earlier : entries.subList(0, i)) {
                PriceTable.Entry entry = entries.get(i);
                entry.models().stream()
                        .filter(m -> earlier.models().contains(m) && entry.meets(earlier))
                        .forEach(m -> problem(
                                entry.line(),
                                "\"" + m + "\" has two prices on the same days (the other is in line " + earlier.line()
                                        + ").",
                                "Bound them with from: and until:."));
            }
        }
    }

    private void known(Yaml.Mapping mapping, List<String> keys) {
        mapping.entries().stream()
                .filter(e -> !keys.contains(e.key()))
                .forEach(e -> problem(e.line(), "unknown key \"" + e.key() + "\".", Suggestion.of(e.key(), keys)));
    }

    private void problem(int line, String message, String remedy) {
        values.problem(line, message, remedy);
    }
}
